package io.trailhouse.lake.findings;

import io.trailhouse.lake.row.ByteHash;
import java.nio.charset.StandardCharsets;

/// The ids of some findings, 16 bytes each. Not for several threads at once.
final class FindingIds {
  private static final int LONGS = 2;
  private static final int DIGITS = 32;

  private long[] slots = new long[256 * LONGS];
  private int size;
  private boolean zero;

  /// Answers whether it is new.
  boolean add(String id) {
    long high = high(id);
    long low = low(id);
    if (contains(high, low)) {
      return false;
    }
    if (high == 0 && low == 0) {
      zero = true; // elsewhere zeros mean a free slot
      return true;
    }
    if ((size + 1) * 4L > slots.length / LONGS * 3L) {
      grow();
    }
    insert(slots, high, low);
    size++;
    return true;
  }

  boolean contains(String id) {
    return contains(high(id), low(id));
  }

  private boolean contains(long high, long low) {
    if (high == 0 && low == 0) {
      return zero;
    }
    int at = slot(slots, high, low);
    return slots[at] == high && slots[at + 1] == low;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (int at = 0; at < slots.length; at += LONGS) {
      if (slots[at] != 0 || slots[at + 1] != 0) {
        insert(larger, slots[at], slots[at + 1]);
      }
    }
    slots = larger;
  }

  private static void insert(long[] into, long high, long low) {
    int at = slot(into, high, low);
    into[at] = high;
    into[at + 1] = low;
  }

  /// Where the key stands, or the free place where it would.
  private static int slot(long[] in, long high, long low) {
    int mask = in.length / LONGS - 1;
    int slot = (int) low & mask;
    while ((in[slot * LONGS] != 0 || in[slot * LONGS + 1] != 0)
        && (in[slot * LONGS] != high || in[slot * LONGS + 1] != low)) {
      slot = (slot + 1) & mask;
    }
    return slot * LONGS;
  }

  private static long high(String id) {
    return isHex(id) ? Long.parseUnsignedLong(id, 0, DIGITS / 2, 16) : hash(id);
  }

  private static long low(String id) {
    return isHex(id)
        ? Long.parseUnsignedLong(id, DIGITS / 2, DIGITS, 16)
        : ByteHash.of(hash(id), id.length());
  }

  /// Another program may have added a row whose id is some other text: that one is hashed.
  private static boolean isHex(String id) {
    return id.length() == DIGITS
        && id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static long hash(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    return ByteHash.of(bytes, 0, bytes.length);
  }
}
