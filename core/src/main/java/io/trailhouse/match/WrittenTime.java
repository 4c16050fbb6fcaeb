package io.trailhouse.match;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A point in time as a record writes it: `2026-05-01T08:00:00Z`, with another offset, with a
/// fraction, or without a zone, which stands for UTC; a blank may stand for the `T`.
public final class WrittenTime {
  private static final int SHORTEST = "2026-05-01T08:00".length();
  private static final int LONGEST = 48;
  private static final int TIME_FROM = "2026-05-01".length();

  private WrittenTime() {}

  /// The time with the offset it is written in; null when the text is none.
  public static @Nullable OffsetDateTime of(String text) {
    if (text.length() < SHORTEST || text.length() > LONGEST || text.charAt(4) != '-') {
      return null;
    }
    String iso =
        text.charAt(TIME_FROM) == ' '
            ? text.substring(0, TIME_FROM) + 'T' + text.substring(TIME_FROM + 1)
            : text;
    iso = iso.endsWith(" UTC") ? iso.substring(0, iso.length() - 4) : iso;
    try {
      return OffsetDateTime.parse(iso);
    } catch (DateTimeException e) {
      return local(iso);
    }
  }

  private static @Nullable OffsetDateTime local(String iso) {
    try {
      return LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
