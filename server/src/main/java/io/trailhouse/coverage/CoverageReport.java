package io.trailhouse.coverage;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Coverage of a span of delivery times.
///
/// @param from the start of the first hour
/// @param to the end of the last hour
/// @param lanes the state of each hour
/// @param busy the numbers of the hours in which log files came
/// @param gaps in the order of lanes and times
public record CoverageReport(
    Instant from,
    Instant to,
    SortedMap<AccountRegion, HourState[]> lanes,
    Map<AccountRegion, BitSet> busy,
    List<Gap> gaps) {
  /// Whether nothing is known of any hour.
  public boolean isEmpty() {
    return lanes.values().stream()
        .allMatch(lane -> Arrays.stream(lane).allMatch(hour -> hour == HourState.NOTHING));
  }

  /// How many hours of all lanes are in a state.
  public long hours(HourState state) {
    long hours = 0;
    for (HourState[] lane : lanes.values()) {
      for (HourState each : lane) {
        hours += each == state ? 1 : 0;
      }
    }
    return hours;
  }
}
