package io.trailhouse.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// When a key had a value: stretches of time that are at least the forgetting time apart. The same
/// whatever order events or other histories come in.
final class ValueRuns {
  /// Of a value that comes and goes more often, the oldest stretches become one.
  private static final int MOST = 8;

  private final TreeMap<Instant, Run> runs = new TreeMap<>();

  /// One stretch.
  static final class Run {
    /// The first event; without its JSON text once it is judged.
    Sample first;

    Instant last;
    boolean reported;
    boolean judged;

    Run(Sample first, Instant last) {
      this.first = first;
      this.last = last;
    }

    /// Lets the record's text go: what has been judged is seldom asked for again.
    void judge() {
      judged = true;
      if (first.json().length() > 200) {
        first = slim(first);
      }
    }

    private static Sample slim(Sample full) {
      return new Sample(
          full.key(),
          full.time(),
          full.name(),
          full.account(),
          full.region(),
          full.principal(),
          "");
    }
  }

  /// Takes an event; whether the value begins with it, or begins earlier now.
  boolean observe(WatchedEvent event, @Nullable Duration forgetting) {
    Map.Entry<Instant, Run> before = runs.floorEntry(event.time());
    if (before != null && isNear(before.getValue().last, event.time(), forgetting)) {
      Run run = before.getValue();
      boolean first =
          event.time().equals(run.first.time()) && event.key().compareTo(run.first.key()) < 0;
      Instant next = runs.higherKey(event.time());
      if (!first && (next == null || !isNear(event.time(), next, forgetting))) {
        run.last = event.time().isAfter(run.last) ? event.time() : run.last;
        return false;
      }
    }
    add(new Run(event.sample(), event.time()), forgetting);
    return true;
  }

  private static boolean isNear(Instant from, Instant to, @Nullable Duration forgetting) {
    return forgetting == null || Duration.between(from, to).compareTo(forgetting) < 0;
  }

  /// Joins a stretch with all that are near it.
  void add(Run added, @Nullable Duration forgetting) {
    Run all = added;
    Map.Entry<Instant, Run> before = runs.floorEntry(all.first.time());
    if (before != null && isNear(before.getValue().last, all.first.time(), forgetting)) {
      all = join(before.getValue(), all);
    }
    Map.Entry<Instant, Run> next = runs.higherEntry(all.first.time());
    while (next != null && isNear(all.last, next.getKey(), forgetting)) {
      all = join(all, next.getValue());
      next = runs.higherEntry(next.getKey());
    }
    runs.put(all.first.time(), all);
    if (runs.size() > MOST) {
      Run oldest = runs.pollFirstEntry().getValue();
      Run second = runs.pollFirstEntry().getValue();
      runs.put(oldest.first.time(), join(oldest, second));
    }
  }

  private Run join(Run one, Run other) {
    runs.remove(one.first.time(), one);
    runs.remove(other.first.time(), other);
    Run early = isEarlier(one, other) ? one : other;
    Run joined = new Run(early.first, one.last.isAfter(other.last) ? one.last : other.last);
    joined.reported = one.reported || other.reported;
    joined.judged = early.judged;
    return joined;
  }

  /// Of two records of one event the one whose text is still there counts.
  private static boolean isEarlier(Run one, Run other) {
    int order = one.first.compareTo(other.first);
    return order < 0 || (order == 0 && one.first.json().length() >= other.first.json().length());
  }

  Collection<Run> runs() {
    return runs.values();
  }

  Instant last() {
    return runs.lastEntry().getValue().last;
  }

  void save(StateWriter out) {
    out.number(runs.size());
    for (Run run : runs.values()) {
      run.first.save(out);
      out.instant(run.last);
      out.flag(run.reported);
      out.flag(run.judged);
    }
  }

  static ValueRuns restore(StateReader in) {
    ValueRuns value = new ValueRuns();
    for (long left = in.number(); left > 0; left--) {
      Run run = new Run(Sample.restore(in), in.instant());
      run.reported = in.flag();
      run.judged = in.flag();
      value.runs.put(run.first.time(), run);
    }
    return value;
  }
}
