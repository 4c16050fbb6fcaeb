package org.apache.hadoop.io.compress;

import org.jspecify.annotations.Nullable;

/// Hands out compressors. It keeps none, because the codecs in use have none.
public final class CodecPool {
  private CodecPool() {}

  public static @Nullable Compressor getCompressor(CompressionCodec codec) {
    return codec.createCompressor();
  }

  public static @Nullable Decompressor getDecompressor(CompressionCodec codec) {
    return codec.createDecompressor();
  }

  public static void returnCompressor(@Nullable Compressor compressor) {
    if (compressor != null) {
      compressor.end();
    }
  }

  public static void returnDecompressor(@Nullable Decompressor decompressor) {
    if (decompressor != null) {
      decompressor.end();
    }
  }
}
