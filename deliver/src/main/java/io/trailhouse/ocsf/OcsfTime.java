package io.trailhouse.ocsf;

import io.trailhouse.event.EventTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A moment as OCSF has it twice: in milliseconds, and with the datetime profile as a text.
record OcsfTime(Instant instant) {
  /// The moment that a text says in any spelling that event times have; null when it is none.
  static @Nullable OcsfTime of(@Nullable String text) {
    Instant instant = text == null ? null : EventTime.of(text);
    return instant == null ? null : new OcsfTime(instant);
  }

  /// Adds both forms; the text one has `_dt` behind its name.
  void put(String name, OcsfStruct into) {
    into.moment(name, instant.toEpochMilli()).text(name + "_dt", instant.toString());
  }
}
