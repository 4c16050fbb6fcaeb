package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import java.util.List;

/// Some records of a partition that go on together.
///
/// @param events newest first
/// @param from the oldest second they may be of
/// @param to the newest
/// @param pending learns when they are safe
record Bundle(List<EventHistory.Found> events, long from, long to, PendingRange pending) {
  Bundle {
    events = List.copyOf(events);
  }
}
