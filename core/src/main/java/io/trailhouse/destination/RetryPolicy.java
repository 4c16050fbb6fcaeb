package io.trailhouse.destination;

import java.time.Duration;

/// How long to wait before what was not taken is tried again. All that sends follows it, each with
/// times of its own.
///
/// @param first after the first failure; doubled after each further one
/// @param longest but never longer than this, unless the other side asks for more
/// @param untilFixed at least this long where somebody has to fix something first
public record RetryPolicy(Duration first, Duration longest, Duration untilFixed) {
  private static final int MOST_DOUBLINGS = 20;
  private static final double JITTER = 0.2;

  /// The pause after a failure: never shorter than the other side has asked for.
  ///
  /// @param failures in a row, this one included
  /// @param seed the same seed gives the same pause; another one up to a fifth less, so that what
  ///   failed together is not tried again together
  public Duration pause(Failure failure, int failures, String seed) {
    Duration pause = usual(failures, seed);
    if (failure.hope() == Failure.Hope.WHEN_MENDED) {
      pause = longer(pause, untilFixed);
    }
    Duration asked = failure.after();
    return asked == null ? pause : longer(pause, asked);
  }

  private Duration usual(int failures, String seed) {
    long doubled = first.toMillis() << Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1));
    long millis = Math.min(longest.toMillis(), doubled);
    double part = Math.floorMod((seed + failures).hashCode(), 1000) / 1000.0;
    return Duration.ofMillis(Math.round(millis * (1 - JITTER * part)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
