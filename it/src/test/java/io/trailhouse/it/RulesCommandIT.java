package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clauses R32 to R37 of docs/spec/rules.md.
class RulesCommandIT {
  private static final String RULES =
      """
      title: Somebody tried
      id: 11111111-2222-3333-4444-555555555555
      level: high
      logsource: {product: aws, service: cloudtrail}
      detection: {sel: {errorCode: AccessDenied}, condition: sel}
      trailhouse:
        tests:
          - {name: denied, match: true, event: {eventName: X, awsRegion: r, errorCode: AccessDenied}}
          - {name: allowed, match: false, event: {eventName: X, awsRegion: r}}
      ---
      title: Nobody does this
      name: never
      logsource: {product: aws, service: cloudtrail}
      detection: {sel: {eventName: Never}, condition: sel}
      ---
      title: Somebody tries on
      name: tries
      level: critical
      correlation:
        type: event_count
        rules: [Somebody tried]
        group-by: [sourceIPAddress]
        timespan: 1m
        condition: {gte: 2}
      """;

  @TempDir private Path folder;
  private Path logs;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("rules.yml"), RULES);
    logs = Files.createDirectory(folder.resolve("logs"));
    String records = "";
    for (int i = 0; i < 3; i++) {
      String error = i == 0 ? "" : "\"errorCode\":\"AccessDenied\",";
      records +=
          """
          {"eventVersion":"1.11","eventTime":"2026-05-01T08:00:0%dZ","eventName":"Get\\u001b[31mKey",
           "sourceIPAddress":"192.0.2.1",%s"eventID":"e%d","awsRegion":"r","recipientAccountId":"1"},\
          """
              .formatted(i, error, i);
    }
    String file = "{\"Records\":[" + records.substring(0, records.length() - 1) + "]}";
    Files.writeString(logs.resolve("a.json"), file);
  }

  private Program.Ended rules(String... words) {
    List<String> all = new ArrayList<>(List.of("rules"));
    all.addAll(List.of(words));
    return Program.trailhouse(folder, all.toArray(String[]::new));
  }

  @Test
  void programsGetOneObjectForEachRule() {
    Program.Ended ended = rules("run", "rules.yml", "--over", logs.toString(), "--json");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
    String object = logs.resolve("a.json").toString();
    String events =
        "[{\"object\":\"%s\",\"index\":1,\"eventid\":\"e1\"},{\"object\":\"%s\",\"index\":2,\"eventid\":\"e2\"}]"
            .formatted(object, object);
    assertThat(ended.out().strip())
        .isEqualTo(
            "[{\"rule\":\"11111111-2222-3333-4444-555555555555\",\"file\":\"rules.yml\",\"matches\":2,\"events\":%s},"
                    .formatted(events)
                + "{\"rule\":\"never\",\"file\":\"rules.yml\",\"matches\":0,\"events\":[]},"
                + "{\"rule\":\"tries\",\"file\":\"rules.yml\",\"matches\":1,\"events\":%s}]"
                    .formatted(events));
    assertThat(folder.resolve("trailhouse-data")).doesNotExist();
  }

  @Test
  void peopleGetATableByLevel() {
    Program.Ended ended = rules("run", "rules.yml", "--over", logs.toString());
    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .contains("2 of 3 rules match; 3 events of 1 file in")
        .contains("Get\\u001b[31mKey")
        .doesNotContain("\u001b")
        .containsSubsequence(
            "critical               1  Somebody tries on", "high                   2  Somebody");
  }

  @Test
  void aRecordInSeveralFilesCountsOnceAndIsShownWithWhoWhereWhenAndItsId() throws IOException {
    String root =
        "{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-05-01T08:00:00Z\",\"eventName\":\"PutKey\","
            + "\"errorCode\":\"AccessDenied\",\"awsRegion\":\"eu-central-1\",\"eventID\":\"r1\","
            + "\"sourceIPAddress\":\"198.51.100.7\",\"recipientAccountId\":\"111122223333\","
            + "\"userIdentity\":{\"type\":\"Root\",\"arn\":\"arn:aws:iam::111122223333:root\"}}";
    Path copies = Files.createDirectory(folder.resolve("copies"));
    Files.writeString(copies.resolve("a.json"), "{\"Records\":[" + root + "]}");
    Files.writeString(copies.resolve("b.json"), "{\"Records\":[" + root + ", " + root + "]}");
    Files.writeString(
        copies.resolve("c.json"),
        "{\"Records\":[" + root.replace("PutKey", "PutOther") + "]}"); // a variant: import keeps it
    Program.Ended ended = rules("run", "rules.yml", "--over", copies.toString());
    assertThat(ended.out())
        .contains("high                   2  Somebody tried")
        .contains(
            "    2026-05-01T08:00:00Z PutKey by the root user of 111122223333 from 198.51.100.7 in"
                + " 111122223333 eu-central-1")
        .contains("      event r1 in " + copies.resolve("a.json") + "#0")
        .contains("4 events of 3 files")
        .contains("Copies of matching records, not counted: 2.");
    assertThat(Program.trailhouse(folder, "import", copies.toString()).exit()).isZero();
    assertThat(rules("run", "rules.yml", "--over", "table").out())
        .contains("high                   2  Somebody tried");
  }

  @Test
  void setsThatComeWithTheProgramAndWatchFilesAreNamedLikeRules() throws IOException {
    assertThat(rules("list", "cis", "watches").out())
        .contains(
            "high           Use of the root user\n               metric alarm, cis, 0 examples")
        .contains("rate, watches, 0 examples")
        .contains(" rules, 0 problems.");
    Files.writeString(
        folder.resolve("mine.yml"),
        """
        title: Denied
        level: medium
        trailhouse: {type: metric-alarm, filter-pattern: '{ $.errorCode = "AccessDenied" }', threshold: 2}
        """);
    Program.Ended run = rules("run", "mine.yml", "rules.yml", "--over", logs.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("medium                 1  Denied")
        .contains("Denied: 2 events, sum at least 2 within 5 minutes\n      event e1\n")
        .contains("high                   2  Somebody tried");
    assertThat(rules("run", "cis", "--over", logs.toString(), "--json").out())
        .contains("\"file\":\"cis\",\"matches\":1,\"events\":[{\"object\":null,\"index\":null");
    Files.writeString(folder.resolve("mine.yml"), "title: x\ntrailhouse: {type: metric-alrm}\n");
    Program.Ended wrong = rules("list", "mine.yml");
    assertThat(wrong.exit()).isOne();
    assertThat(wrong.err()).contains("refused: mine.yml (x): trailhouse.type: expected one of");
    assertThat(rules("test", "cis").out()).contains("15 rules, 0 examples, 0 failed");
  }

  @Test
  void examplesAreRunAndFailuresNamed() throws IOException {
    assertThat(rules("test", "rules.yml").exit()).isZero();
    Files.writeString(folder.resolve("rules.yml"), RULES.replace("match: false", "match: true"));
    Program.Ended ended = rules("test", "rules.yml");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .contains("failed: allowed: the event does not match and should")
        .contains("rules.yml:9")
        .contains("3 rules, 2 examples, 1 failed");
  }

  @Test
  void whatIsRefusedIsNamedAndTheRestIsRun() throws IOException {
    Files.writeString(
        folder.resolve("bad.yml"),
        "title: Bad\nlogsource: {product: aws}\ndetection: {s: {a|b: c}, condition: t}\n");
    Program.Ended list = rules("list", "rules.yml", "bad.yml", "--json");
    assertThat(list.exit()).isEqualTo(1);
    assertThat(list.out()).contains("\"rule\":\"tries\"").doesNotContain("Bad");
    assertThat(list.err())
        .contains("refused: bad.yml:3: detection.s.a|b: there is no modifier 'b'")
        .contains("refused: bad.yml:3: detection.condition: there is no search block named 't'");
    Files.writeString(logs.resolve("cut.json"), "{\"Records\":[{\"eventName\":");
    Program.Ended run = rules("run", "rules.yml", "--over", logs.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("not readable: ").contains("cut.json");
    assertThat(run.out()).contains("2 of 3 rules match");
  }

  @Test
  void theTableIsAskedToo() {
    assertThat(rules("run", "rules.yml", "--over", "table").exit()).isNotZero();
    assertThat(Program.trailhouse(folder, "import", logs.toString()).exit()).isZero();
    Program.Ended ended = rules("run", "rules.yml", "--over", "table", "--json");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .contains("\"rule\":\"tries\",\"file\":\"rules.yml\",\"matches\":1")
        .contains("a.json\",\"index\":null,\"eventid\":\"e1\"");
  }

  @Test
  void wrongUseIsSaidToBeWrong() {
    assertThat(rules("run", "nowhere.yml", "--over", logs.toString()).exit()).isEqualTo(2);
    assertThat(rules("run", "rules.yml", "--over", "nowhere").exit()).isEqualTo(2);
    assertThat(rules("run", "rules.yml").exit()).isEqualTo(2);
    assertThat(rules().exit()).isEqualTo(2);
    assertThat(rules("list").exit()).isZero();
  }
}
