package io.trailhouse.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Gzip at its quickest, without a time in its header.
///
/// The compressed bytes still depend on the zlib that the JDK was built with, so only the
/// uncompressed bytes of a log file are the same everywhere.
final class Gzip extends GZIPOutputStream {

  private static final int TRAILER_BYTES = 8;

  private Gzip(OutputStream out) throws IOException {
    super(out, 16_384);
    def.setLevel(Deflater.BEST_SPEED);
  }

  /// Writes a file, unless it holds these bytes already.
  static void write(Path path, byte[] bytes) throws IOException {
    if (holds(path, bytes)) {
      return;
    }
    Files.createDirectories(path.getParent());
    try (Gzip out =
        new Gzip(
            Files.newOutputStream(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS))) {
      out.write(bytes);
    }
  }

  /// Whether a file ends as one does that holds these bytes: with their checksum and length.
  private static boolean holds(Path path, byte[] bytes) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (SeekableByteChannel file = Files.newByteChannel(path)) {
      file.position(Math.max(0, file.size() - TRAILER_BYTES));
      while (trailer.hasRemaining() && file.read(trailer) >= 0) {
        // until the end
      }
    }
    trailer.flip();
    return trailer.remaining() == TRAILER_BYTES
        && trailer.getInt() == (int) checksum.getValue()
        && trailer.getInt() == bytes.length;
  }
}
