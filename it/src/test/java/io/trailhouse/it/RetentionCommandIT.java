package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Retention and holds as a shell sees them (spec: upkeep.md, section 3; config.md, C8, C16, C17).
class RetentionCommandIT {
  private static final String RECORD =
      "{\"eventVersion\":\"1.08\",\"eventTime\":\"2020-05-0%dT08:01:00Z\",\"eventID\":\"e-%d\","
          + "\"eventName\":\"X\",\"eventCategory\":\"Data\",\"recipientAccountId\":\"%s\"}";

  @TempDir Path folder;

  private Program.Ended run(String... words) {
    return Program.trailhouse(folder, words);
  }

  @Test
  void aHoldKeepsItsEventsUntilItIsTakenOut() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    String records =
        String.join(
            ",",
            RECORD.formatted(1, 1, "111122223333"),
            RECORD.formatted(1, 2, "111122223333"),
            RECORD.formatted(2, 3, "111122223333"),
            RECORD.formatted(1, 4, "444455556666"));
    Files.writeString(in.resolve("a.json"), "{\"Records\":[" + records + "]}");
    Path config = folder.resolve("trailhouse.yaml");
    String times = "retention: {accounts: {\"111122223333\": {data: 30d}}}";
    String hold = "holds: {case-42: {from: 2020-05-01, to: 2020-05-01, reason: counsel}}";
    Files.writeString(config, "lake: {" + times + ", " + hold + "}\n");
    assertThat(run("import", "in").exit()).isZero();

    Program.Ended dry = run("upkeep", "--dry-run", "--json");
    assertThat(dry.out())
        .startsWith("{\"dry_run\":true,")
        .contains("\"rows_dropped\":1,\"rows_dropped_by_class\":{\"management\":0,\"data\":1,")
        .contains("\"rows_held\":{\"case-42\":2}");
    assertThat(count()).contains("4");

    Program.Ended held = run("upkeep", "--retention", "data=30d");
    assertThat(held.exit()).as(held.err()).isZero();
    assertThat(held.out())
        .contains("1 event of 1 day dropped", "data: 1 dropped")
        .contains("hold case-42: 3 expired events kept");
    assertThat(count()).contains("3");

    Files.writeString(config, "lake: {" + times + "}\n");
    assertThat(run("upkeep", "--json").out()).contains("\"rows_dropped\":2,");
    assertThat(count()).contains("1");

    Files.writeString(config, "lake: {" + times + ", holds: {case-42: {form: 2020-05-01}}}\n");
    Program.Ended refused = run("upkeep", "--retention", "data=30d");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("did you mean from?");
  }

  private String count() {
    return run("query", "--csv", "SELECT count(*) AS n FROM events").out();
  }
}
