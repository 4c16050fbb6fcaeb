package io.trailhouse.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Gzip at its quickest, without a time in its header.
///
/// The compressed bytes still depend on the zlib that the JDK was built with, so only the
/// uncompressed bytes of a log file are the same everywhere.
final class Gzip extends GZIPOutputStream {

  Gzip(OutputStream out) throws IOException {
    super(out, 16_384);
    def.setLevel(Deflater.BEST_SPEED);
  }
}
