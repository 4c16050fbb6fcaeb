package io.trailhouse.lake.parquet;

import java.util.Arrays;

/// Which slots of a column have a value: a bit for each.
final class Presence {
  private long[] words = new long[256];

  void set(int slot) {
    int word = slot >>> 6;
    if (word >= words.length) {
      words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
    }
    words[word] |= 1L << slot;
  }

  boolean has(int slot) {
    int word = slot >>> 6;
    return word < words.length && (words[word] >>> slot & 1) != 0;
  }

  /// The bits of 64 slots; `word` 0 holds the slots 0 to 63.
  long word(int word) {
    return word < words.length ? words[word] : 0;
  }

  /// Adds the slots of another.
  void addAll(Presence other, int slots) {
    int used = (slots + 63) >>> 6;
    if (used > words.length) {
      words = Arrays.copyOf(words, used);
    }
    for (int word = 0; word < Math.min(used, other.words.length); word++) {
      words[word] |= other.words[word];
    }
  }

  /// The slot of the value that comes `count` values after `from`, or `end` when there are fewer.
  int after(int from, int count, int end) {
    int left = count;
    int slot = from;
    while (slot < end) {
      long bits = word(slot >>> 6) >>> slot;
      int inWord = Math.min(64 - (slot & 63), end - slot);
      int here = Long.bitCount(inWord == 64 ? bits : bits & (1L << inWord) - 1);
      if (here > left) {
        for (int skip = left; skip > 0; skip--) {
          bits &= bits - 1;
        }
        return slot + Long.numberOfTrailingZeros(bits);
      }
      left -= here;
      slot += inWord;
    }
    return end;
  }

  int count(int from, int to) {
    int count = 0;
    for (int slot = from; slot < to; ) {
      long bits = word(slot >>> 6) >>> slot;
      int inWord = Math.min(64 - (slot & 63), to - slot);
      count += Long.bitCount(inWord == 64 ? bits : bits & (1L << inWord) - 1);
      slot += inWord;
    }
    return count;
  }

  void clear(int slots) {
    Arrays.fill(words, 0, Math.min(words.length, (slots + 63) >>> 6), 0);
  }
}
