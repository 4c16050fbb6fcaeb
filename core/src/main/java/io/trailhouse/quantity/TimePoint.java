package io.trailhouse.quantity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/// A point in time as people write it. Without an offset it is UTC.
public sealed interface TimePoint {
  /// The first moment of it.
  ///
  /// @param now what a time ago is counted from
  Instant start(Instant now);

  /// The first moment behind it: of a day the next one's start, else itself.
  Instant end(Instant now);

  /// A day, as `2026-05-01`.
  record Day(LocalDate date) implements TimePoint {
    @Override
    public Instant start(Instant now) {
      return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public Instant end(Instant now) {
      return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public String toString() {
      return date.toString();
    }
  }

  /// A moment, as `2026-05-01T08:00:00Z`, `2026-05-01T10:00+02:00` or `2026-05-01 08:00`.
  record Moment(Instant at) implements TimePoint {
    @Override
    public Instant start(Instant now) {
      return at;
    }

    @Override
    public Instant end(Instant now) {
      return at;
    }

    @Override
    public String toString() {
      return at.toString();
    }
  }

  /// So long before now, as `7d`; `now` is no time ago.
  ///
  /// @param time not negative
  record Ago(Duration time) implements TimePoint {
    @Override
    public Instant start(Instant now) {
      return now.minus(time);
    }

    @Override
    public Instant end(Instant now) {
      return start(now);
    }

    @Override
    public String toString() {
      return time.isZero() ? "now" : DurationText.text(time);
    }
  }

  /// Reads a day, a moment, a time ago or `now`.
  static TimePoint parse(String text) throws QuantityException {
    String plain = text.strip().toUpperCase(Locale.ROOT);
    if (plain.equals("NOW")) {
      return new Ago(Duration.ZERO);
    }
    if (!TimeForms.isDated(plain)) {
      try {
        return new Ago(DurationText.parse(plain));
      } catch (QuantityException e) {
        throw new QuantityException(text, "is no time; write " + TimeForms.DATES + ", 7d or now");
      }
    }
    return TimeForms.dated(text, plain);
  }

  /// Reads a day or a moment, where a time ago would have no sense.
  static TimePoint parseDated(String text) throws QuantityException {
    return TimeForms.dated(text, text.strip().toUpperCase(Locale.ROOT));
  }

  /// Reads a day, or a moment that names its offset, where a guess could cost evidence.
  static TimePoint parseZoned(String text) throws QuantityException {
    TimePoint point = parseDated(text);
    if (point instanceof Moment && !TimeForms.hasOffset(text.strip())) {
      throw new QuantityException(text, "is no date and no moment; write " + TimeForms.DATES);
    }
    return point;
  }
}
