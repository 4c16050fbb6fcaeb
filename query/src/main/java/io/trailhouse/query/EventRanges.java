package io.trailhouse.query;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What every event that a query can see is known to satisfy: a span of time, the values of some
/// columns, and texts it mentions. It may promise too little and never too much, so files outside
/// it need not be opened.
///
/// @param from the earliest time (UTC, inclusive), null for none
/// @param to the latest time (UTC, inclusive), null for none
/// @param values a column's name and the only values it can have
/// @param texts all stand somewhere in the event's columns, in any case
public record EventRanges(
    @Nullable LocalDateTime from,
    @Nullable LocalDateTime to,
    Map<String, Set<String>> values,
    Set<String> texts) {

  /// Nothing is known.
  public static final EventRanges ALL = during(null, null);

  static EventRanges during(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    return new EventRanges(from, to, Map.of(), Set.of());
  }

  static EventRanges having(String column, Set<String> values) {
    return new EventRanges(null, null, Map.of(column, values), Set.of());
  }

  static EventRanges mentioning(String text) {
    return new EventRanges(null, null, Map.of(), Set.of(text));
  }

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
    Set<String> mentioned = new TreeSet<>(texts);
    mentioned.addAll(other.texts);
    return new EventRanges(later, earlier, both, mentioned);
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
    Set<String> mentioned = new TreeSet<>(texts);
    mentioned.retainAll(other.texts);
    return new EventRanges(earliest, latest, either, mentioned);
  }
}
