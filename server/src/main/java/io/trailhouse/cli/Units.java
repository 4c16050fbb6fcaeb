package io.trailhouse.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Quantities with their units, as people write them.
final class Units {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*([smhdw])");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([kmgt])i?b?");

  private Units() {}

  /// `90s`, `10m`, `12h`, `7d`, `2w`.
  static Duration time(String text) {
    Matcher matcher = TIME.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is not a time such as 90s, 10m, 12h or 7d");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }

  /// `512MB`, `2GB`: bytes in powers of 1024.
  static long size(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is not a size such as 512MB or 2GB");
    }
    int power = "kmgt".indexOf(matcher.group(2)) + 1;
    return Long.parseLong(matcher.group(1)) << (10 * power);
  }

  /// For picocli.
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return time(text);
    }
  }

  /// For picocli.
  static final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return size(text);
    }
  }
}
