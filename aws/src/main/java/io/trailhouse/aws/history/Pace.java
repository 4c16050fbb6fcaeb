package io.trailhouse.aws.history;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Says when the next call of a lane may go out: at even distances, at longer ones after the
/// service has refused a call for being one too many, and step by step at the usual ones again.
///
/// The limit is one for the account and Region, shared with whoever else calls. For any number of
/// threads.
final class Pace {
  private static final int SLOWER = 2;
  private static final double FASTER = 0.85;
  private static final int TOLERANCE = 20;

  private final long usual;
  private final long longest;
  private long interval;
  private long next = System.nanoTime();
  private long slowedAt = next - TimeUnit.DAYS.toNanos(1);

  Pace(HistoryOptions options) {
    this.usual = options.interval().toNanos();
    this.longest = options.longestInterval().toNanos();
    this.interval = usual;
  }

  /// Waits for the caller's turn.
  void await() throws InterruptedException {
    long mine;
    synchronized (this) {
      mine = Math.max(System.nanoTime(), next);
      next = mine + interval;
    }
    long wait = mine - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    synchronized (this) { // who is woken late must not be followed too closely
      next = Math.max(next, System.nanoTime() + interval - usual / TOLERANCE);
    }
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
