package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.lake.FindingTable;
import io.trailhouse.lake.Lake;
import io.trailhouse.rule.Finding;
import io.trailhouse.rule.Finding.FoundEvent;
import io.trailhouse.rule.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `findings` as a shell sees it: `docs/spec/findings.md`.
class FindingsIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ID = "9f86d081" + "0".repeat(24);
  private static final String OTHER = "60303ae2" + "0".repeat(24);

  @TempDir private Path folder;

  @BeforeEach
  void storeTwo() {
    try (Lake lake = Lake.open(folder.resolve("trailhouse-data"))) {
      FindingTable.open(lake)
          .append(
              List.of(
                  finding(ID, Level.HIGH, NOON, "evil\n\u001b[2J"),
                  finding(OTHER, Level.LOW, NOON.plusSeconds(60), "arn:aws:iam::1:user/bob")),
              finding -> Optional.empty(),
              NOON);
    }
  }

  private static Finding finding(String id, Level level, Instant time, String principal) {
    return new Finding(
        id,
        "rule-a",
        "v1",
        "Somebody did it",
        level,
        time,
        "111122223333",
        "us-east-1",
        principal,
        List.of(
            new FoundEvent("event-1", time, "Call", "{\"userAgent\":\"\\u001b[2J\",\"n\":1.50}")));
  }

  private String done(String... words) {
    Program.Ended ended = Program.trailhouse(folder, words);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended.out();
  }

  @Test
  void listsShowsAndChangesFindings() throws IOException {
    String list = done("findings", "list");
    assertThat(list).contains("evil\\n\\u001b[2J").doesNotContain("\u001b").contains("(2 rows)");
    assertThat(list.indexOf("60303ae2")).isLessThan(list.indexOf("9f86d081"));
    assertThat(done("findings", "list", "--level", "high")).contains("(1 row)");

    assertThat(done("findings", "ack", "9f86d0", "--reason", "mine")).contains("1 finding ack");
    assertThat(done("findings", "close", ID, OTHER)).contains("2 findings closed");
    assertThat(done("findings", "reopen", "60303ae2")).contains("1 finding reopened");
    JsonNode open =
        new ObjectMapper().readTree(done("findings", "list", "--state", "new", "--json"));
    assertThat(open).hasSize(1);
    assertThat(open.get(0).path("id").asText()).isEqualTo(OTHER);
    assertThat(open.get(0).path("changed_by").asText()).isEqualTo(System.getProperty("user.name"));

    assertThat(done("findings", "show", "9f86d081"))
        .contains("\"n\": 1.50")
        .contains("acknowledged by")
        .contains(": mine")
        .doesNotContain("\u001b");
    JsonNode whole = new ObjectMapper().readTree(done("findings", "show", ID, "--json"));
    assertThat(whole.path("changes")).hasSize(3);
    assertThat(whole.path("records").path(0).path("n").asDouble()).isEqualTo(1.5);

    Program.Ended unknown = Program.trailhouse(folder, "findings", "close", "ffffff", "60303ae2");
    assertThat(unknown.exit()).isOne();
    assertThat(unknown.err()).contains("there is no finding ffffff");
    assertThat(Contents.number(folder.resolve("trailhouse-data"), "SELECT count(*) FROM findings"))
        .isEqualTo(2);
  }

  @Test
  void suppressesForSomeTime() throws IOException {
    assertThat(
            done(
                "findings",
                "suppress",
                "--rule",
                "*",
                "--principal",
                "*user/bob",
                "--for",
                "30d",
                "--reason",
                "a test"))
        .contains("Suppression 1 holds until");
    assertThat(done("findings", "suppressions")).contains("*user/bob").contains("why: a test");
    JsonNode all = new ObjectMapper().readTree(done("findings", "suppressions", "--json"));
    assertThat(all.get(0).path("expired").asBoolean()).isFalse();
    assertThat(done("findings", "unsuppress", "1")).contains("is gone");
    assertThat(Program.trailhouse(folder, "findings", "unsuppress", "1").exit()).isOne();
    assertThat(
            Program.trailhouse(
                    folder,
                    "findings",
                    "suppress",
                    "--rule",
                    "*",
                    "--until",
                    "2020-01-01",
                    "--reason",
                    "late")
                .exit())
        .isNotZero();
    assertThat(Program.trailhouse(folder, "findings", "suppress", "--rule", "x").exit())
        .isEqualTo(2);
  }
}
