package io.trailhouse.cli;

import io.trailhouse.finding.Level;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// What one rule has found in a history, in bounded memory however much it is.
final class RuleHistory {
  /// More principals than this are not told apart: those with few findings are forgotten.
  private static final int MOST_PRINCIPALS = 20_000;

  private final AskedRule rule;
  private final int most;
  private final NavigableMap<LocalDate, Long> days = new TreeMap<>();
  private final Map<String, Long> principals = new HashMap<>();
  private final List<FoundOnce> samples = new ArrayList<>();
  private final Set<String> newIds = new HashSet<>();
  private final Set<String> oldIds = new HashSet<>();
  private long findings;
  private long onlyNew;
  private long onlyOld;
  private long both;

  /// Somebody and how often they did it.
  record Principal(String name, long findings) {}

  /// @param most how many samples are kept
  RuleHistory(AskedRule rule, int most) {
    this.rule = rule;
    this.most = most;
  }

  void add(FoundOnce found) {
    findings++;
    Instant time = found.time();
    if (time != null) {
      days.merge(LocalDate.ofInstant(time, ZoneOffset.UTC), 1L, Long::sum);
    }
    principals.merge(found.principal(), 1L, Long::sum);
    for (long few = 1; principals.size() > MOST_PRINCIPALS; few *= 2) {
      long limit = few;
      principals.values().removeIf(count -> count <= limit);
    }
    if (samples.size() < most) {
      samples.add(found);
    }
  }

  /// Notes who found one event: the rule as it is, as it was, or both.
  void compare(boolean inNew, boolean inOld) {
    if (inNew && inOld) {
      both++;
    } else if (inNew) {
      onlyNew++;
    } else {
      onlyOld++;
    }
  }

  /// Notes a finding about several events; the same of the other version may come sooner or later.
  void found(String id, boolean inNew) {
    if ((inNew ? oldIds : newIds).remove(id)) {
      both++;
    } else {
      (inNew ? newIds : oldIds).add(id);
    }
  }

  AskedRule rule() {
    return rule;
  }

  long findings() {
    return findings;
  }

  /// Findings of each day in UTC that has any.
  NavigableMap<LocalDate, Long> days() {
    return days;
  }

  List<FoundOnce> samples() {
    return samples;
  }

  long onlyNew() {
    return onlyNew + newIds.size();
  }

  long onlyOld() {
    return onlyOld + oldIds.size();
  }

  long both() {
    return both;
  }

  /// Those with the most findings.
  List<Principal> top(int count) {
    return principals.entrySet().stream()
        .map(entry -> new Principal(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(Principal::findings).reversed().thenComparing(Principal::name))
        .limit(count)
        .toList();
  }

  /// Whether its findings reach people: a rule behind a correlation and one of the lowest level
  /// only mark events.
  boolean alerts() {
    return rule.alerts() && rule.level() != Level.INFORMATIONAL;
  }
}
