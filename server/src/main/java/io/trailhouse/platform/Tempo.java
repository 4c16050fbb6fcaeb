package io.trailhouse.platform;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How often the program does what it does for ever, and in what portions. People leave it as it
/// is: tests of the whole program shorten it by system properties, which are read here and nowhere
/// else.
///
/// @param commitRows from how many records on a batch of an import is committed; null for the
///   appender's own number
/// @param visibility how long a queue's message stays hidden before it is asked for again; null for
///   the source's own time
/// @param historySpeed by how much faster Event history may be asked than AWS allows
/// @param journal every how much a line of the log tells what went through
/// @param gaps every how much `serve` looks for gaps
record Tempo(
    @Nullable Long commitRows,
    @Nullable Duration visibility,
    int historySpeed,
    Duration journal,
    Duration gaps) {
  static final Tempo DEFAULT =
      new Tempo(null, null, 1, Duration.ofMinutes(1), Duration.ofMinutes(15));

  static Tempo ofSystemProperties() {
    return new Tempo(
        Long.getLong("trailhouse.commit-rows"),
        seconds("trailhouse.visibility"),
        Integer.getInteger("trailhouse.history-speed", DEFAULT.historySpeed),
        Objects.requireNonNullElse(seconds("trailhouse.minute"), DEFAULT.journal),
        Objects.requireNonNullElse(seconds("trailhouse.gaps"), DEFAULT.gaps));
  }

  private static @Nullable Duration seconds(String property) {
    Long seconds = Long.getLong(property);
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }
}
