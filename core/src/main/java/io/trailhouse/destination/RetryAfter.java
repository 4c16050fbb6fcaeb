package io.trailhouse.destination;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the header `Retry-After` of an answer asks for (RFC 9110, 10.2.3): seconds, or a date in
/// one of the three forms of HTTP.
public final class RetryAfter {
  /// More than this is not waited for at once, however much is asked.
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final int MOST_DIGITS = 9;

  /// RFC 9110, 5.6.7: the form of today, that of RFC 850 and that of C's asctime.
  private static final List<DateTimeFormatter> DATES =
      List.of(
          form("EEE, dd MMM yyyy HH:mm:ss 'GMT'"),
          form("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
          form("EEE MMM ppd HH:mm:ss yyyy"));

  private RetryAfter() {}

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /// The time to wait, an hour at most; null when the text asks for none.
  ///
  /// @param text the value of the header; null when there is none
  /// @param now when the answer came
  public static @Nullable Duration of(@Nullable String text, Instant now) {
    String value = text == null ? "" : text.strip();
    if (value.matches("[0-9]+")) {
      return value.length() > MOST_DIGITS
          ? LONGEST
          : bounded(Duration.ofSeconds(Long.parseLong(value)));
    }
    Instant moment = moment(value);
    return moment == null ? null : bounded(Duration.between(now, moment));
  }

  /// The moment that a date of HTTP names; null when the text is none.
  public static @Nullable Instant moment(String text) {
    for (DateTimeFormatter form : DATES) {
      try {
        return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        // perhaps one of the other forms
      }
    }
    return null;
  }

  private static Duration bounded(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
