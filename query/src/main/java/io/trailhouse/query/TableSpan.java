package io.trailhouse.query;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// From the first to the last event, or finding, of a table, in UTC.
public record TableSpan(LocalDateTime first, LocalDateTime last) {
  /// Of the events between two times; null when there is none.
  ///
  /// @param from included; null for no bound
  /// @param to not included; null for no bound
  public static @Nullable TableSpan of(
      Sql engine, @Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    return of(engine, "events", "eventtime", from, to);
  }

  /// The same of the findings, by the times of what they are about.
  public static @Nullable TableSpan ofFindings(
      Sql engine, @Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    return of(engine, "findings", "\"time\"", from, to);
  }

  private static @Nullable TableSpan of(
      Sql engine,
      String table,
      String column,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to) {
    String sql =
        "SELECT min(%1$s), max(%1$s) FROM %2$s WHERE %1$s IS NOT NULL".formatted(column, table)
            + bound(column, ">=", from)
            + bound(column, "<", to);
    try (QueryAnswer answer = engine.ask(sql)) {
      Object first = answer.next() ? answer.value(0) : null;
      return first == null ? null : new TableSpan(time(first), time(answer.value(1)));
    }
  }

  private static String bound(String column, String sign, @Nullable LocalDateTime time) {
    return time == null
        ? ""
        : " AND %s %s timestamp '%s'".formatted(column, sign, ValueText.of(time));
  }

  private static LocalDateTime time(@Nullable Object value) {
    return value instanceof LocalDateTime time
        ? time
        : LocalDateTime.parse(String.valueOf(value).replace(' ', 'T'));
  }
}
