package io.trailhouse.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Events counted by something they have in common. Events come in time order.
record Groups(Map<List<String>, List<Sighting>> groups) {

  static Groups of(List<Sighting> events, Function<Sighting, List<String>> by) {
    Map<List<String>, List<Sighting>> groups = new LinkedHashMap<>();
    for (Sighting event : events) {
      groups.computeIfAbsent(by.apply(event), _ -> new ArrayList<>()).add(event);
    }
    return new Groups(groups);
  }

  /// Rows of the key, count, first and last time.
  List<List<String>> inOrderOfTime() {
    return rows(events -> List.of(count(events), first(events), last(events)));
  }

  /// Rows of the key, count, refused, first and last time.
  List<List<String>> inOrderOfTimeWithRefusals() {
    return rows(events -> List.of(count(events), refused(events), first(events), last(events)));
  }

  /// Rows of the key, count, refused, number of Regions; the largest first, then by key.
  List<List<String>> bySizeWithRefusals() {
    Comparator<List<String>> largest =
        Comparator.comparingInt(row -> -Integer.parseInt(row.get(1)));
    return rows(events -> List.of(count(events), refused(events), regions(events))).stream()
        .sorted(largest.thenComparing(List::getFirst))
        .toList();
  }

  private List<List<String>> rows(Function<List<Sighting>, List<String>> cells) {
    List<List<String>> rows = new ArrayList<>();
    groups.forEach((key, events) -> {
      List<String> row = new ArrayList<>(key);
      row.addAll(cells.apply(events));
      rows.add(row);
    });
    return rows;
  }

  private static String count(List<Sighting> events) {
    return Integer.toString(events.size());
  }

  private static String refused(List<Sighting> events) {
    return Long.toString(events.stream().filter(Sighting::failed).count());
  }

  private static String regions(List<Sighting> events) {
    return Long.toString(events.stream().map(e -> e.recordedIn()).distinct().count());
  }

  private static String first(List<Sighting> events) {
    return events.getFirst().time();
  }

  private static String last(List<Sighting> events) {
    return events.getLast().time();
  }
}
