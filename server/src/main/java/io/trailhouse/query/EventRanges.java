package io.trailhouse.query;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What every event that a query can see is known to satisfy: a span of time and the values of some
/// columns. It may promise too little and never too much, so files outside it need not be opened.
///
/// @param from the earliest time (UTC, inclusive), null for none
/// @param to the latest time (UTC, inclusive), null for none
/// @param values a column's name and the only values it can have
public record EventRanges(
    @Nullable LocalDateTime from, @Nullable LocalDateTime to, Map<String, Set<String>> values) {

  /// Nothing is known.
  public static final EventRanges ALL = new EventRanges(null, null, Map.of());

  /// What is known of events that satisfy both.
  EventRanges and(EventRanges other) {
    LocalDateTime later =
        from == null || (other.from != null && other.from.isAfter(from)) ? other.from : from;
    LocalDateTime earlier =
        to == null || (other.to != null && other.to.isBefore(to)) ? other.to : to;
    Map<String, Set<String>> both = new TreeMap<>(values);
    other.values.forEach((column, allowed) ->
        both.merge(
            column,
            allowed,
            (one, two) -> {
              Set<String> common = new TreeSet<>(one);
              common.retainAll(two);
              return common;
            }));
    return new EventRanges(later, earlier, both);
  }

  /// What is known of events that satisfy one or the other.
  EventRanges or(EventRanges other) {
    LocalDateTime earliest =
        from == null || other.from == null ? null : from.isBefore(other.from) ? from : other.from;
    LocalDateTime latest =
        to == null || other.to == null ? null : to.isAfter(other.to) ? to : other.to;
    Map<String, Set<String>> either = new TreeMap<>();
    values.forEach((column, allowed) -> {
      Set<String> others = other.values.get(column);
      if (others != null) {
        Set<String> union = new TreeSet<>(allowed);
        union.addAll(others);
        either.put(column, union);
      }
    });
    return new EventRanges(earliest, latest, either);
  }
}
