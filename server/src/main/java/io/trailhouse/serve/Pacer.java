package io.trailhouse.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Time as loops have it: what it is, how it is waited for, and by how much pauses differ.
public interface Pacer {
  Instant now();

  /// Waits until the time is over or a permit has come.
  void await(Semaphore woken, Duration time) throws InterruptedException;

  /// From 0 to below 1, another each time.
  double dice();

  /// The real time.
  static Pacer real(InstantSource clock) {
    return new Pacer() {
      @Override
      public Instant now() {
        return clock.instant();
      }

      @Override
      public void await(Semaphore woken, Duration time) throws InterruptedException {
        if (woken.tryAcquire(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS)) {
          woken.drainPermits();
        }
      }

      @Override
      public double dice() {
        return ThreadLocalRandom.current().nextDouble();
      }
    };
  }
}
