package io.trailhouse.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Keeps, while events are written down, those that the story is told from. What its steps must
/// find is counted from these and not by SQL.
final class Evidence {

  /// An Insight record, which is no call of anybody.
  record Warning(String eventId, long second, Account account, String state, String name) {}

  private final List<Sighting> sightings = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();

  void see(Sighting event) {
    if (concernsTheStory(event)) {
      sightings.add(event);
    }
  }

  void warn(Warning warning) {
    warnings.add(warning);
  }

  /// The events that a question asks for, in time order.
  List<Sighting> find(Predicate<Sighting> question) {
    return sightings.stream()
        .filter(question)
        .sorted(Comparator.comparingLong(Sighting::second))
        .toList();
  }

  List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  private static boolean concernsTheStory(Sighting event) {
    return event.address().startsWith(Intruder.NETWORK)
        || Pipeline.KEY.equals(event.key())
        || (event.call().service().equals("cloudtrail") && !event.call().readOnly())
        || event.call().name().equals("ConsoleLogin")
        || event.caller().principalId().contains(":" + Person.security().email());
  }
}
