package io.trailhouse.cli;

import io.trailhouse.integrity.Check;
import io.trailhouse.integrity.Verdict;
import java.util.EnumMap;
import java.util.Map;

/// How many files of each kind were found how.
final class VerifySums {
  private final Map<Check.Subject, Map<Verdict, Integer>> sums = new EnumMap<>(Check.Subject.class);

  void add(Check check) {
    sums.computeIfAbsent(check.subject(), subject -> new EnumMap<>(Verdict.class))
        .merge(check.verdict(), 1, Integer::sum);
  }

  int of(Check.Subject subject, Verdict verdict) {
    return sums.getOrDefault(subject, Map.of()).getOrDefault(verdict, 0);
  }

  /// All files that there are or should be; spans are no files.
  int all(Check.Subject subject) {
    int all = 0;
    for (Map.Entry<Verdict, Integer> each : sums.getOrDefault(subject, Map.of()).entrySet()) {
      boolean isFile =
          each.getKey() != Verdict.GAP
              && each.getKey() != Verdict.NEWEST_MISSING
              && each.getKey() != Verdict.UNLISTED;
      all += isFile ? each.getValue() : 0;
    }
    return all;
  }

  int valid(Check.Subject subject) {
    return of(subject, Verdict.VALID);
  }

  /// What is wrong, spans included.
  int wrong() {
    int wrong = 0;
    for (Map<Verdict, Integer> each : sums.values()) {
      for (Map.Entry<Verdict, Integer> sum : each.entrySet()) {
        wrong += sum.getKey().isWrong() ? sum.getValue() : 0;
      }
    }
    return wrong;
  }

  int unknown() {
    int unknown = 0;
    for (Map<Verdict, Integer> each : sums.values()) {
      for (Map.Entry<Verdict, Integer> sum : each.entrySet()) {
        unknown += sum.getKey().isUnknown() ? sum.getValue() : 0;
      }
    }
    return unknown;
  }
}
