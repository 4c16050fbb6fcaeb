package io.trailhouse.query;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Intervals as Trino prints them: of months `1-2`, of time `1 02:03:04.500`.
final class Intervals {
  private static final long DAY = 86_400_000;

  private static final Pattern ENGINE =
      Pattern.compile(
          "(?:(-?\\d+) years? ?)?(?:(-?\\d+) months? ?)?(?:(-?\\d+) days? ?)?"
              + "(?:(-?)(\\d+):(\\d+):(\\d+)(?:\\.(\\d{1,9}))?)?");

  private Intervals() {}

  /// What the engine prints in Trino's way; one of months and days, which Trino has none of, stays.
  static String ofEngine(String text) {
    Matcher parts = ENGINE.matcher(text);
    if (!parts.matches()) {
      return text;
    }
    long months = 12 * number(parts, 1) + number(parts, 2);
    String fraction = parts.group(8) == null ? "" : parts.group(8);
    long clock =
        3_600_000 * number(parts, 5)
            + 60_000 * number(parts, 6)
            + 1000 * number(parts, 7)
            + Long.parseLong((fraction + "000").substring(0, 3));
    long millis = DAY * number(parts, 3) + ("-".equals(parts.group(4)) ? -clock : clock);
    return months != 0 && millis != 0 ? text : text(months, millis);
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  /// @param millis what it is beside its months
  static String text(long months, long millis) {
    if (months != 0 && millis != 0) {
      throw new IllegalArgumentException(
          "an interval of months and days is none of Trino's; Take one of the two");
    }
    String sign = months < 0 || millis < 0 ? "-" : "";
    if (months != 0) {
      return sign + Math.abs(months) / 12 + "-" + Math.abs(months) % 12;
    }
    long left = Math.abs(millis);
    return String.format(
        Locale.ROOT,
        "%s%d %02d:%02d:%02d.%03d",
        sign,
        left / DAY,
        left / 3_600_000 % 24,
        left / 60_000 % 60,
        left / 1000 % 60,
        left % 1000);
  }
}
