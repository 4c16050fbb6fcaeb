package io.trailhouse.rule.watch;

/// A rule that remembers, as data.
public sealed interface WatchSpec permits MetricAlarm, FirstSeen, RateRule {
  WatchRule rule();

  /// Whether the rule finds nothing without a file of countries and networks.
  default boolean needsPlaces() {
    return false;
  }

  /// A watch that remembers nothing yet.
  ///
  /// @param places what tells the country of an address; [IpPlaces#NONE] without a file
  Watch watch(IpPlaces places);
}
