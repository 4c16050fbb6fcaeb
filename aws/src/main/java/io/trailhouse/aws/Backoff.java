package io.trailhouse.aws;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Waits longer after each failure in a row, with jitter, and not at all after a success.
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private int failures;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  void good() {
    failures = 0;
  }

  /// How long to wait after one failure more.
  Duration next() {
    failures++;
    return after(failures, first, longest);
  }

  /// How long to wait after some failures: doubled each time, less up to a half by chance.
  static Duration after(int failures, Duration first, Duration longest) {
    long full = first.toMillis() << Math.min(20, Math.max(0, failures - 1));
    long bound = Math.max(2, Math.min(full, longest.toMillis()));
    return Duration.ofMillis(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
  }
}
