package io.trailhouse.watch;

import io.trailhouse.finding.RuleNotes;
import java.util.List;

/// A rule that remembers, as data.
public sealed interface WatchSpec permits MetricAlarm, FirstSeen, RateRule {
  WatchRule rule();

  /// What the rule says to whoever looks at a finding.
  default RuleNotes notes() {
    WatchRule rule = rule();
    return new RuleNotes(
        rule.id(),
        "",
        rule.title(),
        rule.level(),
        rule.description(),
        rule.next(),
        onlyCounts(),
        List.of(),
        List.of());
  }

  /// Whether a finding says no more than that its events came.
  default boolean onlyCounts() {
    return false;
  }

  /// Whether the rule finds nothing without a file of countries and networks.
  default boolean needsPlaces() {
    return false;
  }

  /// A watch that remembers nothing yet.
  ///
  /// @param places what tells the country of an address; [IpPlaces#NONE] without a file
  StatefulRule watch(IpPlaces places);
}
