package io.trailhouse.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which values each key has had, and when. Histories can be learnt apart and joined in any order.
///
/// A value costs some 400 bytes of memory, and its first record until that is judged. Beyond
/// [#MOST_KEYS] keys, or [#MOST_VALUES] values of one key, those seen least recently are forgotten
/// and counted: a forgotten key learns anew, a forgotten value is new once more.
final class SeenValues {
  static final int MOST_KEYS = 100_000;
  static final int MOST_VALUES = 1_000;

  private final @Nullable Duration forgetting;
  private final TreeMap<String, Known> keys = new TreeMap<>();
  private long evicted;

  /// What is known of one key.
  static final class Known {
    Instant first;
    Instant last;
    final TreeMap<String, ValueRuns> values = new TreeMap<>();

    Known(Instant first, Instant last) {
      this.first = first;
      this.last = last;
    }

    /// Whether the key begins earlier now.
    private boolean span(Instant from, Instant to) {
      boolean earlier = from.isBefore(first);
      first = earlier ? from : first;
      last = to.isAfter(last) ? to : last;
      return earlier;
    }
  }

  SeenValues(@Nullable Duration forgetting) {
    this.forgetting = forgetting;
  }

  /// Takes an event of a key; whether there is something to judge about the key.
  boolean observe(String key, List<String> values, WatchedEvent event) {
    Known known = keys.get(key);
    if (known == null) {
      known = new Known(event.time(), event.time());
      keys.put(key, known);
    }
    boolean open = known.span(event.time(), event.time());
    if (open) {
      known.values.values().forEach(SeenValues::reopen);
    }
    for (String value : values) {
      ValueRuns runs = known.values.get(value);
      if (runs == null) {
        runs = new ValueRuns();
        known.values.put(value, runs);
      }
      open |= runs.observe(event, forgetting);
    }
    return open;
  }

  private static void reopen(ValueRuns value) {
    value.runs().forEach(run -> run.judged = false);
  }

  /// Adds everything that another history knows.
  void merge(SeenValues other) {
    other.keys.forEach((key, theirs) -> {
      Known ours = keys.computeIfAbsent(key, each -> new Known(theirs.first, theirs.last));
      ours.span(theirs.first, theirs.last);
      theirs.values.forEach((value, runs) -> {
        ValueRuns known = ours.values.computeIfAbsent(value, each -> new ValueRuns());
        runs.runs().forEach(run -> known.add(run, forgetting));
      });
      ours.values.values().forEach(SeenValues::reopen);
    });
    evicted += other.evicted;
  }

  @Nullable Known known(String key) {
    return keys.get(key);
  }

  List<String> keys() {
    return List.copyOf(keys.keySet());
  }

  /// Keeps within the limits.
  void evict(List<String> touched) {
    for (String key : touched) {
      Known known = keys.get(key);
      if (known != null && known.values.size() > MOST_VALUES) {
        evicted += drop(known.values, MOST_VALUES, ValueRuns::last);
      }
    }
    if (keys.size() > MOST_KEYS) {
      evicted += drop(keys, MOST_KEYS, each -> each.last);
    }
  }

  /// Drops a sixteenth more than it must, so that it is seldom called.
  private static <T> int drop(Map<String, T> from, int most, Function<T, Instant> last) {
    int size = from.size();
    List<String> oldest =
        from.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<String, T> each) -> last.apply(each.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .limit(size - most + most / 16)
            .map(Map.Entry::getKey)
            .toList();
    oldest.forEach(from::remove);
    return oldest.size();
  }

  long evicted() {
    return evicted;
  }

  void save(StateWriter out) {
    out.number(evicted);
    out.number(keys.size());
    keys.forEach((key, known) -> {
      out.text(key);
      out.instant(known.first);
      out.instant(known.last);
      out.number(known.values.size());
      known.values.forEach((value, runs) -> {
        out.text(value);
        runs.save(out);
      });
    });
  }

  void restore(StateReader in) {
    evicted = in.number();
    keys.clear();
    for (long left = in.number(); left > 0; left--) {
      String key = in.text();
      Known known = new Known(in.instant(), in.instant());
      for (long values = in.number(); values > 0; values--) {
        known.values.put(in.text(), ValueRuns.restore(in));
      }
      keys.put(key, known);
    }
  }
}
