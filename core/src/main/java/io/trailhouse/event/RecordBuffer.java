package io.trailhouse.event;

import java.util.Arrays;

/// The part of a large file that is being read, so that the records found in it can be cut off in
/// slices.
final class RecordBuffer implements JsonText {
  private static final int PIECE = 64 << 10;

  private final PlainBytes in;
  private final int most;
  private byte[] kept;
  private int length;
  private long base;

  /// @param head what has been read from `in` already
  /// @param most with more bytes than these it is full
  RecordBuffer(byte[] head, int headLength, PlainBytes in, int most) {
    this.in = in;
    this.most = most;
    this.kept = Arrays.copyOf(head, Math.max(headLength, 1024));
    this.length = headLength;
  }

  @Override
  public byte[] bytes() {
    return kept;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public boolean more() {
    if (isFull()) {
      return false;
    }
    if (kept.length - length < PIECE) {
      long wanted = Math.max(kept.length * 2L, (long) length + PIECE);
      kept = Arrays.copyOf(kept, (int) Math.min(Integer.MAX_VALUE - 16L, wanted));
    }
    int count = in.read(kept, length, Math.min(PIECE, kept.length - length));
    length += Math.max(0, count);
    return count > 0;
  }

  @Override
  public boolean isFull() {
    return length > most;
  }

  @Override
  public boolean isSliced() {
    return true;
  }

  @Override
  public byte[] cut(int count) {
    byte[] slice = Arrays.copyOf(kept, count);
    int rest = length - count;
    byte[] next = new byte[Math.max(rest + PIECE, 1024)];
    System.arraycopy(kept, count, next, 0, rest);
    kept = next;
    length = rest;
    base += count;
    return slice;
  }
}
