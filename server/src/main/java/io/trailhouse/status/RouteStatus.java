package io.trailhouse.status;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What one route says of itself.
///
/// @param problem why its destination takes nothing; null when it does
/// @param position how far it has read
public record RouteStatus(String name, @Nullable Trouble problem, String position, Counts counts) {
  /// in = kept + dropped, and kept = delivered + waiting + failed.
  ///
  /// @param dropped by reason
  /// @param failed by reason
  public record Counts(
      long in,
      long kept,
      SortedMap<String, Long> dropped,
      long delivered,
      long waiting,
      SortedMap<String, Long> failed) {}
}
