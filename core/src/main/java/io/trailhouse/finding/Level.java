package io.trailhouse.finding;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How much a finding matters, from least to most; Sigma's words.
public enum Level {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /// The word as rules and configurations write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The level that a word names, in any case; null when it names none.
  public static @Nullable Level named(String word) {
    for (Level level : values()) {
      if (level.word().equals(word.toLowerCase(Locale.ROOT))) {
        return level;
      }
    }
    return null;
  }

  public boolean isAtLeast(Level other) {
    return compareTo(other) >= 0;
  }
}
