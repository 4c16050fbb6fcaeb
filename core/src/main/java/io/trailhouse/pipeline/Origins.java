package io.trailhouse.pipeline;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventView;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which values of one kind the records have had, for any number of threads. Each thread notes
/// through a [Noting] of its own, for which a value that repeats costs a comparison.
final class Origins {
  /// A field that somebody has filled with other things has no end of values.
  private static final int MOST = 100_000;

  private final Function<EventView, @Nullable String> of;
  private final Set<String> values = new ConcurrentSkipListSet<>();

  Origins(Function<EventView, @Nullable String> of) {
    this.of = of;
  }

  Noting noting() {
    return new Noting();
  }

  /// How many there are.
  int count() {
    return values.size();
  }

  Set<String> values() {
    return Set.copyOf(values);
  }

  /// What one thread has seen last.
  final class Noting {
    private String last = "";

    void note(EventBatch batch) {
      for (int row = 0; row < batch.rows(); row++) {
        String text = of.apply(batch.view(row));
        if (text != null && !text.equals(last)) {
          last = text;
          if (!text.isEmpty() && values.size() < MOST) {
            values.add(text);
          }
        }
      }
    }
  }
}
