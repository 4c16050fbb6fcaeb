package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.OutputStream;

/// Writes compressed bytes to a stream, which it finishes and closes with itself.
public abstract class CompressionOutputStream extends OutputStream {
  protected final OutputStream out;

  protected CompressionOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public abstract void write(byte[] bytes, int from, int length) throws IOException;

  public abstract void finish() throws IOException;

  public abstract void resetState() throws IOException;

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    finish();
    out.close();
  }
}
