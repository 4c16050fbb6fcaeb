package io.trailhouse.rule;

import java.util.List;

/// An event that a correlation counts, in one of its groups.
///
/// @param correlation the correlation's number in its [RuleSet]
/// @param source the number of the rule that matched, in the correlation's list
/// @param key the same for each copy of the event, different for different events
/// @param group of each field of the group `=` and its value, or nothing when it is absent
/// @param values of the correlation's fields: each combination that the event has, or each number
public record MatchedEvent(
    int correlation,
    int source,
    String key,
    List<String> group,
    List<String> values,
    EventFacts facts) {
  /// The same without the record's text, for whoever only counts.
  public MatchedEvent light() {
    return new MatchedEvent(correlation, source, key, group, values, facts.light());
  }
}
