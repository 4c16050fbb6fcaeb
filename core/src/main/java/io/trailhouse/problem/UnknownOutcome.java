package io.trailhouse.problem;

/// Work of which nobody knows whether it took effect, and the way to find out. It stands among the
/// causes of a problem whose answer is HOLD.
public interface UnknownOutcome {
  /// Finds out. Once this has answered, the work has taken effect or never will.
  ///
  /// @return what became of it, for people
  /// @throws RuntimeException while that cannot be found out; it may be asked again
  String settle();
}
