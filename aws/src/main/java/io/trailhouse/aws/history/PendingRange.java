package io.trailhouse.aws.history;

import org.jspecify.annotations.Nullable;

/// Seconds that are complete as soon as everything that was read of them is safe. For any number of
/// threads.
final class PendingRange {
  private final HistoryPositions positions;
  private final HistoryPartition partition;
  private int open = 1;
  private Seconds.@Nullable Span span;

  PendingRange(HistoryPositions positions, HistoryPartition partition) {
    this.positions = positions;
    this.partition = partition;
  }

  /// Some more records belong to it.
  synchronized void expect() {
    open++;
  }

  /// Some of its records are safe.
  void safe() {
    Seconds.Span complete;
    synchronized (this) {
      open--;
      complete = open == 0 ? span : null;
    }
    if (complete != null) {
      positions.complete(partition, complete);
    }
  }

  /// No more belong to it: it stands for these seconds; for none when null.
  void end(Seconds.@Nullable Span of) {
    synchronized (this) {
      span = of;
    }
    safe();
  }
}
