package io.trailhouse.quantity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;

/// How days and moments are written.
final class TimeForms {
  /// For messages.
  static final String DATES = "2026-01-31 or 2026-01-31T12:00:00Z";

  private static final Pattern DATED = Pattern.compile("[+-]?[0-9]{4,}-.*", Pattern.DOTALL);
  private static final Pattern OFFSET = Pattern.compile(".*(?:Z|[+-][0-9]{2}:[0-9]{2})");
  private static final int LENGTH_OF_DAY = 10;

  /// What ISO 8601 writes with four digits.
  private static final int LAST_YEAR = 9999;

  private TimeForms() {}

  /// Whether a text means to be a day or a moment.
  static boolean isDated(String plain) {
    return DATED.matcher(plain).matches();
  }

  static boolean hasOffset(String text) {
    return OFFSET.matcher(text.toUpperCase(Locale.ROOT)).matches();
  }

  /// @param text as it was written, for the message
  /// @param plain in capitals, without spaces at its ends
  static TimePoint dated(String text, String plain) throws QuantityException {
    try {
      TimePoint point = read(plain.replaceFirst("(?<=[0-9]) +(?=[0-9])", "T"));
      int year = point.start(Instant.EPOCH).atOffset(ZoneOffset.UTC).getYear();
      if (year >= 0 && year <= LAST_YEAR) {
        return point;
      }
      throw new QuantityException(text, "is in no year from 0 to 9999; write " + DATES);
    } catch (DateTimeException e) {
      throw new QuantityException(text, "is no date and no moment; write " + DATES);
    }
  }

  private static TimePoint read(String iso) {
    if (iso.length() == LENGTH_OF_DAY) {
      return new TimePoint.Day(LocalDate.parse(iso));
    }
    return new TimePoint.Moment(
        hasOffset(iso)
            ? OffsetDateTime.parse(iso).toInstant()
            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
  }
}
