package io.trailhouse.aws.history;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Says when the next call of a partition may go out: at even distances, at longer ones after the
/// service has refused a call for being one too many, and step by step at the usual ones again.
///
/// The limit is one for the account and Region, shared with whoever else calls. For any number of
/// threads.
final class RateLimiter {
  private static final int SLOWER = 2;
  private static final double FASTER = 0.85;

  /// Who is woken late by less than this part of a distance does not lose it.
  private static final int TOLERANCE = 20;

  private final long usual;
  private final long longest;
  private long interval;
  private long next = System.nanoTime();
  private long slowedAt = next - TimeUnit.DAYS.toNanos(1);

  RateLimiter(HistoryOptions options) {
    this.usual = options.interval().toNanos();
    this.longest = options.longestInterval().toNanos();
    this.interval = usual;
  }

  /// The first turn is so long from now.
  synchronized void begin(Duration after) {
    next = System.nanoTime() + after.toNanos();
  }

  /// Waits for a turn. No two turns follow each other closely, however late threads are woken.
  void await() throws InterruptedException {
    long wait = turn();
    while (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
      wait = turn();
    }
  }

  /// Takes the turn, or answers how long it is until the next one.
  private synchronized long turn() {
    long now = System.nanoTime();
    long wait = next - now;
    if (wait <= 0) {
      next = Math.max(next + interval, now + interval - usual / TOLERANCE);
    }
    return wait;
  }

  /// A call was one too many.
  synchronized void throttled() {
    long now = System.nanoTime();
    if (now - slowedAt >= interval) { // others that were under way say nothing new
      interval = Math.min(longest, interval * SLOWER);
      slowedAt = now;
    }
    long pause = interval / 2 + ThreadLocalRandom.current().nextLong(interval / 2 + 1);
    next = Math.max(next, now + pause);
  }

  /// A call was answered.
  synchronized void good() {
    interval = Math.max(usual, (long) (interval * FASTER));
  }
}
