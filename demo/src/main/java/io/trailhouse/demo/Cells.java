package io.trailhouse.demo;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows that a story's question must find, told from events and never from SQL, so that either
/// can prove the other wrong.
final class Cells {

  private Cells() {}

  static List<List<String>> rows(List<Sighting> events, Function<Sighting, List<String>> row) {
    return events.stream().map(row).toList();
  }

  static List<String> ids(List<Sighting> events) {
    return events.stream().map(Sighting::eventId).toList();
  }

  static String text(@Nullable Object value) {
    return String.valueOf(value);
  }
}
