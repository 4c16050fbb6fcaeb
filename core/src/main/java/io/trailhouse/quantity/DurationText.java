package io.trailhouse.quantity;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A duration as people write it: a whole number with its unit, as in `90s`, `15m`, `6h`, `7d`,
/// `2w` and `1y` (of 365 days), or ISO 8601's `PT15M`, `P7D` and `P2W`.
public final class DurationText {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\s*([a-z]*)");
  private static final Pattern ISO_WEEKS = Pattern.compile("p([0-9]{1,18})w");
  private static final String REMEDY = "write it with its unit: 30s, 15m, 6h or 1d";
  private static final String TOO_LONG = "is longer than a million years; " + REMEDY;
  private static final long DAY = Duration.ofDays(1).toSeconds();

  /// Counted in milliseconds or from now, it stays in the bounds of a number and of a calendar.
  private static final Duration LONGEST = Duration.ofDays(365_000_000);

  private DurationText() {}

  /// Reads a duration, in capitals or not; none is negative.
  public static Duration parse(String text) throws QuantityException {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    try {
      Matcher weeks = ISO_WEEKS.matcher(plain);
      if (weeks.matches()) {
        return checked(text, ofSeconds(weeks.group(1), 7 * DAY));
      }
      Matcher form = FORM.matcher(plain);
      Duration time =
          form.matches()
              ? ofSeconds(form.group(1), seconds(text, form.group(2)))
              : Duration.parse(plain);
      return checked(text, time);
    } catch (DateTimeException e) {
      throw new QuantityException(text, "is no time; " + REMEDY);
    } catch (ArithmeticException e) {
      throw new QuantityException(text, TOO_LONG);
    }
  }

  private static Duration checked(String text, Duration time) throws QuantityException {
    if (time.isNegative()) {
      throw new QuantityException(text, "is a negative time; " + REMEDY);
    }
    if (time.compareTo(LONGEST) > 0) {
      throw new QuantityException(text, TOO_LONG);
    }
    return time;
  }

  private static Duration ofSeconds(String count, long unit) {
    return Duration.ofSeconds(Math.multiplyExact(Long.parseLong(count), unit));
  }

  private static long seconds(String text, String unit) throws QuantityException {
    return switch (unit) {
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3_600;
      case "d" -> DAY;
      case "w" -> 7 * DAY;
      case "y" -> 365 * DAY;
      default -> throw new QuantityException(text, "is no time; " + REMEDY);
    };
  }

  /// The same within bounds, both allowed.
  public static Duration parse(String text, Duration least, Duration most)
      throws QuantityException {
    Duration time = parse(text);
    if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
      throw new QuantityException(text, "must be from " + text(least) + " to " + text(most));
    }
    return time;
  }

  /// A duration in its largest unit of days, hours, minutes and seconds that leaves no rest; ISO
  /// 8601's form where there are parts of a second.
  public static String text(Duration time) {
    if (time.isNegative() || time.toNanosPart() != 0) {
      return time.toString();
    }
    long seconds = time.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3_600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % DAY == 0 ? seconds / DAY + "d" : seconds / 3_600 + "h";
  }
}
