package io.trailhouse.login;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody may do, each with all that those before it may.
public enum Role {
  /// Asks.
  READ,
  /// Changes findings, suppressions, saved queries and dashboards.
  ANALYST,
  /// Whoever may read the home folder itself.
  ADMIN;

  /// As it is written.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The one that a word names; null when it names none.
  public static @Nullable Role named(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    return null;
  }

  public boolean may(Role needed) {
    return compareTo(needed) >= 0;
  }
}
