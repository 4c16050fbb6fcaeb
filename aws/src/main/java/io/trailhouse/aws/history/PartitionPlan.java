package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import java.time.InstantSource;
import java.util.List;

/// What a partition has to do.
///
/// @param spans to be read, in their order
record PartitionPlan(
    HistoryPartition name, EventHistory history, List<Seconds.Span> spans, InstantSource clock) {
  PartitionPlan {
    spans = List.copyOf(spans);
  }
}
