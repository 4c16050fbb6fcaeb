package io.trailhouse.query;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// From the first to the last event of the table, in UTC.
public record TableSpan(LocalDateTime first, LocalDateTime last) {
  /// Of the events between two times; null when there is none.
  ///
  /// @param from included; null for no bound
  /// @param to not included; null for no bound
  public static @Nullable TableSpan of(
      QueryEngine engine, @Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    String sql =
        "SELECT min(eventtime), max(eventtime) FROM events WHERE eventtime IS NOT NULL"
            + (from == null ? "" : " AND eventtime >= timestamp '" + ValueText.of(from) + "'")
            + (to == null ? "" : " AND eventtime < timestamp '" + ValueText.of(to) + "'");
    try (QueryAnswer answer = engine.ask(sql)) {
      Object first = answer.next() ? answer.value(0) : null;
      return first == null ? null : new TableSpan(time(first), time(answer.value(1)));
    }
  }

  private static LocalDateTime time(@Nullable Object value) {
    return value instanceof LocalDateTime time
        ? time
        : LocalDateTime.parse(String.valueOf(value).replace(' ', 'T'));
  }
}
