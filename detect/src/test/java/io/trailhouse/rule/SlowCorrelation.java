package io.trailhouse.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Correlations as rules.md defines them, looked up anew for every moment; it shares nothing with
/// the engine.
final class SlowCorrelation {
  /// One event with the rule it matched.
  record Hit(String rule, Instant time, String key, String group, String value) {}

  private SlowCorrelation() {}

  /// The findings: group, time of the last event, keys of the events.
  static Set<String> findings(List<Hit> hits, Duration span, Predicate<List<Hit>> holds) {
    Map<String, List<Hit>> groups = new TreeMap<>();
    for (Hit hit : new HashSet<>(hits)) {
      groups.computeIfAbsent(hit.group(), group -> new ArrayList<>()).add(hit);
    }
    Set<String> findings = new TreeSet<>();
    groups.forEach((group, all) -> {
      all.sort(Comparator.comparing(Hit::time).thenComparing(Hit::key));
      Instant quiet = Instant.MIN;
      for (Instant time : new TreeSet<>(all.stream().map(Hit::time).toList())) {
        List<Hit> window =
            all.stream()
                .filter(hit -> !hit.time().isAfter(time))
                .filter(hit -> !hit.time().isBefore(time.minus(span)))
                .toList();
        if (time.isAfter(quiet) && holds.test(window)) {
          quiet = time.plus(span);
          List<String> keys = window.stream().map(Hit::key).distinct().toList();
          findings.add(group + " " + time + " " + keys);
        }
      }
    });
    return findings;
  }

  static long events(List<Hit> window) {
    return window.stream().map(Hit::key).distinct().count();
  }

  static long values(List<Hit> window) {
    return window.stream().map(Hit::value).distinct().count();
  }

  static Set<String> rules(List<Hit> window) {
    return new HashSet<>(window.stream().map(Hit::rule).toList());
  }

  /// Whether hits of these rules stand one after the other, or at one time.
  static boolean inOrder(List<Hit> window, List<String> rules, Instant from) {
    if (rules.isEmpty()) {
      return true;
    }
    return window.stream()
        .anyMatch(hit ->
            hit.rule().equals(rules.get(0))
                && !hit.time().isBefore(from)
                && inOrder(window, rules.subList(1, rules.size()), hit.time()));
  }

  /// The numbers of the window's events, sorted.
  static List<BigDecimal> numbers(List<Hit> window) {
    Map<String, String> byKey = new LinkedHashMap<>();
    window.forEach(hit -> byKey.put(hit.key(), hit.value()));
    return byKey.values().stream()
        .filter(value -> value.matches("-?[0-9.]+"))
        .map(BigDecimal::new)
        .sorted()
        .toList();
  }
}
