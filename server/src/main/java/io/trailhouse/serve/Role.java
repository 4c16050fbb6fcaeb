package io.trailhouse.serve;

import java.time.Duration;

/// What a loop is for: when it is stopped, whether it stands still while the outcome of a commit is
/// unknown, and whether the program is of use with it alone.
public enum Role {
  /// Brings events into the table, or finds out which sources do.
  SOURCE(0, true, true, Duration.ofMinutes(2)),
  /// Looks for what is missing in the table, and fetches it.
  GAPS(0, true, false, Duration.ofSeconds(30)),
  /// Merges and deletes files. A round under way is stopped by force with the program.
  UPKEEP(0, true, false, Duration.ZERO),
  /// Reads what has come into the table: routes and rules.
  FOLLOWER(1, false, true, Duration.ofSeconds(30)),
  /// Sends what rules have found.
  ALERT(2, false, false, Duration.ofSeconds(10)),
  /// Serves the others: notes where the table ends, renews holds on it.
  CHORE(2, false, false, Duration.ofSeconds(5)),
  /// Tells how all others are.
  LOG(3, false, false, Duration.ofSeconds(5));

  private final int stage;
  private final boolean held;
  private final boolean work;
  private final Duration patience;

  Role(int stage, boolean held, boolean work, Duration patience) {
    this.stage = stage;
    this.held = held;
    this.work = work;
    this.patience = patience;
  }

  /// Loops of a lower stage end first.
  int stage() {
    return stage;
  }

  /// Whether it takes or deletes something, so that it waits while an outcome is unknown.
  boolean isHeld() {
    return held;
  }

  /// Whether somebody has started the program for it.
  boolean isWork() {
    return work;
  }

  /// How long the end of a round under way is waited for.
  Duration patience() {
    return patience;
  }
}
