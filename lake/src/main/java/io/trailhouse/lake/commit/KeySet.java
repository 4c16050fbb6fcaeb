package io.trailhouse.lake.commit;

/// The keys of some rows, 128 bits each, with a hash of the record where it is known. A key may
/// stand in it several times, once for each record that has it.
///
/// Not for several threads at once.
final class KeySet {
  /// Stands for a record whose text this process has not seen.
  static final long UNKNOWN = 0;

  private static final int LONGS = 3;

  private long[] slots = new long[64 * LONGS];
  private int size;

  /// What is known about a key.
  enum Found {
    NOTHING,
    SAME_RECORD,
    /// The key is there, with a record that is not known to be the same.
    OTHER_RECORD
  }

  /// Adds a row; the same row twice stands in it twice.
  void add(long high, long low, long record) {
    if ((size + 1) * 8L > slots.length / LONGS * 5L) {
      grow();
    }
    insert(slots, high, low, record);
    size++;
  }

  Found find(long high, long low, long record) {
    Found found = Found.NOTHING;
    int mask = slots.length / LONGS - 1;
    for (int slot = (int) low & mask; ; slot = (slot + 1) & mask) {
      int at = slot * LONGS;
      if (slots[at] == 0 && slots[at + 1] == 0) {
        return found;
      }
      if (slots[at] == high && slots[at + 1] == low) {
        if (slots[at + 2] == record && record != UNKNOWN) {
          return Found.SAME_RECORD;
        }
        found = Found.OTHER_RECORD;
      }
    }
  }

  boolean contains(long high, long low) {
    return find(high, low, UNKNOWN) != Found.NOTHING;
  }

  int size() {
    return size;
  }

  /// In bytes.
  long footprint() {
    return slots.length * 8L;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (int at = 0; at < slots.length; at += LONGS) {
      if (slots[at] != 0 || slots[at + 1] != 0) {
        insert(larger, slots[at], slots[at + 1], slots[at + 2]);
      }
    }
    slots = larger;
  }

  private static void insert(long[] into, long high, long low, long record) {
    int mask = into.length / LONGS - 1;
    int slot = (int) low & mask;
    while (into[slot * LONGS] != 0 || into[slot * LONGS + 1] != 0) {
      slot = (slot + 1) & mask;
    }
    into[slot * LONGS] = high;
    into[slot * LONGS + 1] = low;
    into[slot * LONGS + 2] = record;
  }
}
