package io.trailhouse.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The span of time that a command looks at; times are UTC.
final class TimeSpan {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Units.Time.class,
      description = "Only the last so long, such as 12h, 7d or 4w.")
  private @Nullable Duration since;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Only from this time on: 2026-05-01 or 2026-05-01T08:00:00Z.")
  private @Nullable LocalDateTime from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = End.class,
      description = "Only before this time; a day alone means its end.")
  private @Nullable LocalDateTime to;

  /// Whether nothing was said, so that all times are meant.
  boolean isEmpty() {
    return since == null && from == null && to == null;
  }

  @Nullable LocalDateTime from(Instant now) {
    return since == null ? from : LocalDateTime.ofInstant(now.minus(since), ZoneOffset.UTC);
  }

  @Nullable LocalDateTime to() {
    return to;
  }

  /// A day or a moment.
  static final class Moment implements ITypeConverter<LocalDateTime> {
    @Override
    public LocalDateTime convert(String text) {
      String iso = text.strip().replace(' ', 'T');
      try {
        if (iso.length() == 10) {
          return LocalDate.parse(iso).atStartOfDay();
        }
        return iso.matches(".*(?:Z|[+-]\\d\\d:\\d\\d)")
            ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
            : LocalDateTime.parse(iso);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is not a time such as 2026-05-01 or 2026-05-01T08:00:00Z");
      }
    }
  }

  /// A moment, or the end of a day.
  static final class End implements ITypeConverter<LocalDateTime> {
    @Override
    public LocalDateTime convert(String text) {
      LocalDateTime moment = new Moment().convert(text);
      return text.strip().length() == 10 ? moment.plusDays(1) : moment;
    }
  }
}
