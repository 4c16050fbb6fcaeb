package io.trailhouse.page;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.concurrent.Semaphore;

/// How many may ask at once: beyond it somebody is told so at once, which costs nothing, instead of
/// waiting for a turn that does not come in time.
final class Turns {
  private final Semaphore free;

  Turns(int most) {
    this.free = new Semaphore(most);
  }

  /// Takes a turn until it is closed.
  ///
  /// @throws TrailhouseException with BUSY when there is none
  Turn take() {
    if (!free.tryAcquire()) {
      throw new TrailhouseException(
          Code.BUSY,
          "too many ask at once",
          "the processes that run queries",
          "Ask again in a moment");
    }
    return free::release;
  }

  /// A turn that was taken.
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }
}
