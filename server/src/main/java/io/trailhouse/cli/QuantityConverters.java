package io.trailhouse.cli;

import io.trailhouse.quantity.DataSize;
import io.trailhouse.quantity.DurationText;
import io.trailhouse.quantity.QuantityException;
import io.trailhouse.quantity.TimePoint;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads quantities of the command line as the configuration's are read.
final class QuantityConverters {
  private QuantityConverters() {}

  /// How long: `90s`, `10m`, `12h`, `7d`, `2w`.
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return DurationText.parse(text);
      } catch (QuantityException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// How many bytes: `2GB`, `512MiB`.
  static final class Size implements ITypeConverter<DataSize> {
    @Override
    public DataSize convert(String text) {
      try {
        return DataSize.parse(text);
      } catch (QuantityException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// When: a day, a moment, or a time ago.
  static final class Point implements ITypeConverter<TimePoint> {
    @Override
    public TimePoint convert(String text) {
      try {
        return TimePoint.parse(text);
      } catch (QuantityException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// When, where a time ago would have no sense.
  static final class Dated implements ITypeConverter<TimePoint> {
    @Override
    public TimePoint convert(String text) {
      try {
        return TimePoint.parseDated(text);
      } catch (QuantityException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
