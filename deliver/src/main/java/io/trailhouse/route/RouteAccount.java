package io.trailhouse.route;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of the events that a route has read: in = kept + dropped, and kept = delivered +
/// waiting + failed, at every moment.
///
/// @param dropped events not chosen, by reason
/// @param failed events that the destination will never take, by reason
public record RouteAccount(
    long in,
    long kept,
    SortedMap<String, Long> dropped,
    long delivered,
    SortedMap<String, Long> failed) {
  static final RouteAccount NONE = new RouteAccount(0, 0, new TreeMap<>(), 0, new TreeMap<>());

  public long droppedInAll() {
    return sum(dropped);
  }

  public long failedInAll() {
    return sum(failed);
  }

  /// Kept and neither delivered nor failed yet.
  public long waiting() {
    return kept - delivered - failedInAll();
  }

  private static long sum(Map<String, Long> numbers) {
    return numbers.values().stream().mapToLong(Long::longValue).sum();
  }

  RouteAccount plus(RouteAccount other) {
    return new RouteAccount(
        in + other.in,
        kept + other.kept,
        sums(dropped, other.dropped),
        delivered + other.delivered,
        sums(failed, other.failed));
  }

  private static SortedMap<String, Long> sums(Map<String, Long> one, Map<String, Long> two) {
    SortedMap<String, Long> sums = new TreeMap<>(one);
    two.forEach((reason, number) -> sums.merge(reason, number, Long::sum));
    return sums;
  }
}
