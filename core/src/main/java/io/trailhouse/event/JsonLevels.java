package io.trailhouse.event;

import java.util.Arrays;

/// Which of the brackets that are open are an object's: a bit for each level, since a text may have
/// millions of them.
final class JsonLevels {
  /// Deeper than any text that is held in memory at once; 8 MiB of bits.
  static final int MOST = 1 << 26;

  private long[] objects = new long[16];
  private int depth;

  int depth() {
    return depth;
  }

  void clear() {
    depth = 0;
  }

  /// Opens a level; false when there is no room for it.
  boolean open(boolean object) {
    int word = depth >>> 6;
    if (word == objects.length) {
      if (depth >= MOST) {
        return false;
      }
      objects = Arrays.copyOf(objects, word * 2);
    }
    long bit = 1L << depth;
    objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
    depth++;
    return true;
  }

  /// Whether the innermost open level is an object.
  boolean inObject() {
    int level = depth - 1;
    return (objects[level >>> 6] & 1L << level) != 0;
  }

  void close() {
    depth--;
  }
}
