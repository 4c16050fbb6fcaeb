package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rules run --over table` and `rules backtest`: clauses R38 to R43 of docs/spec/rules.md.
class RulesTableIT {
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
      ---
      title: A key was read
      name: key_read
      level: low
      logsource: {product: aws, service: cloudtrail}
      detection: {sel: {eventName: GetKey}, condition: sel}
      ---
      title: Somebody tries on
      name: tries
      level: critical
      correlation:
        type: event_count
        rules: [Somebody tried]
        group-by: [sourceIPAddress]
        timespan: 1h
        condition: {gte: 3}
        generate: true
      """;

  @TempDir static Path folder;

  /// Three days: on each, four events of an hour; the second to fourth are refused.
  @BeforeAll
  static void importThreeDays() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String error = i % 4 == 0 ? "" : "\"errorCode\":\"AccessDenied\",";
      records.add(
          """
          {"eventVersion":"1.11","eventTime":"2026-05-0%dT23:5%d:00Z","eventName":"%s",
           "eventSource":"kms.amazonaws.com","sourceIPAddress":"192.0.2.1",%s"eventID":"e%d",
           "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::1:user/%s"},
           "awsRegion":"eu-west-1","recipientAccountId":"111122223333"}\
          """
              .formatted(
                  1 + i / 4,
                  i % 4,
                  i % 4 == 3 ? "Hide\\u001b[2J" : "GetKey",
                  error,
                  i,
                  i % 4 == 1 ? "bob" : "alice"));
    }
    Files.writeString(
        folder.resolve("a.json"), "{\"Records\":[" + String.join(",", records) + "]}");
    Files.writeString(folder.resolve("rules.yml"), RULES);
    assertThat(Program.trailhouse(folder, "import", "a.json").exit()).isZero();
  }

  private static Program.Ended rules(String... words) {
    List<String> all = new ArrayList<>(List.of("rules"));
    all.addAll(List.of(words));
    return Program.trailhouse(folder, all.toArray(String[]::new));
  }

  private static JsonNode json(Program.Ended ended) throws IOException {
    assertThat(ended.exit()).as(ended.err()).isZero();
    return new ObjectMapper().readTree(ended.out());
  }

  /// R38
  @Test
  void theTableGivesWhatItsFilesGive() throws IOException {
    JsonNode table = json(rules("run", "rules.yml", "--over", "table", "--json"));
    JsonNode files = json(rules("run", "rules.yml", "--over", "a.json", "--json"));
    for (int rule = 0; rule < 3; rule++) {
      assertThat(table.get(rule).get("matches")).isEqualTo(files.get(rule).get("matches"));
      assertThat(table.get(rule).findValuesAsText("eventid"))
          .containsExactlyInAnyOrderElementsOf(files.get(rule).findValuesAsText("eventid"));
      assertThat(table.get(rule).findValues("index")).allMatch(JsonNode::isNull);
      assertThat(files.get(rule).findValues("index")).noneMatch(JsonNode::isNull);
      assertThat(table.get(rule).findValuesAsText("object"))
          .allMatch(object -> object.endsWith("a.json"));
    }
    assertThat(table.findValuesAsText("matches")).containsExactly("9", "9", "3");
    Program.Ended told = rules("run", "rules.yml", "--over", "table");
    assertThat(told.out()).contains("3 of 3 rules match; 12 events of the table in ");
  }

  /// R38
  @Test
  void aSpanChoosesAmongTheTableOnly() throws IOException {
    JsonNode oneDay =
        json(
            rules(
                "run",
                "rules.yml",
                "--over",
                "table",
                "--json",
                "--from",
                "2026-05-02",
                "--to",
                "2026-05-02"));
    assertThat(oneDay.findValuesAsText("matches")).containsExactly("3", "3", "1");
    Program.Ended wrong = rules("run", "rules.yml", "--over", "a.json", "--since", "7d");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("--since, --from and --to choose among the table's events");
    Program.Ended empty =
        rules("backtest", "rules.yml", "--from", "2026-05-02", "--to", "2026-05-01");
    assertThat(empty.exit()).isEqualTo(2);
    assertThat(rules("run", "rules.yml", "--over", "table", "--home", "none").exit()).isOne();
  }

  /// R39, R40
  @Test
  void aBacktestTellsDaysPeopleAndSamples() throws IOException {
    JsonNode all = json(rules("backtest", "rules.yml", "--json", "--samples", "1"));
    assertThat(all.findValuesAsText("rule"))
        .containsExactly("11111111-2222-3333-4444-555555555555", "key_read", "tries");
    JsonNode tried = all.get(0);
    assertThat(tried.get("title").asText()).isEqualTo("Somebody tried");
    assertThat(tried.get("level").asText()).isEqualTo("high");
    assertThat(tried.get("findings").asInt()).isEqualTo(9);
    assertThat(tried.get("days"))
        .hasToString("{\"2026-05-01\":3,\"2026-05-02\":3,\"2026-05-03\":3}");
    assertThat(tried.get("principals"))
        .hasToString(
            "[{\"principal\":\"arn:aws:iam::1:user/alice\",\"findings\":6},"
                + "{\"principal\":\"arn:aws:iam::1:user/bob\",\"findings\":3}]");
    assertThat(tried.get("samples"))
        .hasToString(
            "[{\"time\":\"2026-05-01T23:51:00Z\",\"eventname\":\"GetKey\","
                + "\"principal\":\"arn:aws:iam::1:user/bob\",\"account\":\"111122223333\","
                + "\"region\":\"eu-west-1\",\"eventid\":\"e1\",\"events\":1}]");
    assertThat(all.get(2).get("findings").asInt()).isEqualTo(3);
    assertThat(all.get(2).get("samples").get(0).get("events").asInt()).isEqualTo(3);
    assertThat(tried.has("both")).isFalse();
  }

  /// R37, R39, R41
  @Test
  void peopleGetBarsAndAWarning() {
    Program.Ended ended = rules("backtest", "rules.yml", "--most", "2.5");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .contains("███  2026-05-01 to 2026-05-03, most on 2026-05-01: 3")
        .contains("6 by arn:aws:iam::1:user/alice")
        .contains("Hide\\u001b[2J  111122223333  eu-west-1  e3  last of 3")
        .contains("3 of 3 rules found something.")
        .contains("12 events of 3 days")
        .doesNotContain("\u001b");
    assertThat(ended.err())
        .contains("too many alerts: Somebody tried: 3.0 alerts a day")
        .contains("too many alerts: A key was read: 3.0 alerts a day")
        .doesNotContain("wolf: Somebody tries on");
    assertThat(rules("backtest", "rules.yml").err()).isEmpty();
  }

  /// R42, R43
  @Test
  void aBacktestComparesWithTheVersionOfBefore() throws IOException {
    String old =
        RULES
            .replace(
                "errorCode: AccessDenied}, c", "sourceIPAddress: 192.0.2.1, eventName: GetKey}, c")
            .replace("name: key_read", "name: key_taken");
    Files.writeString(folder.resolve("old.yml"), old);
    JsonNode all = json(rules("backtest", "rules.yml", "--json", "--against", "old.yml"));
    assertThat(compared(all.get(0))).containsExactly(3, 3, 6);
    assertThat(compared(all.get(1))).as("a rule that is new").containsExactly(9, 0, 0);
    assertThat(compared(all.get(2))).as("windows that begin elsewhere").containsExactly(3, 3, 0);
    assertThat(all.get(3).get("rule").asText()).isEqualTo("key_taken");
    assertThat(all.get(3).get("findings").asInt()).isZero();
    assertThat(compared(all.get(3))).as("a rule that is gone").containsExactly(0, 9, 0);
    JsonNode same = json(rules("backtest", "rules.yml", "--json", "--against", "rules.yml"));
    assertThat(same.findValuesAsText("only_new")).containsOnly("0");
    assertThat(same.findValuesAsText("only_old")).containsOnly("0");
    assertThat(same.findValuesAsText("both")).containsExactly("9", "9", "3");
    Program.Ended bad = rules("backtest", "rules.yml", "--against", "nowhere.yml");
    assertThat(bad.exit()).isEqualTo(2);
  }

  private static final String ALARM =
      """
      title: Many refused
      id: 22222222-3333-4444-5555-666666666666
      level: medium
      trailhouse: {type: metric-alarm, filter-pattern: '{ $.errorCode = "AccessDenied" }', threshold: 3, period: 1h}
      """;

  private static final String FIRST_SEEN =
      """
      title: A value new for the account
      level: low
      trailhouse: {type: first-seen, field: eventID, for: account, learning: 1d}
      """;

  /// R39, R42, R46
  @Test
  void aBacktestRunsRulesThatRemember() throws IOException {
    Path watches = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(watches.resolve("alarm.yml"), ALARM);
    Files.writeString(watches.resolve("seen.yml"), FIRST_SEEN);
    Files.writeString(watches.resolve("rules.yml"), RULES);
    JsonNode all = json(rules("backtest", "mine", "--json", "--against", "mine/alarm.yml"));
    assertThat(all.findValuesAsText("title"))
        .containsExactly(
            "Somebody tried",
            "A key was read",
            "Somebody tries on",
            "Many refused",
            "A value new for the account");
    JsonNode alarm = all.get(3);
    assertThat(alarm.get("days"))
        .hasToString("{\"2026-05-01\":1,\"2026-05-02\":1,\"2026-05-03\":1}");
    assertThat(alarm.get("samples").get(0))
        .hasToString(
            "{\"time\":\"2026-05-01T23:53:00Z\",\"eventname\":\"Hide\\u001B[2J\","
                + "\"principal\":\"arn:aws:iam::1:user/alice\",\"account\":\"111122223333\","
                + "\"region\":\"eu-west-1\",\"eventid\":\"e3\",\"events\":3}");
    assertThat(compared(alarm)).containsExactly(0, 0, 3);
    JsonNode seen = all.get(4);
    assertThat(seen.get("days"))
        .as("the first day is learnt from; a day later to the second is late enough")
        .hasToString("{\"2026-05-02\":4,\"2026-05-03\":4}");
    assertThat(compared(seen)).containsExactly(8, 0, 0);
    JsonNode again = json(rules("backtest", "mine", "--json", "--from", "2026-05-02"));
    assertThat(again.get(4).get("days"))
        .as("nothing is remembered from run to run: the second day teaches now")
        .hasToString("{\"2026-05-03\":4}");
    JsonNode run = json(rules("run", "mine", "--over", "table", "--json"));
    assertThat(run.findValuesAsText("matches")).containsExactly("9", "9", "3", "3", "8");
    assertThat(rules("backtest", "cis", "watches").exit()).isZero();
    assertThat(rules("backtest", "builtin", "--against", "cis").exit()).isZero();
  }

  private static List<Integer> compared(JsonNode rule) {
    return List.of(
        rule.get("only_new").asInt(), rule.get("only_old").asInt(), rule.get("both").asInt());
  }

  /// R35, R36
  @Test
  void builtinRulesAreListedAndHoldTheirExamples() throws IOException {
    JsonNode all = json(rules("list", "builtin", "--json"));
    assertThat(all.size()).isGreaterThan(100);
    assertThat(all.findValuesAsText("examples")).doesNotContain("0");
    Program.Ended tested = rules("test", "builtin");
    assertThat(tested.exit()).as(tested.out()).isZero();
  }
}
