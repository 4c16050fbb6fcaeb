package io.trailhouse.pipeline;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.ValueKind;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/// Which values of one field the records have had, for any number of threads. Each thread notes
/// through a [Noting] of its own, for which a value that repeats costs a comparison.
final class Origins {
  /// A field that somebody has filled with other things has no end of values.
  private static final int MOST = 100_000;

  private final EventField field;
  private final Set<String> values = new ConcurrentSkipListSet<>();

  Origins(EventField field) {
    this.field = field;
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

  /// What one thread has met last.
  final class Noting {
    private byte @Nullable [] last;

    void note(EventBatch batch) {
      for (int row = 0; row < batch.rows(); row++) {
        int member = batch.find(row, field);
        if (member >= 0 && batch.kind(member) == ValueKind.STRING && !isLast(batch, member)) {
          last = Arrays.copyOfRange(batch.bytes(), batch.from(member), batch.to(member));
          String text = batch.view(row).text(field);
          if (text != null && !text.isEmpty() && values.size() < MOST) {
            values.add(text);
          }
        }
      }
    }

    private boolean isLast(EventBatch batch, int member) {
      byte[] known = last;
      return known != null
          && Arrays.equals(
              batch.bytes(), batch.from(member), batch.to(member), known, 0, known.length);
    }
  }
}
