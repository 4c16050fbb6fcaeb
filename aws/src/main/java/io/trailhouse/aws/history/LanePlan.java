package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import java.time.InstantSource;
import java.util.List;

/// What a lane has to do.
///
/// @param spans to be read, in their order
record LanePlan(
    LaneName name, EventHistory history, List<Seconds.Span> spans, InstantSource clock) {
  LanePlan {
    spans = List.copyOf(spans);
  }
}
