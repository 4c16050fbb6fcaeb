package io.trailhouse.integrity;

import io.trailhouse.event.GzipMembers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a gzip file's content.
///
/// @param sha256 as lower-case hex
/// @param trailing whether bytes follow the first gzip member, which CloudTrail never writes
record Unpacked(String sha256, boolean trailing) {
  private static final long LARGEST_DIGEST = 256L << 20;

  /// Reads a file as a stream.
  ///
  /// @throws IOException when it is no gzip file, or is cut off
  static Unpacked of(InputStream stored) throws IOException {
    return of(stored, OutputStream.nullOutputStream(), Long.MAX_VALUE);
  }

  /// The same of a digest file, whose content is kept.
  static Unpacked digest(InputStream stored, ByteArrayOutputStream content) throws IOException {
    return of(stored, content, LARGEST_DIGEST);
  }

  private static Unpacked of(InputStream stored, OutputStream content, long most)
      throws IOException {
    MessageDigest sha256 = newSha256();
    GzipMembers gzip = GzipMembers.firstOf(stored);
    long read = 0;
    try (DigestOutputStream out = new DigestOutputStream(content, sha256)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = gzip.read(buffer); count >= 0; count = gzip.read(buffer)) {
        out.write(buffer, 0, count);
        read += count;
        if (read > most) {
          throw new IOException("it is larger than any digest file");
        }
      }
    }
    return new Unpacked(HexFormat.of().formatHex(sha256.digest()), gzip.isMoreThanOne());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
