package io.trailhouse.watch;

import io.trailhouse.watch.RateFinding.Share;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How often each value was there.
final class Tally {
  /// Beyond so many values the rarest are left out where many minutes are added up.
  static final int MOST = 50;

  private final TreeMap<String, Long> counts = new TreeMap<>();

  void add(String value) {
    counts.merge(value, 1L, Long::sum);
  }

  /// Adds all of another; what is kept depends only on the sequence of whole tallies.
  void add(Tally other) {
    other.counts.forEach((value, count) -> counts.merge(value, count, Long::sum));
    if (counts.size() > MOST) {
      counts.keySet().retainAll(top(MOST).stream().map(Map.Entry::getKey).toList());
    }
  }

  private List<Map.Entry<String, Long>> top(int most) {
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Long> each) -> -each.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .toList();
  }

  /// The most frequent values with their count for each minute.
  List<Share> shares(int most, long minutes) {
    return top(most).stream()
        .map(each -> new Share(each.getKey(), each.getValue() / (double) Math.max(1, minutes)))
        .toList();
  }

  void save(StateWriter out) {
    out.number(counts.size());
    counts.forEach((value, count) -> {
      out.text(value);
      out.number(count);
    });
  }

  static Tally restore(StateReader in) {
    Tally tally = new Tally();
    for (long left = in.number(); left > 0; left--) {
      tally.counts.put(in.text(), in.number());
    }
    return tally;
  }
}
