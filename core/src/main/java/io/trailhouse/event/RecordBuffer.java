package io.trailhouse.event;

import java.io.InputStream;
import java.util.Arrays;

/// Hands the bytes of a large file to the parser and remembers them, so that the records found in
/// them can be cut off in slices.
final class RecordBuffer extends InputStream implements RecordWalk.Text {
  private final PlainBytes in;
  private byte[] kept;
  private int length;
  private int handedOut;
  private long base;
  private final int most;

  /// @param head what has been read from `in` already
  /// @param most how many bytes are kept at the most; the text ends there
  RecordBuffer(byte[] head, int headLength, PlainBytes in, int most) {
    this.in = in;
    this.most = most;
    this.kept = Arrays.copyOf(head, Math.max(headLength, 1024));
    this.length = headLength;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int wanted) {
    if (handedOut < length) {
      int count = Math.min(wanted, length - handedOut);
      System.arraycopy(kept, handedOut, into, offset, count);
      handedOut += count;
      return count;
    }
    if (isFull()) {
      return -1;
    }
    int count = in.read(into, offset, wanted);
    if (count > 0) {
      if (length + count > kept.length) {
        kept =
            Arrays.copyOf(kept, (int) Math.min(Integer.MAX_VALUE - 16L, kept.length * 2L + count));
      }
      System.arraycopy(into, offset, kept, length, count);
      length += count;
      handedOut = length;
    }
    return count;
  }

  /// Whether the text was ended because one record went over the limit.
  boolean isFull() {
    return length > most;
  }

  /// The bytes from [#base] on. Valid until the next read or cut.
  @Override
  public byte[] bytes() {
    return kept;
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public boolean isSliced() {
    return true;
  }

  @Override
  public byte[] cut(int count) {
    byte[] slice = Arrays.copyOf(kept, count);
    int rest = length - count;
    byte[] next = new byte[Math.max(rest + (64 << 10), 1024)];
    System.arraycopy(kept, count, next, 0, rest);
    kept = next;
    handedOut -= count;
    length = rest;
    base += count;
    return slice;
  }
}
