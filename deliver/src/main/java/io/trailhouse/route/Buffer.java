package io.trailhouse.route;

import java.time.Duration;

/// When a batch is written: when one of its objects has grown so large, or its first event has
/// waited so long.
///
/// @param size bytes of records before compression
public record Buffer(long size, Duration age) {
  /// Firehose's own: 5 MB, 300 seconds.
  public static final Buffer DEFAULT = new Buffer(5_000_000, Duration.ofMinutes(5));
}
