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
/// @param hours the state of each hour, by account and Region
/// @param busy the numbers of the hours in which log files came
/// @param gaps by account and Region, then by time
public record CoverageReport(
    Instant from,
    Instant to,
    SortedMap<AccountRegion, HourState[]> hours,
    Map<AccountRegion, BitSet> busy,
    List<Gap> gaps) {
  /// Whether nothing is known of any hour.
  public boolean isEmpty() {
    return hours.values().stream()
        .allMatch(ofOne -> Arrays.stream(ofOne).allMatch(hour -> hour == HourState.NOTHING));
  }

  /// How many hours of all accounts and Regions are in a state.
  public long hours(HourState state) {
    long count = 0;
    for (HourState[] ofOne : hours.values()) {
      for (HourState each : ofOne) {
        count += each == state ? 1 : 0;
      }
    }
    return count;
  }
}
