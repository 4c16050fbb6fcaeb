package io.trailhouse.event;

import io.trailhouse.problem.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A log file's bytes without their gzip, counted, hashed and held to the [ReadLimits].
///
/// Damage ends the stream instead of throwing: [#problem] says what it was, and all bytes ahead of
/// it have been handed out. An error of the source below is thrown, as a [RawReadException],
/// because nothing is known about the file then.
final class PlainBytes extends InputStream {
  private static final long RATIO_MATTERS_FROM = 64L << 20;

  private final Counted source;
  private final long packed;
  private final ReadLimits limits;
  private final MessageDigest sha256 = newSha256();
  private final @Nullable GzipMembers members;
  private @Nullable InputStream plain;
  private long handedOut;
  private ReadReport.@Nullable ParseProblem problem;

  /// @param packed how many bytes the file takes where it is stored; -1 when `raw` is what is
  ///   stored
  /// @param space is this stream's until the next one is made with it
  PlainBytes(InputStream raw, long packed, ReadLimits limits, ReadSpace space) {
    this.source = new Counted(raw);
    this.packed = packed;
    this.limits = limits;
    byte[] head = space.stored();
    int filled = source.readAtLeast(head, 2);
    boolean isGzip = filled >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    this.members = isGzip ? new GzipMembers(source, space, filled) : null;
    this.plain =
        members == null
            ? new SequenceInputStream(new ByteArrayInputStream(head, 0, filled), source)
            : members;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (plain == null) {
      return -1;
    }
    int count;
    try {
      count = plain.read(into, offset, length);
    } catch (IOException e) {
      damaged("the gzip data is damaged: " + e.getMessage());
      return -1;
    }
    if (count > 0) {
      handedOut += count;
      sha256.update(into, offset, count);
      refuseBombs();
    }
    return plain == null ? -1 : count;
  }

  private void refuseBombs() {
    if (handedOut > limits.file()) {
      tooLarge("it unpacks to more than " + limits.file() + " bytes");
    } else if (handedOut > RATIO_MATTERS_FROM && handedOut / limits.ratio() > stored()) {
      tooLarge(
          "it unpacks to more than %d times its size (%,d bytes from %,d)"
              .formatted(limits.ratio(), handedOut, stored()));
    }
  }

  private long stored() {
    return packed < 0 ? source.count : Math.min(packed, source.count);
  }

  private void tooLarge(String words) {
    problem = new ReadReport.ParseProblem(Code.LOG_FILE_TOO_LARGE, words, handedOut);
    close();
  }

  private void damaged(String words) {
    problem = new ReadReport.ParseProblem(Code.LOG_FILE_MALFORMED, words, handedOut);
    close();
  }

  /// Ends the text here; the stored bytes' stream stays open.
  @Override
  public void close() {
    plain = null;
  }

  /// Damage of what the file is stored in is the cause of what its gzip then looks like.
  ReadReport.@Nullable ParseProblem problem() {
    return source.damage == null
        ? problem
        : new ReadReport.ParseProblem(Code.LOG_FILE_MALFORMED, source.damage, handedOut);
  }

  long handedOut() {
    return handedOut;
  }

  /// To be asked once, at the end.
  String sha256() {
    String hex = HexFormat.of().formatHex(sha256.digest());
    return members != null && members.isMoreThanOne() ? hex + ReadReport.MORE : hex;
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Counts what the source gives, and lets its errors through all the handlers of gzip errors;
  /// damage is its end.
  private static final class Counted extends InputStream {
    private final InputStream in;
    private long count;
    private @Nullable String damage;

    Counted(InputStream in) {
      this.in = in;
    }

    /// Fills a buffer from its start: less than asked for only at the end.
    int readAtLeast(byte[] into, int wanted) {
      int filled = 0;
      while (filled < wanted) {
        int count = read(into, filled, into.length - filled);
        if (count < 0) {
          break;
        }
        filled += count;
      }
      return filled;
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
        int read = in.read(into, offset, length);
        count += Math.max(0, read);
        return read;
      } catch (DamagedBytesException e) {
        damage = e.getMessage();
        return -1;
      } catch (IOException e) {
        throw new RawReadException(e);
      }
    }
  }
}
