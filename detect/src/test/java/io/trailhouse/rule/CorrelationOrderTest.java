package io.trailhouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventBatch;
import io.trailhouse.finding.Finding;
import io.trailhouse.rule.SlowCorrelation.Hit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Whatever the order, the copies and the pieces in which events come, the findings are those of
/// the definition (spec: rules.md, R22, R23).
class CorrelationOrderTest {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final Duration SPAN = Duration.ofSeconds(20);

  private static final Map<String, Predicate<List<Hit>>> CASES = new LinkedHashMap<>();

  static {
    CASES.put(
        "type: event_count\nrules: [a, b]\ncondition: {gte: 4}\n",
        window -> SlowCorrelation.events(window) >= 4);
    CASES.put(
        "type: event_count\nrules: [a]\ncondition: {gt: 1, lte: 3}\n",
        window -> {
          long count = only(window, "a").size();
          return count > 1 && count <= 3;
        });
    CASES.put(
        "type: value_count\nrules: [a, b]\ncondition: {gte: 3, field: v}\n",
        window -> SlowCorrelation.values(window) >= 3);
    CASES.put(
        "type: temporal\nrules: [a, b, c]\n", window -> SlowCorrelation.rules(window).size() == 3);
    CASES.put(
        "type: temporal\nrules: [a, b, c]\ncondition: b and not (a or c)\n",
        window -> SlowCorrelation.rules(window).equals(Set.of("b")));
    CASES.put(
        "type: temporal_ordered\nrules: [a, b, c]\n",
        window -> SlowCorrelation.inOrder(window, List.of("a", "b", "c"), Instant.MIN));
    CASES.put(
        "type: value_sum\nrules: [a, b]\ncondition: {gte: 12, field: v}\n",
        window ->
            SlowCorrelation.numbers(window).stream()
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .intValue()
                >= 12);
    CASES.put(
        "type: value_median\nrules: [a, b]\ncondition: {gt: 4, field: v}\n",
        window -> {
          List<BigDecimal> all = SlowCorrelation.numbers(window);
          if (all.isEmpty()) {
            return false;
          }
          BigDecimal two = all.get((all.size() - 1) / 2).add(all.get(all.size() / 2));
          return two.compareTo(BigDecimal.valueOf(8)) > 0;
        });
  }

  private static List<Hit> only(List<Hit> window, String rule) {
    return window.stream().filter(hit -> hit.rule().equals(rule)).toList();
  }

  private static String yaml(String body) {
    StringBuilder yaml = new StringBuilder();
    for (String name : List.of("a", "b", "c")) {
      yaml.append(
          """
          title: Rule %s
          name: %s
          logsource: {product: aws, service: cloudtrail}
          detection: {sel: {eventName|contains: %s}, condition: sel}
          ---
          """
              .formatted(name, name, name));
    }
    String common = "timespan: 20s\ngroup-by: [sourceIPAddress]\n";
    return yaml + "title: C\ncorrelation:\n" + (body + common).indent(2);
  }

  @Test
  void findingsDependOnTheSetOfEventsAlone() {
    Random random = new Random(11);
    int[] found = new int[CASES.size()];
    for (int round = 0; round < 30; round++) {
      List<Event> events = events(random);
      int number = 0;
      for (Map.Entry<String, Predicate<List<Hit>>> each : CASES.entrySet()) {
        RuleSet set = new RuleSet(TestRules.read(yaml(each.getKey())).sound());
        List<String> rules = RuleSet.correlation(set.correlations().get(0)).rules();
        List<Hit> hits = new ArrayList<>();
        events.forEach(event -> event.hits(rules, hits));
        Set<String> expected = SlowCorrelation.findings(hits, SPAN, each.getValue());
        String about = each.getKey() + events;
        assertThat(sorted(set, events)).as(about).isEqualTo(expected);
        assertThat(shuffled(set, events, random)).as(about).isEqualTo(expected);
        assertThat(late(set, events, random)).as(about).isEqualTo(expected);
        found[number++] += expected.size();
      }
    }
    assertThat(Arrays.stream(found).min().orElse(0)).isGreaterThan(10);
  }

  /// One event; its name holds the rules that match it.
  private record Event(String name, int second, int group, String value) {
    String key() {
      return name + "-" + second + "-" + group + "-" + value;
    }

    Instant time() {
      return START.plusSeconds(second);
    }

    void hits(List<String> rules, List<Hit> hits) {
      for (String rule : rules) {
        if (name.contains(rule)) {
          hits.add(new Hit(rule, time(), key(), "g" + group, value));
        }
      }
    }

    String json() {
      return """
      {"eventName":"%s","eventTime":"%s","sourceIPAddress":"g%d","v":"%s","eventID":"%s","awsRegion":"r"}
      """
          .formatted(name, time(), group, value, key());
    }
  }

  private static List<Event> events(Random random) {
    List<String> names = List.of("a", "b", "c", "ab", "x", "a", "b");
    List<Event> events = new ArrayList<>();
    int second = 0;
    int count = 20 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      second += random.nextInt(3) == 0 ? 0 : random.nextInt(10);
      events.add(
          new Event(
              names.get(random.nextInt(names.size())),
              second,
              random.nextInt(2),
              List.of("1", "2", "5", "7", "", "x").get(random.nextInt(6))));
    }
    return events;
  }

  private static Set<String> sorted(RuleSet set, List<Event> events) {
    CorrelationEngine engine = new CorrelationEngine(set);
    add(set, engine, events);
    return told(engine.settleAll());
  }

  /// Twice, in any order, a part of it only once.
  private static Set<String> shuffled(RuleSet set, List<Event> events, Random random) {
    List<Event> twice = new ArrayList<>(events);
    twice.addAll(events.subList(0, events.size() / 2));
    Collections.shuffle(twice, random);
    CorrelationEngine engine = new CorrelationEngine(set);
    add(set, engine, twice);
    return told(engine.settleAll());
  }

  /// In pieces, each event up to 15 seconds late, settled 15 seconds behind the newest.
  private static Set<String> late(RuleSet set, List<Event> events, Random random) {
    List<Event> arriving = new ArrayList<>(events);
    Map<Event, Integer> arrival = new LinkedHashMap<>();
    arriving.forEach(event -> arrival.put(event, event.second() + random.nextInt(15)));
    arriving.sort((one, two) -> Integer.compare(arrivalOf(arrival, one), arrivalOf(arrival, two)));
    CorrelationEngine engine = new CorrelationEngine(set);
    Set<String> told = new TreeSet<>();
    for (Event event : arriving) {
      add(set, engine, List.of(event));
      if (random.nextInt(3) == 0) {
        told.addAll(told(engine.settle(START.plusSeconds(arrivalOf(arrival, event) - 15L))));
      }
    }
    told.addAll(told(engine.settleAll()));
    return told;
  }

  private static int arrivalOf(Map<Event, Integer> arrival, Event event) {
    return arrival.getOrDefault(event, 0);
  }

  private static void add(RuleSet set, CorrelationEngine engine, List<Event> events) {
    RuleSet.Scan scan = set.scan();
    for (Event event : events) {
      EventBatch batch = TestRules.records(event.json());
      scan.inspect(batch, 0).matched().forEach(matched -> assertThat(engine.add(matched)).isTrue());
    }
  }

  private static Set<String> told(List<Finding> findings) {
    Set<String> told = new TreeSet<>();
    for (Finding finding : findings) {
      List<String> keys = finding.events().stream().map(Finding.FoundEvent::key).toList();
      String group = keys.get(0).split("-", -1)[2];
      assertThat(told.add("g" + group + " " + finding.time() + " " + keys)).isTrue();
    }
    return told;
  }
}
