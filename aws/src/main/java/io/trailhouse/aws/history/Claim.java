package io.trailhouse.aws.history;

import org.jspecify.annotations.Nullable;

/// Seconds that are complete as soon as everything that was read of them is safe. For any number of
/// threads.
final class Claim {
  private final HistoryPositions positions;
  private final LaneName lane;
  private int open = 1;
  private Seconds.@Nullable Span span;

  Claim(HistoryPositions positions, LaneName lane) {
    this.positions = positions;
    this.lane = lane;
  }

  /// Some more records belong to it.
  synchronized void expect() {
    open++;
  }

  /// Some of its records are safe.
  void safe() {
    Seconds.Span claimed;
    synchronized (this) {
      open--;
      claimed = open == 0 ? span : null;
    }
    if (claimed != null) {
      positions.complete(lane, claimed);
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
