package io.trailhouse.lake.parquet;

import java.util.Arrays;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/// Times that come in order, so that equal ones are neighbours: by number in a dictionary as long
/// as that is shorter.
final class LongColumn extends LeafColumn {
  private long[] distinct = new long[256];
  private int[] ids = new int[256];
  private int values;
  private int size;
  private boolean plain;

  void add(int slot, long value) {
    present.set(slot);
    if (size == 0 || distinct[size - 1] != value) {
      if (size == distinct.length) {
        distinct = Arrays.copyOf(distinct, size * 2);
      }
      distinct[size++] = value;
    }
    if (values == ids.length) {
      ids = Arrays.copyOf(ids, values * 2);
    }
    ids[values++] = size - 1;
  }

  @Override
  int values() {
    return values;
  }

  private int width() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, size - 1));
  }

  @Override
  Encoding seal() {
    plain = size * (long) Long.BYTES + (long) values * width() / Byte.SIZE >= 8L * values;
    return plain ? Encoding.PLAIN : Encoding.RLE_DICTIONARY;
  }

  @Override
  int dictionary(PageBytes into) {
    if (plain) {
      return 0;
    }
    for (int id = 0; id < size; id++) {
      into.writeLong(distinct[id]);
    }
    return size;
  }

  @Override
  int fitting(int from, int bytes) {
    return plain ? bytes / Long.BYTES : (int) ((long) bytes * Byte.SIZE / Math.max(1, width()));
  }

  @Override
  void encode(int from, int to, PageBytes into) {
    if (plain) {
      for (int value = from; value < to; value++) {
        into.writeLong(distinct[ids[value]]);
      }
      return;
    }
    into.write(width());
    RunEncoder runs = into.runs(width());
    for (int value = from; value < to; value++) {
      runs.add(ids[value]);
    }
    runs.finish();
  }

  @Override
  boolean widen(int from, int to, Statistics<?> statistics) {
    for (int value = from; value < to; value++) {
      statistics.updateStats(distinct[ids[value]]);
    }
    return true;
  }

  @Override
  long bytes() {
    return 8L * size + 4L * values;
  }

  @Override
  void clear(int slots) {
    super.clear(slots);
    values = 0;
    size = 0;
  }
}
