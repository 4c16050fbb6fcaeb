package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.findings.FindingTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
            new FoundEvent(
                "event-1",
                time,
                "Call",
                "{\"userAgent\":\"\\u001b[2J\",\"sourceIPAddress\":\"192.0.2.7\",\"n\":1.50,"
                    + "\"errorCode\":\"AccessDenied\",\"errorMessage\":\"no\\nway\","
                    + "\"requestParameters\":{\"bucketName\":\"b1\",\"max\":\"3\"}}")));
  }

  private String done(String... words) {
    Program.Ended ended = Program.trailhouse(folder, words);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended.out();
  }

  @Test
  void listsFindingsForANarrowTerminalGraveOnesFirst() {
    String list = done("findings", "list");
    assertThat(list)
        .contains("evil\\n\\u001b[2J")
        .doesNotContain("\u001b")
        .contains("(2 findings)");
    assertThat(list.indexOf("60303ae2"))
        .as("an older grave one comes before a newer small one")
        .isGreaterThan(list.indexOf("9f86d081"));
    assertThat(list.lines()).allMatch(line -> line.length() <= 80);
    assertThat(list)
        .contains("60303ae2  low       2026-03-01 12:01:00")
        .contains("  by arn:aws:iam::1:user/bob  rule rule-a");
    assertThat(done("findings", "list", "--level", "high")).contains("(1 finding)");
    assertThat(done("findings", "list", "--account", "111122223333")).contains("(2 findings)");
    assertThat(done("findings", "list", "--account", "444455556666")).contains("(0 findings)");
    assertThat(done("findings", "list", "--rule", "rule-a")).contains("(2 findings)");
    Program.Ended noRule = Program.trailhouse(folder, "findings", "list", "--rule", "rule-b");
    assertThat(noRule.exit()).isNotZero();
    assertThat(noRule.err()).contains("there is no rule rule-b");
  }

  @Test
  void changesFindingsAndShowsOneInFull() throws IOException {
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
        .contains("address       192.0.2.7\n", "user agent    \\u001b[2J\n", "resource      b1\n")
        .contains("error         AccessDenied: no\\u000away\n")
        .contains(": mine")
        .doesNotContain("\u001b");
    JsonNode whole = new ObjectMapper().readTree(done("findings", "show", ID, "--json"));
    assertThat(whole.path("changes")).hasSize(3);
    assertThat(whole.path("errors").get(0).asText()).isEqualTo("AccessDenied: no\nway");
    assertThat(whole.path("resources").get(0).asText()).isEqualTo("b1");
    assertThat(whole.path("records").path(0).path("n").asDouble()).isEqualTo(1.5);

    Program.Ended unknown = Program.trailhouse(folder, "findings", "close", "ffffff", "60303ae2");
    assertThat(unknown.exit()).isOne();
    assertThat(unknown.err()).contains("there is no finding ffffff");
    assertThat(Contents.number(folder.resolve("trailhouse-data"), "SELECT count(*) FROM findings"))
        .isEqualTo(2);
  }

  @Test
  void aFindingIsShownWithWhatItsRuleSaysAndWhatToDoNext() throws IOException {
    String id = "abcdef01" + "0".repeat(24);
    String rule = "2aa2e3f7-0ec6-55c9-85a2-62b2f72e5277"; // CIS 4.3
    Finding one = finding(id, Level.HIGH, NOON, "arn:aws:iam::111122223333:root");
    Finding found =
        new Finding(
            id,
            rule,
            "v",
            "Use of the root user: 1 event",
            one.level(),
            NOON,
            one.account(),
            one.region(),
            one.principal(),
            one.events());
    try (Lake lake = Lake.open(folder.resolve("trailhouse-data"))) {
      FindingTable.open(lake).append(List.of(found), finding -> Optional.empty(), NOON);
    }
    assertThat(done("findings", "show", "abcdef01"))
        .contains("description   The root user did something itself, not a service for it.\n")
        .contains("next          Ask whoever holds the root user what it was used for");
    JsonNode whole = new ObjectMapper().readTree(done("findings", "show", id, "--json"));
    assertThat(whole.path("next").asText()).startsWith("Ask whoever holds the root user");
  }

  private Program.Ended suppressed(String rule, String... more) {
    List<String> words = new ArrayList<>(List.of("findings", "suppress", "--rule", rule));
    words.addAll(List.of("--for", "1d", "--reason", "why"));
    words.addAll(List.of(more));
    return Program.trailhouse(folder, words.toArray(String[]::new));
  }

  @Test
  void whatNoRuleIsCalledIsNotSuppressedAndTheNearNameIsTold() throws IOException {
    Program.Ended near = suppressed("root/root_user_activty");
    assertThat(near.exit()).isOne();
    assertThat(near.err())
        .contains("there is no rule root/root_user_activty")
        .contains("Did you mean root/root_user_activity (");
    assertThat(suppressed("use of the root usr").err())
        .contains("Did you mean 2aa2e3f7-0ec6-55c9-85a2-62b2f72e5277 (Use of the root user)?");
    assertThat(suppressed("*", "--account", "1111").err()).contains("no account has the id 1111");
    for (String blank : List.of("", " ")) { // a shell's variable that is not set
      assertThat(suppressed("*", "--principal", blank).err()).contains("there is no principal");
    }
    assertThat(suppressed("", "--principal", "*").exit()).isNotZero();
    assertThat(
            Program.trailhouse(
                    folder, "findings", "suppress", "--rule", "*", "--for", "1d", "--reason", "")
                .err())
        .contains("there is no reason");
    assertThat(done("findings", "suppressions")).contains("Nothing is suppressed");
    assertThat(suppressed("Use of the root user", "--account", "111122223333").out())
        .contains("of Use of the root user, by every principal, in 111122223333, holds until");
    assertThat(suppressed("rule-a").out())
        .as("a rule that is gone")
        .contains("of rule-a, by every principal, in every account, holds");
    JsonNode all = new ObjectMapper().readTree(done("findings", "suppressions", "--json"));
    assertThat(all.findValuesAsText("rule"))
        .containsExactly("2aa2e3f7-0ec6-55c9-85a2-62b2f72e5277", "rule-a");
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
        .contains("Suppression 1 of every rule, by *user/bob, in every account, holds until");
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
