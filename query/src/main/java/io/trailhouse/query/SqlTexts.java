package io.trailhouse.query;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Texts as Trino casts them to other types, in a spelling that the engine cannot take otherwise.
/// The engine itself drops what stands behind the seconds of a time, and knows `yes`, `epoch` and
/// `infinity`.
final class SqlTexts {
  private static final Pattern TIME =
      Pattern.compile(
          "([+-]?\\d{4,6})-(\\d{1,2})-(\\d{1,2})"
              + "(?:[ T](\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,12}))?)?)?"
              + "\\s*([+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z][A-Za-z0-9_/+-]*)?");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|NaN|[+-]?Infinity");
  private static final Set<String> TRUE = Set.of("t", "true", "1");
  private static final Set<String> FALSE = Set.of("f", "false", "0");
  private static final Set<String> UTC = Set.of("Z", "UTC");
  private static final DateTimeFormatter ENGINE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final long LAST_YEAR = 290_000;

  private SqlTexts() {}

  /// A text in the engine's spelling of a type; null for one that is none of them.
  ///
  /// @param type `timestamp`, `date`, `zoned` (at its zone or offset, in UTC), `boolean`, `double`
  static @Nullable String read(String type, String text) {
    return switch (type) {
      case "boolean" -> truth(text);
      case "double" -> NUMBER.matcher(text.strip()).matches() ? text.strip() : null;
      default -> time(type, text.strip());
    };
  }

  /// Whether the engine reads a text as the time in UTC that it is.
  static boolean isPlainTime(String text) {
    return time("timestamp", text.strip()) != null;
  }

  /// Whether a text is a time that does not stand in UTC.
  static boolean isZoned(String text) {
    return !isPlainTime(text) && time("zoned", text.strip()) != null;
  }

  private static @Nullable String truth(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return TRUE.contains(lower) ? "true" : FALSE.contains(lower) ? "false" : null;
  }

  private static @Nullable String time(String type, String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String zone = parts.group(8) == null ? "UTC" : parts.group(8);
    boolean utc = UTC.contains(zone);
    if (!utc && !type.equals("zoned")) {
      return null;
    }
    try {
      LocalDateTime clock = clock(parts);
      LocalDateTime time =
          utc
              ? clock
              : clock.atZone(zone(zone)).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
      if (Math.abs(time.getYear()) > LAST_YEAR) {
        return null;
      }
      return type.equals("date") ? time.toLocalDate().toString() : ENGINE.format(time);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static LocalDateTime clock(Matcher parts) {
    LocalDate day = LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
    String fraction = parts.group(7) == null ? "" : parts.group(7);
    int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
    int micros = (nanos + 500) / 1000; // as Trino rounds to the precision of the engine
    return day.atTime(number(parts, 4), number(parts, 5), number(parts, 6))
        .plusNanos(micros * 1000L);
  }

  private static int number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
  }

  private static ZoneId zone(String name) {
    if (!name.startsWith("+") && !name.startsWith("-")) {
      return ZoneId.of(name, ZoneId.SHORT_IDS);
    }
    return ZoneOffset.of(
        name.length() > 3 && name.indexOf(':') < 0
            ? name.substring(0, 3) + ":" + name.substring(3)
            : name);
  }
}
