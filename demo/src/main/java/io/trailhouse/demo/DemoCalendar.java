package io.trailhouse.demo;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The fixed three weeks of the demo and the rhythm of work in them. All times are UTC.
final class DemoCalendar {

  /// A Monday.
  static final LocalDate FIRST_DAY = LocalDate.of(2026, 5, 4);

  static final int DAYS = 21;

  /// Share of a full load in each hour of a working day, in percent, for an organization whose
  /// people sit in Europe and Australia and whose customers are everywhere.
  private static final List<Integer> LOAD =
      List.of(
          34, 31, 30, 30, 33, 40, 55, 72, 88, 97, 100, 98, 93, 97, 100, 96, 90, 82, 73, 66, 58, 50,
          43, 38);

  private static final DateTimeFormatter RESPONSE_TIME =
      DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US);

  private DemoCalendar() {}

  static List<LocalDate> days() {
    return FIRST_DAY.datesUntil(FIRST_DAY.plusDays(DAYS)).toList();
  }

  static boolean workday(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  /// How much of a full load an hour of a day sees, in percent.
  static int load(LocalDate day, int hour) {
    return workday(day) ? LOAD.get(hour) : LOAD.get(hour) * 45 / 100;
  }

  /// Seconds since 1970 of a time of a day.
  static long second(LocalDate day, int hour, int minute) {
    return second(day.atTime(hour, minute));
  }

  static long second(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC);
  }

  static long second(LocalDate day, LocalTime time) {
    return second(day.atTime(time));
  }

  /// As `eventTime` spells it.
  static String iso(long second) {
    return Instant.ofEpochSecond(second).toString();
  }

  /// As IAM and STS spell times in `responseElements`.
  static String responseTime(long second) {
    return RESPONSE_TIME.format(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
  }
}
