package io.trailhouse.event;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The content of a gzip file, all its members one after the other (RFC 1952).
///
/// Whatever follows a member and is no member is damage, and so said: the JDK's reader takes it for
/// the end, and whether it finds a further member at all depends on what the stream below says of
/// itself. Zeros behind the last member are the padding of tapes and block devices.
public final class GzipMembers extends InputStream {
  private static final int FIXED_HEADER = 10;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECK = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final byte[] buffer;
  private final Inflater inflater;
  private final CRC32 crc = new CRC32();
  private int at;
  private int end;
  private boolean inMember;
  private boolean afterMember;
  private @Nullable ZipException damage;
  private final boolean firstOnly;
  private boolean more;

  /// @param space what is used until the last read; its buffer holds the first `filled` bytes
  GzipMembers(InputStream in, ReadSpace space, int filled) {
    this(in, space, filled, false);
  }

  private GzipMembers(InputStream in, ReadSpace space, int filled, boolean firstOnly) {
    this.firstOnly = firstOnly;
    this.in = in;
    this.buffer = space.stored();
    this.inflater = space.inflater();
    this.end = filled;
  }

  /// The content of all members of a gzip file.
  ///
  /// @param in the bytes as they are stored; stays open
  public static GzipMembers of(InputStream in) {
    return new GzipMembers(in, new ReadSpace(), 0, false);
  }

  /// The content of a gzip file's first member alone, which is all that CloudTrail writes.
  ///
  /// @param in the bytes as they are stored; stays open
  public static GzipMembers firstOf(InputStream in) {
    return new GzipMembers(in, new ReadSpace(), 0, true);
  }

  /// Whether anything followed the first member, be it padding or an empty member; to be asked at
  /// the end.
  public boolean isMoreThanOne() {
    return more;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (length > 0) {
      if (!inMember && !startMember()) {
        return -1;
      }
      int count = inflate(into, offset, length);
      if (count > 0) {
        crc.update(into, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("it asks for a preset dictionary");
      } else {
        if (!fill()) {
          throw new EOFException("it ends in the middle");
        }
        inflater.setInput(buffer, at, end - at);
      }
    }
    return 0;
  }

  /// What was unpacked ahead of damage is given first, the damage is told at the next call.
  private int inflate(byte[] into, int offset, int length) throws ZipException {
    if (damage != null) {
      throw damage;
    }
    long before = inflater.getBytesWritten();
    try {
      return inflater.inflate(into, offset, length);
    } catch (DataFormatException e) {
      damage = new ZipException(e.getMessage() == null ? "not deflated data" : e.getMessage());
      int count = (int) (inflater.getBytesWritten() - before);
      if (count == 0) {
        throw damage;
      }
      return count;
    }
  }

  /// False at the end of the file.
  private boolean startMember() throws IOException {
    int first = next();
    more |= afterMember && first >= 0;
    if (firstOnly && afterMember) {
      return false;
    }
    while (afterMember && first == 0) {
      first = next();
      if (first > 0) {
        throw new ZipException("bytes follow its end");
      }
    }
    if (first < 0 && (afterMember || !firstOnly)) {
      return false;
    }
    if (first != 0x1f || required() != 0x8b) {
      throw new ZipException(afterMember ? "bytes follow its end" : "it does not begin as gzip");
    }
    if (required() != DEFLATE) {
      throw new ZipException("it is packed in an unknown way");
    }
    int flags = required();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("its header has unknown flags");
    }
    skip(FIXED_HEADER - 4);
    if ((flags & EXTRA) != 0) {
      skip(required() | required() << 8);
    }
    skipTexts(Integer.bitCount(flags & (NAME | COMMENT)));
    if ((flags & HEADER_CHECK) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(buffer, at, end - at);
    crc.reset();
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    at = end - inflater.getRemaining();
    long size = inflater.getBytesWritten() & 0xFFFFFFFFL;
    if (fourBytes() != crc.getValue()) {
      throw new ZipException("its check sum does not fit its content");
    }
    if (fourBytes() != size) {
      throw new ZipException("its length does not fit its content");
    }
    inMember = false;
    afterMember = true;
  }

  private long fourBytes() throws IOException {
    return required() | required() << 8 | required() << 16 | (long) required() << 24;
  }

  private void skipTexts(int count) throws IOException {
    for (int text = 0; text < count; text++) {
      int each = required();
      while (each != 0) {
        each = required();
      }
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      required();
    }
  }

  private int required() throws IOException {
    int each = next();
    if (each < 0) {
      throw new EOFException("it ends in the middle");
    }
    return each;
  }

  private int next() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xFF : -1;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }
}
