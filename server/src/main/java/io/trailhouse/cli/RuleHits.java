package io.trailhouse.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one rule has found so far.
final class RuleHits {
  private final AskedRule rule;
  private final int most;
  private final List<Hit> hits = new ArrayList<>();
  private long matches;

  /// @param most how many hits are kept
  RuleHits(AskedRule rule, int most) {
    this.rule = rule;
    this.most = most;
  }

  /// A record that a rule is about.
  ///
  /// @param object the log file; empty when it is not known
  /// @param index of the record in it, from 0; -1 when it is not known
  /// @param what when, what, who and where, for people
  record Hit(String object, long index, @Nullable String eventId, String what) {
    /// Whether this one stands ahead of another.
    boolean isBefore(Hit other) {
      int order = object.compareTo(other.object);
      return order < 0 || (order == 0 && index < other.index);
    }
  }

  AskedRule rule() {
    return rule;
  }

  long matches() {
    return matches;
  }

  List<Hit> hits() {
    return hits;
  }

  /// One match, of one event or of several.
  void add(List<Hit> of) {
    matches++;
    for (Hit hit : of) {
      if (hits.size() < most) {
        hits.add(hit);
      }
    }
  }
}
