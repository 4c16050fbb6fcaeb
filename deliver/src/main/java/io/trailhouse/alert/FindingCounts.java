package io.trailhouse.alert;

import io.trailhouse.alert.Alert.State;
import java.util.Map;

/// What became of the findings that an outbox was given. Guarded by the outbox.
final class FindingCounts {
  long belowFloor;
  long repeated;
  long opened;
  long grouped;

  OutboxCounters with(Map<State, Long> alerts, int damaged) {
    return new OutboxCounters(
        belowFloor + repeated + opened + grouped,
        belowFloor,
        repeated,
        opened,
        grouped,
        alerts.getOrDefault(State.WAITING, 0L) + alerts.getOrDefault(State.SENDING, 0L),
        alerts.getOrDefault(State.SENT, 0L),
        alerts.getOrDefault(State.FAILED, 0L),
        alerts.getOrDefault(State.UNKNOWN, 0L),
        alerts.getOrDefault(State.DROPPED, 0L),
        damaged);
  }
}
