package io.trailhouse.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The spellings of a moment that are taken, in the order in which they are tried:
///
/// - ISO 8601 with `T` or a blank before the time, seconds and a fraction or not, as SQL engines
///   print it too: `2026-05-01 08:00:51.123 UTC`, `2026-05-01T08:00:51+02:00[Europe/Berlin]`;
/// - ISO's basic form: `20260501T080051Z`;
/// - seconds since 1970 from 10^9 to 10^11, milliseconds from 10^12 on, with a fraction or not;
/// - the CloudTrail console's and Java's: `May 1, 2026, 10:00:51 (UTC+02:00)`, `May 1, 2026 8:00:51
///   AM`.
///
/// A zone is `Z`, `UTC`, `GMT`, an offset, or a region such as `America/New_York`; without one it
/// is UTC. Between numbers of seconds and of milliseconds nothing is guessed.
final class TimeSpelling {
  private static final int LONGEST = 64;
  private static final String CLOCK = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,12}))?)?";
  private static final String ZONE =
      "\\s*\\(?([A-Za-z][A-Za-z_/]*|(?:UTC|GMT)?[+-][0-9:]{1,8})?\\)?";

  /// An offset's own name behind it, as Java and Go print it.
  private static final String BEHIND = "(?:\\[[^\\]]*\\]| [A-Z]{2,5})?";

  private static final Pattern ISO =
      Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})[Tt ]" + CLOCK + ZONE + BEHIND);
  private static final Pattern BASIC =
      Pattern.compile(
          "(\\d{4})(\\d{2})(\\d{2})[Tt](\\d{2})(\\d{2})(?:(\\d{2})(?:[.,](\\d{1,12}))?)?" + ZONE);
  private static final Pattern PRINTED =
      Pattern.compile(
          "([A-Za-z]{3,9})\\.? (\\d{1,2}), (\\d{4}),? " + CLOCK + "(?: ?([AaPp])[Mm])?" + ZONE);
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d*)?(?:[eE]\\+?\\d{1,3})?");
  private static final Pattern OFFSET =
      Pattern.compile("([+-])(\\d{1,2})(?::?(\\d{2})(?::?(\\d{2}))?)?");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final BigDecimal LEAST_SECONDS = BigDecimal.TEN.pow(9);
  private static final BigDecimal MOST_SECONDS = BigDecimal.TEN.pow(11);
  private static final BigDecimal LEAST_MILLIS = BigDecimal.TEN.pow(12);
  private static final BigDecimal MOST_MILLIS = BigDecimal.TEN.pow(14);

  private TimeSpelling() {}

  /// The moment that a text says; null when it says none.
  static @Nullable OffsetDateTime read(String spelled) {
    String text = plain(spelled);
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    try {
      Matcher iso = ISO.matcher(text);
      if (iso.matches()) {
        return at(iso, number(iso.group(2)), 1, 3, number(iso.group(4)));
      }
      Matcher basic = BASIC.matcher(text);
      if (basic.matches()) {
        return at(basic, number(basic.group(2)), 1, 3, number(basic.group(4)));
      }
      return NUMBER.matcher(text).matches() ? epoch(new BigDecimal(text)) : printed(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// Without blanks around it, and with ordinary ones in it: Java prints a narrow one before AM.
  private static String plain(String text) {
    return text.length() > 2 * LONGEST
        ? ""
        : text.replace('\u202f', ' ').replace('\u00a0', ' ').strip();
  }

  private static @Nullable OffsetDateTime printed(String text) {
    Matcher printed = PRINTED.matcher(text);
    if (!printed.matches()) {
      return null;
    }
    String name = printed.group(1).toLowerCase(Locale.ROOT);
    int month = 0;
    for (int i = 0; i < MONTHS.size(); i++) {
      String each = MONTHS.get(i);
      boolean brief = name.length() == 3 || name.equals("sept");
      month = each.equals(name) || (brief && each.startsWith(name)) ? i + 1 : month;
    }
    int hour = number(printed.group(4));
    String half = printed.group(8);
    if (half != null) {
      if (hour < 1 || hour > 12) {
        return null;
      }
      hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
    }
    return at(printed, month, 3, 2, hour);
  }

  /// The moment of a match whose groups from 4 on are a clock's and whose last is the zone.
  private static OffsetDateTime at(Matcher found, int month, int year, int day, int hour) {
    LocalDateTime local =
        LocalDateTime.of(
            number(found.group(year)),
            month,
            number(found.group(day)),
            hour,
            number(found.group(5)),
            number(found.group(6)),
            nanos(found.group(7)));
    return zoned(local, found.group(found.groupCount()));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt((digits + "000000000").substring(0, 9));
  }

  private static OffsetDateTime zoned(LocalDateTime local, @Nullable String zone) {
    if (zone == null) {
      return local.atOffset(ZoneOffset.UTC);
    }
    String upper = zone.toUpperCase(Locale.ROOT);
    String offset = upper.startsWith("UTC") || upper.startsWith("GMT") ? upper.substring(3) : upper;
    if (offset.isEmpty() || offset.equals("Z")) {
      return local.atOffset(ZoneOffset.UTC);
    }
    Matcher parts = OFFSET.matcher(offset);
    if (!parts.matches()) {
      return local.atZone(ZoneId.of(zone)).toOffsetDateTime();
    }
    int sign = parts.group(1).equals("-") ? -1 : 1;
    return local.atOffset(
        ZoneOffset.ofHoursMinutesSeconds(
            sign * number(parts.group(2)),
            sign * number(parts.group(3)),
            sign * number(parts.group(4))));
  }

  /// Bounds are compared first: what a number with a large exponent would be is never written out.
  private static @Nullable OffsetDateTime epoch(BigDecimal number) {
    boolean seconds = number.compareTo(LEAST_SECONDS) >= 0 && number.compareTo(MOST_SECONDS) <= 0;
    boolean millis = number.compareTo(LEAST_MILLIS) >= 0 && number.compareTo(MOST_MILLIS) <= 0;
    if (!seconds && !millis) {
      return null;
    }
    BigDecimal micros = number.movePointRight(seconds ? 6 : 3);
    return EventTime.instant(micros.longValue()).atOffset(ZoneOffset.UTC);
  }
}
