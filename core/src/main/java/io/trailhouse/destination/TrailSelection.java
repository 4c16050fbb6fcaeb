package io.trailhouse.destination;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which records are wanted. An account or Region is the one under which a record is filed.
///
/// @param from the first event time that is in
/// @param to the first event time that is out
/// @param accounts account ids; empty for all
/// @param regions Regions' names; empty for all
public record TrailSelection(
    @Nullable Instant from, @Nullable Instant to, Set<String> accounts, Set<String> regions) {
  /// All records.
  public static final TrailSelection ALL = new TrailSelection(null, null, Set.of(), Set.of());

  public TrailSelection {
    accounts = Set.copyOf(accounts);
    regions = Set.copyOf(regions);
  }

  boolean has(TrailPlace place) {
    return (accounts.isEmpty() || accounts.contains(place.account()))
        && (regions.isEmpty() || regions.contains(place.region()));
  }
}
