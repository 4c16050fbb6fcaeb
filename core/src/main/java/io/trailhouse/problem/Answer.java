package io.trailhouse.problem;

/// What the program does about a problem. The code of a problem decides it, in one place.
public enum Answer {
  /// End the command; nothing half-done stays behind.
  STOP,
  /// Put the log file aside whole, with its reason, and go on with the next one.
  QUARANTINE,
  /// Do the same work again; nothing of it has taken effect.
  RETRY,
  /// The outcome is unknown: touch nothing, clean up nothing, look first.
  HOLD
}
