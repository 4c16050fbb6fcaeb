package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Hands the bytes of a large file to the parser and remembers them, so that the records found in
/// them can be cut off in slices.
final class RecordBuffer extends InputStream implements JsonText {
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

  @Override
  public boolean isFull() {
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

  /// The parser begins among the kept bytes, so what it reads again is still there.
  @Override
  public JsonParser parser(long from) throws IOException {
    handedOut = (int) (from - base);
    return RecordJson.FACTORY.createParser(this);
  }

  @Override
  public long lineWithObject(long from) {
    byte[] spare = new byte[8192];
    int at = (int) (from - base);
    handedOut = length;
    do {
      for (; at < length - 1; at++) {
        if (kept[at] == '\n' && kept[at + 1] == '{') {
          return base + at + 1;
        }
      }
    } while (read(spare, 0, spare.length) >= 0);
    return -1;
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
