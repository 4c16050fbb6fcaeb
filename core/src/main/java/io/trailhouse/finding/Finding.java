package io.trailhouse.finding;

import java.time.Instant;
import java.util.List;

/// What a rule found: one event, or for a correlation the events that together made it true.
///
/// All texts but those of the rule come from events and may be hostile.
///
/// @param id the same for the same rule and events, whenever and however often they are seen: the
///   first 32 hexadecimal digits of a SHA-256
/// @param ruleId the rule's UUID, or its name where it has no id
/// @param ruleVersion a digest of the rule's content
/// @param time the event time of the last event
/// @param account the recipient account of the last event; empty when it has none
/// @param principal the ARN of who acted, else the next best name of them; empty without any
/// @param events at least one, in the order of their times
public record Finding(
    String id,
    String ruleId,
    String ruleVersion,
    String title,
    Level level,
    Instant time,
    String account,
    String region,
    String principal,
    List<FoundEvent> events) {

  /// One event of a finding.
  ///
  /// @param key eventID, or the SHA-256 of the record's canonical JSON where it has none
  /// @param json the record as it stands in its log file
  public record FoundEvent(String key, Instant time, String name, String json) {}
}
