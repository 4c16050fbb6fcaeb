package io.trailhouse.integrity;

import io.trailhouse.event.GzipMembers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a file's content: of a gzip file what is in it, of any other in a copy its bytes.
///
/// @param sha256 as lower-case hex
/// @param trailing whether bytes follow the first gzip member, which CloudTrail never writes
record Unpacked(String sha256, boolean trailing) {
  private static final int GZIP = 0x1f;
  private static final long LARGEST_DIGEST = 256L << 20;

  /// Reads a file as a stream.
  ///
  /// @param copy whether people may have unpacked it where it lies
  /// @throws IOException when it is cut off, or is no gzip file and no copy
  static Unpacked of(InputStream stored, boolean copy) throws IOException {
    return of(stored, copy, OutputStream.nullOutputStream(), Long.MAX_VALUE);
  }

  /// The same of a digest file, whose content is kept.
  static Unpacked digest(InputStream stored, boolean copy, ByteArrayOutputStream content)
      throws IOException {
    return of(stored, copy, content, LARGEST_DIGEST);
  }

  private static Unpacked of(InputStream stored, boolean copy, OutputStream content, long most)
      throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(stored);
    bytes.mark(1);
    boolean packed = bytes.read() == GZIP;
    bytes.reset();
    if (copy && !packed) {
      return new Unpacked(hash(bytes, content, most), false);
    }
    GzipMembers gzip = GzipMembers.firstOf(bytes);
    return new Unpacked(hash(gzip, content, most), gzip.isMoreThanOne());
  }

  private static String hash(InputStream from, OutputStream content, long most) throws IOException {
    MessageDigest sha256 = newSha256();
    long read = 0;
    try (DigestOutputStream out = new DigestOutputStream(content, sha256)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        out.write(buffer, 0, count);
        read += count;
        if (read > most) {
          throw new IOException("it is larger than any digest file");
        }
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
