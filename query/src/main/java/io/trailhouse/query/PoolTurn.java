package io.trailhouse.query;

import org.jspecify.annotations.Nullable;

/// A statement given to a [QueryPool], from before it has a process: whoever gives it up while it
/// still waits for one takes no turn from others.
final class PoolTurn implements RunningQuery {
  private @Nullable WorkerRows rows;
  private boolean cancelled;

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /// A process has it.
  void runs(WorkerRows in) {
    boolean late;
    synchronized (this) {
      rows = in;
      late = cancelled;
    }
    if (late) {
      in.cancel();
    }
  }

  @Override
  public void cancel() {
    WorkerRows running;
    synchronized (this) {
      cancelled = true;
      running = rows;
    }
    if (running != null) {
      running.cancel();
    }
  }

  /// The process that it runs in; 0 before it does.
  synchronized long pid() {
    return rows == null ? 0 : rows.pid();
  }
}
