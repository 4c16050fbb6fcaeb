package io.trailhouse.lake.parquet;

import io.trailhouse.lake.row.ByteHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The distinct texts of a column in the order of their first use, as Parquet's PLAIN encoding
/// wants them: each behind its length in four bytes, little-endian.
final class TextDictionary {
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PREFIX = 4;

  private byte[] bytes = new byte[1 << 10];
  private int length;
  private int[] starts = new int[64];
  private int[] hashes = new int[64];
  private int[] slots = new int[256];
  private int size;

  /// The number of a text, given to it when it comes for the first time.
  int add(byte[] text, int from, int to) {
    int hash = (int) ByteHash.of(text, from, to);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (int known; (known = slots[slot] - 1) >= 0; slot = slot + 1 & mask) {
      if (hashes[known] == hash && equal(known, text, from, to)) {
        return known;
      }
    }
    slots[slot] = size + 1;
    append(text, from, to, hash);
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private boolean equal(int known, byte[] text, int from, int to) {
    int start = starts[known];
    return (int) INTS.get(bytes, start - PREFIX) == to - from
        && Arrays.equals(bytes, start, start + to - from, text, from, to);
  }

  private void append(byte[] text, int from, int to, int hash) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    int needed = Math.addExact(length, PREFIX + to - from);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
    INTS.set(bytes, length, to - from);
    System.arraycopy(text, from, bytes, length + PREFIX, to - from);
    starts[size] = length + PREFIX;
    hashes[size++] = hash;
    length = needed;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int id = 0; id < size; id++) {
      int slot = hashes[id] & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = id + 1;
    }
  }

  int size() {
    return size;
  }

  /// All texts with their lengths; valid up to [#length].
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /// Where a text begins in [#bytes].
  int start(int id) {
    return starts[id];
  }

  int end(int id) {
    return starts[id] + (int) INTS.get(bytes, starts[id] - PREFIX);
  }

  void clear() {
    if (size > 0) {
      Arrays.fill(slots, 0);
    }
    size = 0;
    length = 0;
  }
}
