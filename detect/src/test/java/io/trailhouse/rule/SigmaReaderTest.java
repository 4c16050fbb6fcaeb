package io.trailhouse.rule;

import static io.trailhouse.rule.TestRules.isTrue;
import static io.trailhouse.rule.TestRules.problemOf;
import static io.trailhouse.rule.TestRules.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.finding.Level;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rule files, filters and what is said about mistakes (spec: rules.md, R1 to R9, R19).
class SigmaReaderTest {
  private static final String ID = "4db60cc0-36fb-42b7-9b58-a5b53019fb74";
  private static final String SOURCE = "logsource: {product: aws, service: cloudtrail}\n";
  private static final String DETECTION = "detection: {sel: {eventName: X}, condition: sel}\n";

  @TempDir private Path folder;

  private static String rule(String more) {
    return "title: T\n" + SOURCE + DETECTION + more;
  }

  /// R1.
  @Test
  void aRuleTellsAboutItself() {
    String more =
        """
        id: %s
        name: t_rule
        level: high
        status: test
        tags: [attack.t1078, attack.initial-access]
        falsepositives: [work]
        references: [https://example.com]
        description: d
        date: 2026-05-01
        custom: {anything: [goes]}
        trailhouse:
          next: Ask them
          tests:
            - {name: yes, match: true, event: {eventName: X, awsRegion: r}}
            - {name: no, match: false, events: [{eventName: Y, awsRegion: r}, '{"eventName":"Z","awsRegion":"r"}']}
        """
            .formatted(ID)
            .replace("name: yes", "name: y")
            .replace("name: no", "name: n");
    Rule rule = read(rule(more)).sound().get(0);
    assertThat(rule.id()).isEqualTo(ID);
    assertThat(rule.level()).isEqualTo(Level.HIGH);
    assertThat(rule.next()).isEqualTo("Ask them");
    assertThat(rule.tags()).hasSize(2);
    assertThat(rule.origin()).hasToString("rules.yml:1");
    assertThat(rule.version()).hasSize(64);
    assertThat(rule.alerts()).isTrue();
    assertThat(rule.examples()).hasSize(2);
    assertThat(new ExampleCheck(List.of(rule)).run())
        .extracting(ExampleCheck.Outcome::problem)
        .containsOnlyNulls();
    assertThat(read(rule(more + "x: 1\n")).rules().get(0).version()).isNotEqualTo(rule.version());
    assertThat(read(rule("")).sound().get(0).level()).isEqualTo(Level.MEDIUM);
  }

  @Test
  void anExampleThatFailsSaysWhy() {
    String more =
        """
        trailhouse:
          tests:
            - {name: a, match: true, event: {eventName: Y, awsRegion: r}}
            - {name: b, match: false, event: {eventName: X, awsRegion: r}}
            - {name: c, match: false, event: {other: X}}
        """;
    assertThat(new ExampleCheck(read(rule(more)).sound()).run())
        .extracting(ExampleCheck.Outcome::problem)
        .satisfiesExactly(
            problem -> assertThat(problem).isEqualTo("the event does not match and should"),
            problem -> assertThat(problem).isEqualTo("the event matches and should not"),
            problem -> assertThat(problem).contains("is not an event record"));
  }

  private static final String MISTAKES =
      """
      title: ""
      id: 7
      level: severe
      status: done
      tags: [Attack]
      taxonomy: ecs
      date: yesterday
      logsource: {product: windows, servise: x}
      detection:
        sel: {a|contains: 5, b|foo: x}
        timeframe: 5m
        condition: sel and other
      ---
      title: Second
      """;

  /// R3: everything that is wrong is told at once, with its place.
  @Test
  void allMistakesAreToldAtOnce() {
    RuleReading reading = read(MISTAKES);
    assertThat(reading.rules()).isEmpty();
    assertThat(reading.problems())
        .extracting(problem -> problem.line() + " " + problem.key())
        .containsExactlyInAnyOrder(
            "1 title",
            "2 id",
            "3 level",
            "4 status",
            "5 tags",
            "6 taxonomy",
            "7 date",
            "8 logsource.product",
            "8 logsource.servise",
            "10 detection.sel.a|contains",
            "10 detection.sel.b|foo",
            "11 detection.timeframe",
            "12 detection.condition",
            "14 ");
    assertThatThrownBy(reading::sound)
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.RULE_INVALID);
              assertThat(e.problem()).contains("14 problems", "rules.yml:12: detection.condition");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "id: x                    ! it is no UUID",
        "related: [{id: a, type: other}] ! there is no relation",
        "falsepositives: none     ! it must be a list of texts",
        "references: [5]          ! its items must be texts",
        "level: 5                 ! it must be a text",
        "filter: {}               ! it is more than one thing",
        "trailhouse: {nex: x}     ! Write next",
        "trailhouse: {tests: [{name: a, match: true}]} ! either event or events",
        "trailhouse: {tests: [{match: true, event: {a: b}}]} ! Say what the test is about",
        "title: again             ! it is here twice",
        "action: forget           ! there is no action",
      })
  void wrongFormsAreRefused(String more, String reason) {
    assertThat(problemOf(rule(more + "\n"))).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "'{product: aws}', true",
    "'{service: cloudtrail}', true",
    "'{product: aws, service: guardduty}', false",
    "'{category: process_creation, product: aws}', false",
    "'{definition: x}', false",
    "'{}', false",
  })
  void onlyRulesOnCloudTrailAreTaken(String source, boolean taken) {
    RuleReading reading = read("title: T\nlogsource: " + source + "\n" + DETECTION);
    assertThat(reading.problems().isEmpty()).isEqualTo(taken);
  }

  @Test
  void whatIsNoYamlIsSaidToBeNone() {
    assertThat(problemOf("title: [")).contains("rules.yml:1: it is not YAML");
    assertThat(problemOf("- a")).contains("a document is a rule with keys");
    assertThat(problemOf("")).contains("there is no rule in the file");
    assertThat(read("a: &x [*x]").problems()).isNotEmpty();
    String bomb = "a: &a [x,x]\n";
    for (char c = 'b'; c < 'z'; c++) {
      bomb += "%c: &%c [*%c,*%c]\n".formatted(c, c, c - 1, c - 1);
    }
    assertThat(read(bomb).problems()).isNotEmpty();
  }

  /// R4: one id, one rule; a copy of a file is no mistake.
  @Test
  void idsAreOfOneRuleOnly() {
    String one = rule("id: " + ID + "\n");
    assertThat(problemsOf(one + "---\n" + rule("id: " + ID + "\nlevel: low\n")))
        .containsExactly("id");
    RuleReading copies = read(one + "---\n" + one);
    assertThat(copies.problems()).isEmpty();
    assertThat(copies.rules()).hasSize(1);
    assertThat(copies.remarks()).hasSize(1);
    assertThat(problemsOf(rule("name: n\n") + "---\n" + rule("name: n\nlevel: low\n")))
        .containsExactly("id");
  }

  private static List<String> problemsOf(String yaml) {
    return read(yaml).problems().stream().map(RuleProblem::key).toList();
  }

  /// R5.
  @Test
  void oldFormsOfSeveralDocumentsAreRead() {
    String yaml =
        """
        action: global
        title: G
        level: low
        logsource: {product: aws, service: cloudtrail}
        detection: {condition: sel}
        ---
        name: one
        detection: {sel: {a: 1}}
        ---
        name: two
        level: high
        detection: {sel: {a: 2}}
        ---
        action: repeat
        name: three
        detection: {sel: {a: 3}}
        ---
        action: reset
        ---
        title: Own
        logsource: {product: aws}
        detection: {sel: {a: 4}, condition: sel}
        """;
    List<Rule> rules = read(yaml).sound();
    assertThat(rules).extracting(Rule::id).containsExactly("one", "two", "three", "Own");
    assertThat(rules)
        .extracting(Rule::level)
        .containsExactly(Level.LOW, Level.HIGH, Level.HIGH, Level.MEDIUM);
    RuleSet.Scan scan = new RuleSet(rules).scan();
    assertThat(scan.match(TestRules.record("\"a\": 3"), 0)).isEqualTo(1);
    assertThat(scan.hit(0).id()).isEqualTo("three");
    assertThat(problemsOf("action: repeat\ntitle: x\n")).containsExactly("action");
  }

  /// R19.
  @Test
  void filtersNarrowTheRulesTheyName() {
    String filter =
        """
        ---
        title: F
        logsource: {product: aws, service: cloudtrail}
        filter:
          rules: %s
          selection: {a: 1}
          condition: %s
        """;
    String named = rule("name: r\n") + filter.formatted("[r]", "not selection");
    assertThat(isTrue(read(named), "\"eventName\": \"X\", \"a\": 2")).isTrue();
    assertThat(isTrue(read(named), "\"eventName\": \"X\", \"a\": 1")).isFalse();
    assertThat(read(named).remarks()).isEmpty();
    assertThat(read(named).rules().get(0).version())
        .isNotEqualTo(read(rule("name: r\n")).rules().get(0).version());
    for (String all : List.of("any", "[]", "[any]")) {
      String any = rule("") + filter.formatted(all, "not selection");
      assertThat(isTrue(read(any), "\"eventName\": \"X\", \"a\": 1")).isFalse();
    }
    RuleReading mistaken = read(rule("name: r\n") + filter.formatted("[r, s]", "selection"));
    assertThat(isTrue(mistaken, "\"eventName\": \"X\", \"a\": 2")).isFalse();
    assertThat(mistaken.remarks())
        .extracting(RuleProblem::problem)
        .satisfiesExactly(
            remark -> assertThat(remark).contains("find only what this filter selects"),
            remark -> assertThat(remark).contains("there is no rule 's'"));
    assertThat(problemsOf(rule("") + filter.formatted("[r]", "[a, b]"))).isNotEmpty();
  }

  /// R6.
  @Test
  void filesAndFoldersAreReadOnce() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Path one = Files.writeString(folder.resolve("sub/a.yml"), rule("name: a\n"));
    Files.writeString(folder.resolve("b.yaml"), rule("name: b\n"));
    Files.writeString(folder.resolve("README.md"), "x");
    RuleReading reading = RulePlaces.read(List.of(folder.toString(), one.toString()), Map.of());
    assertThat(reading.sound()).extracting(Rule::id).containsExactly("b", "a");
    assertThat(reading.rules().get(1).origin().file()).isEqualTo(one.toString());
    assertThatThrownBy(() -> RulePlaces.read(List.of("nowhere"), Map.of()))
        .isInstanceOf(TrailhouseException.class);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(RulePlaces.read(List.of(empty.toString()), Map.of()).problems()).hasSize(1);
  }
}
