package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandIT {
  @TempDir Path folder;

  @Test
  void tellsTheStoryAndAddsNothingTheSecondTime() {
    Program.Ended first = Program.trailhouse(folder, "demo");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("113,062 events, 106,827 new, 6,235 duplicates, 0 files quarantined")
        .contains("1. A key in a public repository")
        .contains("2026-05-19 02:34:02  ci-artifacts  backup-svc")
        .contains("larchfield-customer-exports      612  2875645505  2026-05-20 01:44:05")
        .contains("12 questions over 106,827 events")
        .contains("each exactly as the log files were written")
        .contains("What to try next:");
    assertThat(folder.resolve("trailhouse-data/demo-trail/AWSLogs")).isDirectory();
    first.out().lines().filter(line -> line.contains(" search ")).forEach(this::worksAsItIsShown);

    Program.Ended second = Program.trailhouse(folder, "demo");
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.out())
        .contains("0 files read")
        .contains("5,819 files were imported before and not read again")
        .contains("each exactly as the log files were written");
  }

  private void worksAsItIsShown(String command) {
    Program.Ended shown = Program.run(folder, Map.of(), List.of("sh", "-c", command));
    assertThat(shown.exit()).as(shown.err()).isZero();
    assertThat(shown.out()).contains("203.0.113.131", "rows)");
  }

  @Test
  void keepsInventedEventsAwayFromRealOnes() throws IOException {
    Path file = folder.resolve("mine.json");
    Files.writeString(
        file,
        """
        {"Records":[{"eventVersion":"1.11","eventTime":"2026-05-01T00:00:00Z",\
        "eventSource":"s3.amazonaws.com","eventName":"ListBuckets","awsRegion":"us-east-1",\
        "eventID":"0b3c0000-0000-4000-8000-000000000001","eventType":"AwsApiCall",\
        "recipientAccountId":"111122223333","eventCategory":"Management"}]}
        """);
    assertThat(Program.trailhouse(folder, "import", file.toString()).exit()).isZero();

    Program.Ended demo = Program.trailhouse(folder, "demo");
    assertThat(demo.exit()).as(demo.err()).isZero();
    assertThat(demo.err()).contains("holds events of yours (1)").contains("trailhouse-data-demo");
    assertThat(demo.out()).contains("each exactly as the log files were written");
    assertThat(folder.resolve("trailhouse-data/demo-trail")).doesNotExist();
    assertThat(folder.resolve("trailhouse-data-demo/demo-trail")).isDirectory();
  }
}
