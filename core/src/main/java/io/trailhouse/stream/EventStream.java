package io.trailhouse.stream;

import io.trailhouse.event.EventBatch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stored events one after the other, in an order that never changes: whoever remembers a position
/// finds the same events behind it again. For any number of threads.
public interface EventStream {
  /// The position behind the last event there is.
  StreamPosition head();

  /// Some events from a position on; null when there is none yet.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException with NOT_FOUND when events behind the
  ///   position are no longer kept in their order
  @Nullable Chunk from(StreamPosition position);

  /// Some events that follow each other.
  ///
  /// @param start the position of the first one; at or before the one that was asked for
  /// @param rows for each event, how many rows it stands behind `start`
  /// @param origins for each event, the log file it came from
  /// @param arrived when these events came into the table
  /// @param next the position behind the chunk
  record Chunk(
      StreamPosition start,
      EventBatch events,
      int[] rows,
      List<String> origins,
      Instant arrived,
      StreamPosition next) {}
}
