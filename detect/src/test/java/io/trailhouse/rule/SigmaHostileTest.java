package io.trailhouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands in a rule file, the reader answers with rules and problems (spec: rules.md, R3).
class SigmaHostileTest {
  private static final String YAML =
      """
      title: A rule
      id: 4db60cc0-36fb-42b7-9b58-a5b53019fb74
      name: a
      level: high
      tags: [attack.t1078]
      related: [{id: x, type: similar}]
      logsource: {product: aws, service: cloudtrail}
      detection:
        sel: {eventName|contains|all: [A, 'b*'], n|gte: 5, x: null, f|fieldref: g.h}
        other: [keyword, {ip|cidr: 10.0.0.0/8}]
        more: {'|all': [x]}
        condition: [sel and not (other or 1 of s*), all of them]
      trailhouse:
        next: do
        tests: [{name: t, match: true, event: {eventName: A, awsRegion: r}}]
      ---
      title: C
      correlation:
        type: value_percentile
        rules: [a]
        group-by: [ip]
        aliases: {ip: {a: sourceIPAddress}}
        timespan: 10m
        condition: {field: n, percentile: 95, gte: 5}
        generate: true
      ---
      title: F
      logsource: {product: aws}
      filter: {rules: [a], sel: {a: 1}, condition: not sel}
      """;

  private static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "{",
          "}",
          ": ",
          "- ",
          "\n",
          "|",
          "*",
          "&a ",
          "*a",
          "null",
          "5",
          "''",
          "%",
          "\\",
          "  ",
          "true",
          "re",
          "---\n",
          "title",
          "!x ",
          "not",
          "(",
          "1 of",
          "action: repeat");

  @Test
  void changedRulesAreReadOrRefused() {
    Random random = new Random(3);
    int sound = 0;
    for (int round = 0; round < 5_000; round++) {
      StringBuilder yaml = new StringBuilder(YAML);
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(yaml.length());
        int to = Math.min(yaml.length(), at + random.nextInt(4) * random.nextInt(8));
        yaml.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
      }
      RuleReading reading = TestRules.read(yaml.toString());
      sound += reading.problems().isEmpty() ? 1 : 0;
      assertThat(reading.rules().size() + reading.problems().size()).as("%s", yaml).isPositive();
      if (!reading.rules().isEmpty()) {
        new ExampleCheck(reading.rules()).run();
      }
    }
    assertThat(sound).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "(", "not "})
  void nestingWithoutEndIsRefused(String piece) {
    String deep = piece.repeat(20_000);
    assertThat(TestRules.read(deep).problems()).isNotEmpty();
    String condition = TestRules.rule("sel: {a: 1}\ncondition: '" + deep + "sel'\n");
    assertThat(TestRules.read(condition).problems()).isNotEmpty();
  }

  @Test
  void anExpressionWithoutEndIsRefused() {
    String item = "a|re: '" + "(".repeat(20_000) + ")".repeat(20_000) + "'";
    assertThat(TestRules.problem(item)).contains("is no regular expression").hasSizeLessThan(400);
  }
}
