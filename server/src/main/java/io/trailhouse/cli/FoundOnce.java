package io.trailhouse.cli;

import io.trailhouse.finding.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One finding as a backtest tells it; all texts come from events.
///
/// @param time null when the event has none that can be read
/// @param name of the last event's call
/// @param principal who acted, empty without any
/// @param key the last event's ID, or its digest where it has none
/// @param events how many there are in it
record FoundOnce(
    @Nullable Instant time,
    String name,
    String principal,
    String account,
    String region,
    String key,
    int events) {
  /// @param timed whether the time is the record's own, not its log file's
  static FoundOnce of(Finding finding, boolean timed) {
    List<Finding.FoundEvent> events = finding.events();
    Finding.FoundEvent last = events.get(events.size() - 1);
    return new FoundOnce(
        timed ? finding.time() : null,
        last.name(),
        finding.principal(),
        finding.account(),
        finding.region(),
        last.key(),
        events.size());
  }
}
