package io.trailhouse.match;

import io.trailhouse.event.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the number of a text among some, without making a String of it.
final class ByteTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SMALL = 0x2020202020202020L;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final byte[][] keys;
  private final int[] slots;
  private final boolean cased;

  /// @param keys different ones, in UTF-8; in lower case when `cased` is false
  ByteTable(List<byte[]> keys, boolean cased) {
    this.keys = keys.toArray(byte[][]::new);
    this.cased = cased;
    int size = Integer.highestOneBit(Math.max(4, keys.size() * 4));
    slots = new int[size];
    for (int number = 0; number < this.keys.length; number++) {
      int slot = slot(hash(this.keys[number], 0, this.keys[number].length));
      while (slots[slot] != 0) {
        slot = (slot + 1) & (size - 1);
      }
      slots[slot] = number + 1;
    }
  }

  /// The number of the key that equals this text, or -1.
  int find(byte[] text, int from, int to) {
    if (!cased && !Utf8.isAscii(text, from, to)) {
      byte[] lower =
          TextMatcher.lower(TextMatcher.decode(text, from, to)).getBytes(StandardCharsets.UTF_8);
      return findAscii(lower, 0, lower.length);
    }
    return findAscii(text, from, to);
  }

  /// The same of a text in ASCII, or in lower case, or where case counts.
  int findAscii(byte[] text, int from, int to) {
    int slot = slot(hash(text, from, to));
    while (slots[slot] != 0) {
      byte @Nullable [] key = keys[slots[slot] - 1];
      if (key.length == to - from && equals(key, text, from)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  private boolean equals(byte[] key, byte[] text, int from) {
    for (int i = 0; i < key.length; i++) {
      byte each = text[from + i];
      if (key[i] != (cased ? each : TextMatcher.LOWER[each & 0xFF])) {
        return false;
      }
    }
    return true;
  }

  /// Of the length and both ends: names that differ in their middle alone share a slot.
  private int hash(byte[] text, int from, int to) {
    int length = to - from;
    long fold = cased ? 0 : SMALL;
    long hash = length;
    if (length >= Long.BYTES) {
      hash = hash * FACTOR + ((long) LONGS.get(text, from) | fold);
      hash = hash * FACTOR + ((long) LONGS.get(text, to - Long.BYTES) | fold);
    } else {
      for (int at = from; at < to; at++) {
        hash = hash * FACTOR + (text[at] | (fold & 0xFF));
      }
    }
    hash *= FACTOR;
    return (int) (hash >>> 32);
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 15)) & (slots.length - 1);
  }
}
