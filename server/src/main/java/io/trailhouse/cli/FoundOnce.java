package io.trailhouse.cli;

import io.trailhouse.rule.EventFacts;
import io.trailhouse.rule.Finding;
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
  static FoundOnce of(Finding finding) {
    EventFacts facts =
        new EventFacts(
            finding.events(),
            finding.time(),
            true,
            finding.account(),
            finding.region(),
            finding.principal());
    return of(facts);
  }

  static FoundOnce of(EventFacts facts) {
    List<Finding.FoundEvent> events = facts.events();
    Finding.FoundEvent last = events.get(events.size() - 1);
    return new FoundOnce(
        facts.timed() ? facts.time() : null,
        last.name(),
        facts.principal(),
        facts.account(),
        facts.region(),
        last.key(),
        events.size());
  }
}
