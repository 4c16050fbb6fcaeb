package io.trailhouse.checkpoint;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/// Remembers positions. For any number of threads.
public interface CheckpointStore {
  /// Every position remembered for a source; empty when there is none yet.
  List<Position> read(String source) throws IOException;

  /// Remembers these positions of a source in one step, besides those of its other parts.
  void advance(String source, Collection<Position> positions) throws IOException;
}
