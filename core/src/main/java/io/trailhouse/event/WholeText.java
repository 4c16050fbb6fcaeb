package io.trailhouse.event;

/// A text that lies in memory as a whole.
@SuppressWarnings("ArrayRecordComponent") // never compared
record WholeText(byte[] bytes) implements JsonText {
  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public long base() {
    return 0;
  }

  @Override
  public boolean more() {
    return false;
  }

  @Override
  public byte[] cut(int count) {
    return bytes;
  }

  @Override
  public boolean isSliced() {
    return false;
  }

  @Override
  public boolean isFull() {
    return false;
  }
}
