package io.trailhouse.sink.ocsf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A moment as OCSF has it twice: in milliseconds, and with the datetime profile as a text.
record OcsfTime(Instant instant) {
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /// The moment of an ISO 8601 text with a zone; null when it is none between the years 1970 and
  /// 9999.
  static @Nullable OcsfTime of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : new OcsfTime(instant);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// Adds both forms; the text one has `_dt` behind its name.
  void put(String name, OcsfStruct into) {
    into.moment(name, instant.toEpochMilli()).text(name + "_dt", instant.toString());
  }
}
