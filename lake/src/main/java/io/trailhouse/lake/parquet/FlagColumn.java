package io.trailhouse.lake.parquet;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/// Truth values, a bit each.
final class FlagColumn extends LeafColumn {
  private final Presence set = new Presence();
  private int values;

  void add(int slot, boolean value) {
    present.set(slot);
    if (value) {
      set.set(values);
    }
    values++;
  }

  @Override
  int values() {
    return values;
  }

  @Override
  Encoding seal() {
    return Encoding.PLAIN;
  }

  @Override
  int fitting(int from, int bytes) {
    return bytes * Byte.SIZE;
  }

  @Override
  void encode(int from, int to, PageBytes into) {
    for (int value = from; value < to; value += Byte.SIZE) {
      int packed = 0;
      for (int bit = 0; bit < Byte.SIZE && value + bit < to; bit++) {
        packed |= (set.has(value + bit) ? 1 : 0) << bit;
      }
      into.write(packed);
    }
  }

  @Override
  boolean widen(int from, int to, Statistics<?> statistics) {
    int ones = set.count(from, to);
    if (ones > 0) {
      statistics.updateStats(true);
    }
    if (ones < to - from) {
      statistics.updateStats(false);
    }
    return true;
  }

  @Override
  long bytes() {
    return values / Byte.SIZE;
  }

  @Override
  void clear(int slots) {
    super.clear(slots);
    set.clear(values);
    values = 0;
  }
}
