package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A compression method. A codec that works on streams alone, as Zstandard does, has neither
/// compressor nor decompressor and answers null for both.
public interface CompressionCodec {
  CompressionOutputStream createOutputStream(OutputStream out) throws IOException;

  CompressionOutputStream createOutputStream(OutputStream out, @Nullable Compressor compressor)
      throws IOException;

  @Nullable Class<? extends Compressor> getCompressorType();

  @Nullable Compressor createCompressor();

  CompressionInputStream createInputStream(InputStream in) throws IOException;

  CompressionInputStream createInputStream(InputStream in, @Nullable Decompressor decompressor)
      throws IOException;

  @Nullable Class<? extends Decompressor> getDecompressorType();

  @Nullable Decompressor createDecompressor();

  String getDefaultExtension();
}
