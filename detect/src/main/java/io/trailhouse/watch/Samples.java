package io.trailhouse.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The first few of many events, by time and key, whatever order they come in.
final class Samples {
  private final int most;
  private final TreeMap<Order, Sample> kept = new TreeMap<>();

  private record Order(Instant time, String key) implements Comparable<Order> {
    @Override
    public int compareTo(Order other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  Samples(int most) {
    this.most = most;
  }

  void offer(WatchedEvent event) {
    Order order = new Order(event.time(), event.key());
    if (kept.size() < most || order.compareTo(kept.lastKey()) < 0) {
      put(order, event.sample());
    }
  }

  private void put(Order order, Sample sample) {
    kept.put(order, sample);
    if (kept.size() > most) {
      kept.pollLastEntry();
    }
  }

  /// The first of all; null without any.
  @Nullable Sample first() {
    return kept.isEmpty() ? null : kept.firstEntry().getValue();
  }

  List<Sample> list() {
    return new ArrayList<>(kept.values());
  }

  void save(StateWriter out) {
    out.number(kept.size());
    kept.values().forEach(sample -> sample.save(out));
  }

  void restore(StateReader in) {
    for (long left = in.number(); left > 0; left--) {
      Sample each = Sample.restore(in);
      put(new Order(each.time(), each.key()), each);
    }
  }
}
