package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.InputStream;

/// Reads decompressed bytes from a stream of compressed ones, which it closes with itself.
public abstract class CompressionInputStream extends InputStream {
  protected final InputStream in;

  protected CompressionInputStream(InputStream in) throws IOException {
    this.in = in;
  }

  @Override
  public abstract int read(byte[] bytes, int from, int length) throws IOException;

  public abstract void resetState() throws IOException;

  @Override
  public void close() throws IOException {
    in.close();
  }
}
