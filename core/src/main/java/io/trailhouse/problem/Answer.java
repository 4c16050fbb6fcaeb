package io.trailhouse.problem;

/// What the program does about a problem. The code of a problem decides it, in one place.
public enum Answer {
  /// End it: doing the same again in this process would come to the same. Nothing half-done stays
  /// behind.
  STOP,
  /// Put the log file aside whole, with its reason, and go on with the next one.
  QUARANTINE,
  /// Do the same work again, later: it may go well when others or somebody have changed something
  /// meanwhile, and nothing of it has taken effect. A command that a person waits for ends instead
  /// and says so.
  RETRY,
  /// The outcome is unknown: take nothing and delete nothing until it is known, see
  /// [UnknownOutcome]. A command that a person waits for ends instead and says so.
  HOLD
}
