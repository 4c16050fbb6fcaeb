package org.apache.hadoop.io.compress;

import java.io.IOException;

/// Decompresses block by block. No codec in use here has one; the name must exist.
public interface Decompressor {
  void setInput(byte[] bytes, int from, int length);

  boolean needsInput();

  void setDictionary(byte[] bytes, int from, int length);

  boolean needsDictionary();

  boolean finished();

  int decompress(byte[] into, int from, int length) throws IOException;

  int getRemaining();

  void reset();

  void end();
}
