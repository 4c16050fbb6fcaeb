package org.apache.hadoop.io.compress;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/// Compresses block by block. No codec in use here has one; the name must exist.
public interface Compressor {
  void setInput(byte[] bytes, int from, int length);

  boolean needsInput();

  void setDictionary(byte[] bytes, int from, int length);

  long getBytesRead();

  long getBytesWritten();

  void finish();

  boolean finished();

  int compress(byte[] into, int from, int length) throws IOException;

  void reset();

  void end();

  void reinit(Configuration conf);
}
