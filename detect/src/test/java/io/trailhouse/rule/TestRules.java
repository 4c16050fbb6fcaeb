package io.trailhouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Rules and records of tests.
final class TestRules {
  private TestRules() {}

  static RuleReading read(String yaml) {
    return read(yaml, Map.of());
  }

  static RuleReading read(String yaml, Map<String, List<String>> placeholders) {
    SigmaReader reader = new SigmaReader(placeholders);
    reader.add("rules.yml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    return reader.end();
  }

  /// A rule with this block of search blocks and condition, indented by two blanks.
  static String rule(String detection) {
    return """
    title: Test
    logsource: {product: aws, service: cloudtrail}
    detection:
    """
        + detection.indent(2);
  }

  /// A rule with one search block of these items.
  static String selection(String items) {
    return rule("sel:\n" + items.indent(2) + "condition: sel\n");
  }

  /// Whether a rule with one search block of these items is true of a record with these members.
  static boolean isTrue(String items, String members) {
    return isTrue(read(selection(items)), members);
  }

  static boolean isTrue(RuleReading reading, String members) {
    RuleSet set = new RuleSet(reading.sound());
    return set.scan().match(record(members), 0) > 0;
  }

  /// What is wrong with a rule with one search block of these items; one problem.
  static String problem(String items) {
    return problemOf(selection(items));
  }

  static String problemOf(String yaml) {
    RuleReading reading = read(yaml);
    assertThat(reading.problems()).as(yaml).hasSize(1);
    assertThat(reading.rules()).isEmpty();
    return reading.problems().get(0).text();
  }

  static EventBatch record(String members) {
    return records("{\"eventVersion\": \"1.11\", \"awsRegion\": \"r\", " + members + "}");
  }

  static EventBatch records(String json) {
    List<EventBatch> batches = new ArrayList<>();
    try {
      new EventReader()
          .read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), batches::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return batches.get(0);
  }
}
