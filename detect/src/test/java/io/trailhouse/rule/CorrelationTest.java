package io.trailhouse.rule;

import static io.trailhouse.rule.TestRules.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventBatch;
import io.trailhouse.finding.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Correlations, by hand (spec: rules.md, R20 to R31).
class CorrelationTest {
  private static final String RULES =
      """
      title: Rule A
      name: a
      logsource: {product: aws, service: cloudtrail}
      detection: {sel: {eventName: A}, condition: sel}
      ---
      title: Rule B
      name: b
      logsource: {product: aws, service: cloudtrail}
      detection: {sel: {eventName: B}, condition: sel}
      ---
      """;

  private static String correlation(String body) {
    return RULES + "title: C\nname: c\ncorrelation:\n" + body.indent(2);
  }

  /// An event: name, second, group, value.
  private static String event(String name, int second, String group, String value) {
    return """
    {"eventName":"%s","eventTime":"%s","sourceIPAddress":"%s","v":%s,"eventID":"%s-%d-%s-%d",
     "recipientAccountId":"1","awsRegion":"r","userIdentity":{"arn":"arn:x"}}
    """
        .formatted(
            name,
            Instant.ofEpochSecond(1_800_000_000L + second),
            group,
            value,
            name,
            second,
            group,
            value.hashCode());
  }

  /// Findings as `seconds of the events`, in order.
  private static List<String> run(String yaml, String... events) {
    return findings(yaml, events).stream()
        .map(finding ->
            finding.events().stream()
                .map(each -> each.name() + (each.time().getEpochSecond() - 1_800_000_000L))
                .toList()
                .toString())
        .toList();
  }

  private static List<Finding> findings(String yaml, String... events) {
    RuleSet set = new RuleSet(read(yaml).sound());
    CorrelationEngine engine = new CorrelationEngine(set);
    EventBatch batch = TestRules.records("{\"Records\":[" + String.join(",", events) + "]}");
    RuleSet.Scan scan = set.scan();
    for (int row = 0; row < batch.rows(); row++) {
      scan.inspect(batch, row).matched().forEach(engine::add);
    }
    return engine.settleAll();
  }

  private static final String COUNT =
      """
      type: event_count
      rules: [a]
      group-by: [sourceIPAddress]
      timespan: 10s
      condition: {gte: 3}
      """;

  /// R22, R23: both ends of a window belong to it; a finding is told once in its time.
  @Test
  void eventsAreCountedInAnyWindow() {
    String yaml = correlation(COUNT);
    assertThat(run(yaml, a(0), a(5), a(10))).containsExactly("[A0, A5, A10]");
    assertThat(run(yaml, a(0), a(5), a(11))).isEmpty();
    assertThat(run(yaml, a(0), a(9), a(11), a(12))).containsExactly("[A9, A11, A12]");
    assertThat(run(yaml, a(0), a(1), a(2), a(3), a(12), a(13)))
        .as("12 lies within the time of the finding at 2; at 13 only 3, 12, 13 count")
        .containsExactly("[A0, A1, A2]", "[A3, A12, A13]");
    assertThat(run(yaml, a(0), a(0), a(0))).as("one event three times").isEmpty();
    assertThat(run(yaml, a(0), event("A", 1, "h", "1"), a(2))).as("two groups").isEmpty();
  }

  private static String a(int second) {
    return event("A", second, "g", "1");
  }

  private static String b(int second) {
    return event("B", second, "g", "1");
  }

  /// R24: its events are those of the window, its id does not change.
  @Test
  void aFindingTellsWhoWhenAndWhere() {
    List<Finding> findings = findings(correlation(COUNT + "generate: false\n"), a(0), a(5), a(10));
    Finding finding = findings.get(0);
    assertThat(finding.ruleId()).isEqualTo("c");
    assertThat(finding.id()).hasSize(32).matches("[0-9a-f]+");
    assertThat(finding.time()).isEqualTo(Instant.ofEpochSecond(1_800_000_010L));
    assertThat(finding.principal()).isEqualTo("arn:x");
    assertThat(finding.account()).isEqualTo("1");
    assertThat(findings(correlation(COUNT), a(5), a(10), a(0), a(12)).get(0).id())
        .isEqualTo(finding.id());
  }

  /// R25: rules that only serve a correlation do not alert.
  @Test
  void rulesOfACorrelationAreSilentUnlessItSaysOtherwise() {
    assertThat(read(correlation(COUNT)).sound())
        .extracting(Rule::alerts)
        .containsExactly(false, true, true);
    assertThat(read(correlation(COUNT + "generate: true\n")).sound())
        .extracting(Rule::alerts)
        .containsExactly(true, true, true);
  }

  @Test
  void anAbsentFieldIsAGroupOfItsOwnAndAListIsSeveral() {
    String yaml = correlation(COUNT.replace("sourceIPAddress", "v"));
    assertThat(
            run(
                yaml,
                event("A", 0, "x", "null"),
                event("A", 1, "y", "null"),
                event("A", 2, "z", "[]")))
        .hasSize(1);
    assertThat(
            run(
                yaml,
                event("A", 0, "x", "\"\""),
                event("A", 1, "y", "null"),
                event("A", 2, "z", "[]")))
        .isEmpty();
    assertThat(
            run(
                yaml,
                event("A", 0, "x", "[1,2]"),
                event("A", 1, "y", "\"1\""),
                event("A", 2, "z", "[3,1]")))
        .containsExactly("[A0, A1, A2]");
  }

  /// R26.
  @Test
  void differentValuesAreCounted() {
    String yaml =
        correlation(
            """
            type: value_count
            rules: a
            group-by: [sourceIPAddress]
            timespan: 1m
            condition: {field: v, gte: 3}
            """);
    assertThat(run(yaml, v(0, "1"), v(1, "1.0"), v(2, "1"), v(3, "null"))).isEmpty();
    assertThat(run(yaml, v(0, "1"), v(1, "\"x\""), v(2, "1"), v(3, "[2,3]"))).hasSize(1);
  }

  private static String v(int second, String value) {
    return event("A", second, "g", value);
  }

  /// R27.
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "value_sum        ! gt: 10               ! 4 6 1   ! 2",
        "value_sum        ! gt: 10               ! 4 6 0   ! -1",
        "value_sum        ! lt: 0                ! 4 -5 9  ! 1",
        "value_avg        ! gt: 5                ! 5 5 6   ! 2",
        "value_avg        ! eq: 5                ! 4 6 9   ! 1",
        "value_avg        ! gte: 0.3             ! 0.1 0.5 ! 1",
        "value_median     ! gte: 5               ! 1 9 1   ! 1",
        "value_median     ! eq: 3                ! 1 9 3   ! 2",
        "value_percentile ! gte: 9, percentile: 90 ! 1 9   ! -1",
        "value_percentile ! gte: 8.2, percentile: 90 ! 1 9 ! 1",
        "value_percentile ! lte: 1, percentile: 0 ! 5 1    ! 1",
        "value_sum        ! gt: 0                ! x null  ! -1",
      })
  void numbersAreComputedExactly(String type, String bounds, String values, int when) {
    String yaml =
        correlation(
            "type: %s\nrules: [a]\ntimespan: 1m\ncondition: {field: v, %s}\n"
                .formatted(type.strip(), bounds.strip()));
    List<String> events = new ArrayList<>();
    for (String value : values.strip().split(" ", -1)) {
      events.add(v(events.size(), value.equals("x") ? "\"x\"" : value));
    }
    List<Finding> findings = findings(yaml, events.toArray(String[]::new));
    if (when < 0) {
      assertThat(findings).isEmpty();
    } else {
      assertThat(findings.get(0).time().getEpochSecond()).isEqualTo(1_800_000_000L + when);
    }
  }

  /// R28.
  @Test
  void rulesMatchInAnyOrderOrInTheirs() {
    String any = correlation("type: temporal\nrules: [a, b]\ntimespan: 10s\n");
    assertThat(run(any, b(0), a(10))).containsExactly("[B0, A10]");
    assertThat(run(any, b(0), a(11))).isEmpty();
    assertThat(run(any, a(0), a(1))).isEmpty();
    String ordered = correlation("type: temporal_ordered\nrules: [Rule A, b]\ntimespan: 10s\n");
    assertThat(run(ordered, b(0), a(5))).isEmpty();
    assertThat(run(ordered, a(5), b(5))).as("one second tells no order").hasSize(1);
    assertThat(run(ordered, b(0), a(5), b(15))).containsExactly("[A5, B15]");
    assertThat(run(ordered, a(0), a(8), b(12))).containsExactly("[A8, B12]");
    assertThat(run(ordered, a(0), b(11))).isEmpty();
    String one = correlation("type: temporal\nrules: [a, b]\ntimespan: 10s\ncondition: {gte: 1}\n");
    assertThat(run(one, b(0))).hasSize(1);
  }

  /// R29: looked at when an event comes, over what lies before it.
  @Test
  void rulesAreJoinedByAnExpression() {
    String yaml = correlation("type: temporal\ntimespan: 10s\ncondition: a and not b\n");
    assertThat(run(yaml, a(5))).hasSize(1);
    assertThat(run(yaml, b(0), a(5))).isEmpty();
    assertThat(run(yaml, b(0), a(11))).hasSize(1);
    assertThat(run(yaml, a(0), b(5))).as("at 0 nobody knows of 5").hasSize(1);
    String either =
        correlation("type: temporal\nrules: [a, b]\ntimespan: 1s\ncondition: 1 of them\n");
    assertThat(run(either, b(0))).hasSize(1);
  }

  /// R30.
  @Test
  void correlationsCountFindingsOfOthers() {
    String yaml =
        correlation(COUNT)
            + """
            ---
            title: D
            name: d
            correlation:
              type: temporal
              rules: [c, b]
              group-by: [ip]
              aliases: {ip: {c: sourceIPAddress, b: sourceIPAddress}}
              timespan: 1m
            """;
    assertThat(read(yaml).sound())
        .extracting(Rule::alerts)
        .containsExactly(false, false, false, true);
    assertThat(run(yaml, a(0), a(1), a(2), b(50))).containsExactly("[A0, A1, A2, B50]");
    assertThat(run(yaml, a(0), a(1), a(2), event("B", 50, "h", "1"))).isEmpty();
    assertThat(run(yaml, a(0), a(1), a(2), b(70))).isEmpty();
  }

  /// R31: an example of a correlation is a run of its own.
  @Test
  void examplesOfCorrelationsHaveSeveralEvents() {
    String example =
        """
        trailhouse:
          tests:
            - name: three
              match: true
              events:
                - {eventName: A, eventTime: "2026-05-01T00:00:00Z", eventID: "1"}
                - {eventName: A, eventTime: "2026-05-01T00:00:01Z", eventID: "2"}
                - {eventName: A, eventTime: "2026-05-01T00:00:02Z", eventID: "3"}
            - name: two
              match: false
              events:
                - {eventName: A, eventTime: "2026-05-01T00:00:00Z", eventID: "1"}
                - {eventName: A, eventTime: "2026-05-01T00:00:01Z", eventID: "2"}
            - name: untimed
              match: true
              events: [{eventName: A, eventID: "1"}]
        """;
    assertThat(new ExampleCheck(read(correlation(COUNT) + example).sound()).run())
        .extracting(ExampleCheck.Outcome::problem)
        .containsExactly(
            null, null, "an event of it has no eventTime, and a correlation needs one");
  }

  private static final String REFUSED =
      """
      type: count              ! there is no correlation type 'count'
      rules: [z]               ! there is no rule 'z'
      rules: [Rule C]          ! Did you mean 'Rule
      rules: []                ! it names no rule
      rules: [a, a]            ! a rule is here twice
      rules: [a, Rule A]       ! is here twice
      rules: [c]               ! in a circle
      timespan: 10             ! it must be a text
      timespan: 10x            ! '10x' is no time
      timespan: 0s             ! no time at all
      condition: {}            ! it needs one or two operators
      condition: {gt: 1, lt: 9, neq: 5} ! it needs one or two operators
      condition: {lt: 3}       ! it is true of the first event already
      condition: {eq: 0}       ! no event can make it true
      condition: {gte: '3'}    ! it must be a number
      condition: {gte: 3, field: v} ! event_count has no field
      condition: {gte: 3, percentile: 5} ! only value_percentile has it
      condition: a and b       ! only temporal takes an expression
      type: value_count        ! value_count needs a field
      type: value_sum          ! value_sum needs a field
      type: temporal_ordered   ! an order is complete with all of its rules
      group-by: [x..y]         ! is no path
      aliases: {ip: {z: x}}    ! is not one of the correlation's rules
      unit: x                  ! unknown key of a correlation
      generate: 'yes'          ! it must be true or false
      """;

  /// R20, R21.
  @ParameterizedTest
  @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = REFUSED)
  void whatCannotBeCorrelatedIsRefused(String change, String reason) {
    String key = change.substring(0, change.indexOf(':') + 1);
    String rest =
        COUNT
            .lines()
            .filter(line -> !line.startsWith(key))
            .reduce("", (all, line) -> all + line + "\n");
    RuleReading reading = read(correlation(rest + change.strip() + "\n"));
    assertThat(reading.problems())
        .extracting(RuleProblem::text)
        .anySatisfy(problem -> assertThat(problem).contains(reason.strip()));
    assertThat(reading.rules()).extracting(Rule::id).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "not a             ! true where none of its rules matches",
        "not a or b        ! true where none of its rules matches",
        "a and z           ! there is no rule 'z'",
        "a and             ! ends where a name should stand",
      })
  void anExpressionThatNoEventTellsOfIsRefused(String condition, String reason) {
    String yaml =
        correlation("type: temporal\ntimespan: 1m\ncondition: " + condition.strip() + "\n");
    assertThat(read(yaml).problems())
        .extracting(RuleProblem::text)
        .anySatisfy(problem -> assertThat(problem).contains(reason.strip()));
  }

  @Test
  void aCorrelationOfARefusedRuleIsRefused() {
    String yaml = correlation(COUNT).replace("{eventName: A}", "{eventName|x: A}");
    assertThat(read(yaml).problems())
        .extracting(RuleProblem::key)
        .containsExactly("detection.sel.eventName|x", "correlation.rules");
  }
}
