package io.trailhouse.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Bytes of an archive as they are stored, counted. An error of the disk goes through all who mean
/// the archive's damage when they catch an error: it is unchecked.
final class StoredInput extends InputStream {
  private final InputStream in;
  private final long most;
  private long count;

  /// @param most ends behind so many bytes
  StoredInput(InputStream in, long most) {
    this.in = in;
    this.most = most;
  }

  long count() {
    return count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length > 0 && count >= most) {
      return -1;
    }
    try {
      int read = in.read(into, offset, (int) Math.min(length, most - count));
      count += Math.max(0, read);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
