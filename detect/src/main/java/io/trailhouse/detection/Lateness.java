package io.trailhouse.detection;

import java.time.Duration;

/// How long after a later one an event may come and still count for what looks at several: a moment
/// is judged once the newest event is so much past it.
public enum Lateness {
  /// What comes in.
  LIVE(Duration.ofMinutes(20), Duration.ZERO),

  /// A table's history. Days come in their order, a day's events in none, and a record may write
  /// its time in another zone, and so its day.
  DAYS(Duration.ofDays(2), Duration.ofHours(1)),

  /// Files in any order: nothing is judged before all of them are read.
  ANY(Duration.ZERO, Duration.ZERO);

  private final Duration allowed;
  private final Duration step;

  Lateness(Duration allowed, Duration step) {
    this.allowed = allowed;
    this.step = step;
  }

  Duration allowed() {
    return allowed;
  }

  /// What is judged at once: judging costs the more the more often it is done.
  Duration step() {
    return step;
  }
}
