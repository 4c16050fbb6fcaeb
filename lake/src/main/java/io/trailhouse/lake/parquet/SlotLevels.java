package io.trailhouse.lake.parquet;

import java.util.Arrays;
import java.util.List;

/// How Parquet is told which slots of a column are null, how far up, and where a row begins.
abstract sealed class SlotLevels {
  /// How many slots there are.
  abstract int slots();

  /// The first slot at or after this one that begins a row.
  abstract int rowStart(int slot);

  /// How many rows begin in these slots.
  abstract int rows(int from, int to);

  /// Writes the levels of these slots, each kind behind its length.
  abstract void encode(int from, int to, PageBytes into);

  private static int width(int highest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(highest);
  }

  /// A column outside lists: a slot is a row. The path is the presence of each group around the
  /// column, from the outside in, and its own; whoever is inside is present only where all around
  /// it are.
  static final class OfRows extends SlotLevels {
    private static final int MIXED = -1;

    private final Presence[] path;
    private int rows;

    OfRows(List<Presence> path) {
      this.path = path.toArray(new Presence[0]);
    }

    void rows(int count) {
      rows = count;
    }

    @Override
    int slots() {
      return rows;
    }

    @Override
    int rowStart(int slot) {
      return slot;
    }

    @Override
    int rows(int from, int to) {
      return to - from;
    }

    @Override
    void encode(int from, int to, PageBytes into) {
      int start = into.startLength();
      RunEncoder levels = into.runs(width(path.length));
      for (int slot = from; slot < to; ) {
        int level = (slot & 63) == 0 && to - slot >= Long.SIZE ? levelOfWord(slot >>> 6) : MIXED;
        if (level == MIXED) {
          levels.add(level(slot++));
        } else {
          levels.add(level, Long.SIZE);
          slot += Long.SIZE;
        }
      }
      levels.finish();
      into.fillLength(start);
    }

    private int level(int slot) {
      int level = 0;
      while (level < path.length && path[level].has(slot)) {
        level++;
      }
      return level;
    }

    /// The level of 64 slots, if all have the same.
    private int levelOfWord(int word) {
      int level = 0;
      while (level < path.length && path[level].word(word) == -1L) {
        level++;
      }
      return level == path.length || path[level].word(word) == 0 ? level : MIXED;
    }
  }

  /// A column inside a list of groups: a slot is an element, or a row whose list has none.
  static final class OfElements extends SlotLevels {
    private static final int NO_LIST = 0;
    private static final int NO_ELEMENT = 1;
    private static final int NULL_IN_ELEMENT = 3;
    private static final int VALUE = 4;

    private final Presence first = new Presence();
    private byte[] levels = new byte[256];
    private int slots;

    private void add(boolean startsRow, int level) {
      if (slots == levels.length) {
        levels = Arrays.copyOf(levels, slots * 2);
      }
      if (startsRow) {
        first.set(slots);
      }
      levels[slots++] = (byte) level;
    }

    void addWithoutList() {
      add(true, NO_LIST);
    }

    void addEmptyList() {
      add(true, NO_ELEMENT);
    }

    /// Adds an element and returns its slot.
    int addElement(boolean startsRow, boolean hasValue) {
      add(startsRow, hasValue ? VALUE : NULL_IN_ELEMENT);
      return slots - 1;
    }

    void clear() {
      first.clear(slots);
      slots = 0;
    }

    @Override
    int slots() {
      return slots;
    }

    @Override
    int rowStart(int slot) {
      return first.after(slot, 0, slots);
    }

    @Override
    int rows(int from, int to) {
      return first.count(from, to);
    }

    @Override
    void encode(int from, int to, PageBytes into) {
      int start = into.startLength();
      RunEncoder repetition = into.runs(1);
      for (int slot = from; slot < to; slot++) {
        repetition.add(first.has(slot) ? 0 : 1);
      }
      repetition.finish();
      into.fillLength(start);
      start = into.startLength();
      RunEncoder definition = into.runs(width(VALUE));
      for (int slot = from; slot < to; slot++) {
        definition.add(levels[slot]);
      }
      definition.finish();
      into.fillLength(start);
    }
  }
}
