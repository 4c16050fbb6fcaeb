package io.trailhouse.destination;

import io.trailhouse.source.LogFile;

/// Takes event records for good. For several threads at once; each batch belongs to one thread.
public interface Sink {
  /// Whether this file, in this version, has been dealt with, so that it need not be read.
  boolean knows(LogFile file);

  /// A new, empty batch.
  SinkBatch begin();
}
