package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Memory stays bounded, whatever the size of one file.
class BigInputIT {
  private static final int RECORDS = 400_000;

  @TempDir Path folder;

  /// With as many workers as the program ever starts, and the heap that the launcher gives it.
  @Test
  void importsAFileOfHundredsOfMegabytesWithinTheLaunchersHeap() throws IOException {
    Assumptions.assumeTrue(
        Integer.getInteger("crash.kills", 3) > 3,
        "takes long; .ci/run asks for it by a higher crash.kills");
    Path file = folder.resolve("big.jsonl");
    write(file);
    assertThat(Files.size(file)).isGreaterThan(400L << 20);
    Program.Ended ended =
        Program.run(
            folder,
            Map.of("TRAILHOUSE_JAVA_OPTS", "-XX:ActiveProcessorCount=4"),
            List.of(Program.app().resolve("trailhouse").toString(), "import", "big.jsonl"));
    Files.delete(file);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("400,000 events, 400,000 new, 0 duplicates");
    Path home = folder.resolve("trailhouse-data");
    assertThat(Contents.number(home, "SELECT count(DISTINCT eventid) FROM events"))
        .isEqualTo(RECORDS);
  }

  private static void write(Path file) throws IOException {
    String filling = "The quick brown fox jumps over the lazy dog. ".repeat(22);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < RECORDS; i++) {
        out.write(
            "{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-05-%02dT%02d:%02d:%02dZ\","
                .formatted(1 + i / 20_000, i / 900 % 24, i / 60 % 60, i % 60));
        out.write("\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",");
        out.write("\"recipientAccountId\":\"111122223333\",\"eventID\":\"big-%d\",".formatted(i));
        out.write("\"requestParameters\":{\"key\":\"%x %s\"}}\n".formatted(i * 7919L, filling));
      }
    }
  }
}
