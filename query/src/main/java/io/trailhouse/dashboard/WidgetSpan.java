package io.trailhouse.dashboard;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// The stretch of time that a dashboard shows, in UTC.
///
/// @param from inclusive
/// @param to exclusive
public record WidgetSpan(LocalDateTime from, LocalDateTime to) {
  private static final String START = "$StartTime$";
  private static final String END = "$EndTime$";
  private static final String PERIOD = "$Period$";
  static final List<String> PARAMETERS = List.of(START, END, PERIOD);

  private static final DateTimeFormatter SQL =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  /// At most about a hundred points a line: four days of hours, four months of days, two years of
  /// weeks.
  private static final Duration HOURS = Duration.ofDays(4);

  private static final Duration DAYS = Duration.ofDays(124);
  private static final Duration WEEKS = Duration.ofDays(732);

  /// @throws TrailhouseException with WRONG_USE when it does not end after its beginning, or lies
  ///   where no event can
  public WidgetSpan {
    from = from.truncatedTo(ChronoUnit.MICROS);
    to = to.truncatedTo(ChronoUnit.MICROS);
    if (!from.isBefore(to) || from.getYear() < 1000 || to.getYear() > 9999) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "the time ends before it begins, or no event can be in it",
          from + " to " + to,
          "Give a beginning and a later end, in the years 1000 to 9999");
    }
  }

  /// The step of lines over it: `hour`, `day`, `week` or `month`.
  public String period() {
    Duration length = Duration.between(from, to);
    if (length.compareTo(HOURS) <= 0) {
      return "hour";
    }
    if (length.compareTo(DAYS) <= 0) {
      return "day";
    }
    return length.compareTo(WEEKS) <= 0 ? "week" : "month";
  }

  /// A widget's statement with its parameters filled in. `$StartTime$` is compared with `>`, as
  /// CloudTrail Lake's own dashboards do, so it is the last microsecond ahead of the beginning,
  /// which then counts.
  public String fill(String sql) {
    return sql.replace(START, SQL.format(from.minus(1, ChronoUnit.MICROS)))
        .replace(END, SQL.format(to))
        .replace(PERIOD, period());
  }
}
