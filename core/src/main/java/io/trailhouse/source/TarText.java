package io.trailhouse.source;

import io.trailhouse.event.GzipMembers;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The text of a tar archive without its gzip, and how far it is read. Damage of the gzip is its
/// end.
final class TarText extends FilterInputStream {
  static final int BLOCK = 512;
  private static final int BUFFER = 64 << 10;

  private final StoredInput stored;
  private final Unpacked unpacked;
  private final boolean packed;
  private long position;
  private long marked;

  TarText(InputStream archive, boolean packed) {
    this(new StoredInput(archive, Long.MAX_VALUE), packed);
  }

  private TarText(StoredInput stored, boolean packed) {
    this(stored, new Unpacked(packed ? GzipMembers.of(stored) : stored), packed);
  }

  private TarText(StoredInput stored, Unpacked unpacked, boolean packed) {
    super(new BufferedInputStream(unpacked, BUFFER));
    this.stored = stored;
    this.unpacked = unpacked;
    this.packed = packed;
  }

  long position() {
    return position;
  }

  /// How many bytes of the archive have been read; -1 when it is not packed.
  long packed() {
    return packed ? stored.count() : -1;
  }

  /// What is wrong with the gzip, for people; null when nothing is, or not yet.
  @Nullable String damage() {
    return unpacked.damage;
  }

  /// The next block, which stays to be read; shorter only at the end.
  byte[] peek() throws IOException {
    mark(BLOCK);
    byte[] block = readNBytes(BLOCK);
    reset();
    return block;
  }

  /// Goes on to where the next block begins.
  void align() throws IOException {
    long rest = (BLOCK - position % BLOCK) % BLOCK;
    readNBytes((int) rest);
  }

  @Override
  public int read() throws IOException {
    int each = super.read();
    position += each < 0 ? 0 : 1;
    return each;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    position += skipped;
    return skipped;
  }

  @Override
  public synchronized void mark(int limit) {
    super.mark(limit);
    marked = position;
  }

  @Override
  public synchronized void reset() throws IOException {
    super.reset();
    position = marked;
  }

  /// Ends where the gzip is damaged.
  private static final class Unpacked extends FilterInputStream {
    private @Nullable String damage;

    Unpacked(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (damage != null) {
        return -1;
      }
      try {
        return in.read(into, offset, length);
      } catch (IOException e) {
        damage = "the gzip data of the archive is damaged: " + e.getMessage();
        return -1;
      }
    }

    @Override
    public long skip(long count) throws IOException {
      long left = count;
      byte[] into = new byte[(int) Math.min(BUFFER, Math.max(1, count))];
      while (left > 0) {
        int read = read(into, 0, (int) Math.min(into.length, left));
        if (read < 0) {
          break;
        }
        left -= read;
      }
      return count - left;
    }
  }
}
