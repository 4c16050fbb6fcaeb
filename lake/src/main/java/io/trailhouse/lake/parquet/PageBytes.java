package io.trailhouse.lake.parquet;

import java.util.Arrays;

/// The bytes of one page before compression; reused from page to page.
final class PageBytes {
  private final RunEncoder runs = new RunEncoder(this);
  private byte[] bytes = new byte[1 << 16];
  private int length;

  void clear() {
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  void write(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void set(int at, int value) {
    bytes[at] = (byte) value;
  }

  void write(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  void writeLong(long value) {
    reserve(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  /// Leaves room for a length, to be filled by [#fillLength].
  int startLength() {
    reserve(Integer.BYTES);
    length += Integer.BYTES;
    return length;
  }

  void fillLength(int start) {
    TextDictionary.INTS.set(bytes, start - Integer.BYTES, length - start);
  }

  /// An encoder of numbers of this width that writes behind what is here; one at a time.
  RunEncoder runs(int width) {
    runs.start(width);
    return runs;
  }
}
