package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/// A text that lies in memory as a whole.
@SuppressWarnings("ArrayRecordComponent") // never compared
record WholeText(byte[] bytes) implements JsonText {
  @Override
  public long base() {
    return 0;
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

  @Override
  public JsonParser parser(long from) throws IOException {
    return RecordJson.FACTORY.createParser(bytes, (int) from, bytes.length - (int) from);
  }

  @Override
  public long lineWithObject(long from) {
    for (int at = (int) from; at < bytes.length - 1; at++) {
      if (bytes[at] == '\n' && bytes[at + 1] == '{') {
        return at + 1L;
      }
    }
    return -1;
  }
}
