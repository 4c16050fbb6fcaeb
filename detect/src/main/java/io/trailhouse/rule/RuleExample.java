package io.trailhouse.rule;

import java.util.List;

/// A test that stands in the rule itself.
///
/// @param match whether the rule must find something in the events
/// @param events as JSON
/// @param line of the rule's file, from 1
public record RuleExample(String name, boolean match, List<String> events, int line) {
  public RuleExample {
    events = List.copyOf(events);
  }
}
