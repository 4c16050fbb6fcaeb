package io.trailhouse.alert;

import java.time.Duration;

/// How long to wait before trying again, and how long to go on trying.
///
/// @param first after the first failure; doubled after each further one
/// @param longest but never longer than this, unless the other side asks for more
/// @param giveUp an alert that could not be sent for this long has failed
public record Backoff(Duration first, Duration longest, Duration giveUp) {
  public static final Backoff USUAL =
      new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofDays(3));

  private static final int MOST_DOUBLINGS = 20;
  private static final double JITTER = 0.2;

  /// The pause after so many failures in a row.
  ///
  /// @param seed the same seed gives the same pause; another one up to a fifth less
  Duration after(int failures, String seed) {
    long doubled = first.toMillis() << Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1));
    long millis = Math.min(longest.toMillis(), doubled);
    double part = Math.floorMod((seed + failures).hashCode(), 1000) / 1000.0;
    return Duration.ofMillis(Math.round(millis * (1 - JITTER * part)));
  }
}
