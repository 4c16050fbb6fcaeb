package io.trailhouse.lake.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Walks over the blocks of an Avro file without looking at its records: each has its length, the
/// file's mark behind it, and unpacks. Tells a file that was cut off, and many that were changed.
final class AvroBlocks {
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int MARK = 16;
  private static final int BUFFER = 1 << 16;

  private final ByteBuffer bytes;

  private AvroBlocks(byte[] file) {
    this.bytes = ByteBuffer.wrap(file);
  }

  /// What stands in its head.
  ///
  /// @throws IOException when it is no Avro file
  static Map<String, String> metadata(byte[] file) throws IOException {
    return new AvroBlocks(file).head();
  }

  /// @throws IOException when it is no whole Avro file
  static void check(byte[] file) throws IOException {
    new AvroBlocks(file).walk();
  }

  private Map<String, String> head() throws IOException {
    if (!Arrays.equals(MAGIC, take(MAGIC.length))) {
      throw new IOException("it is no Avro file");
    }
    return readMetadata();
  }

  private void walk() throws IOException {
    boolean deflated = "deflate".equals(head().get("avro.codec"));
    byte[] mark = take(MARK);
    while (bytes.hasRemaining()) {
      if (number() < 0) {
        throw new IOException("a block of it has a length below nothing");
      }
      byte[] block = take(number());
      if (deflated) {
        inflate(block);
      }
      if (!Arrays.equals(mark, take(MARK))) {
        throw new IOException("a block of it does not end where it says");
      }
    }
  }

  private Map<String, String> readMetadata() throws IOException {
    Map<String, String> found = new HashMap<>();
    for (long entries = number(); entries != 0; entries = number()) {
      if (entries < 0) { // then the size of the block follows
        number();
      }
      for (long i = Math.abs(entries); i > 0; i--) {
        String key = new String(take(number()), StandardCharsets.UTF_8);
        found.put(key, new String(take(number()), StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  private static void inflate(byte[] block) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(block);
      byte[] buffer = new byte[BUFFER];
      while (!inflater.finished()) {
        if (inflater.inflate(buffer) == 0 && !inflater.finished()) {
          throw new IOException("a block of it is cut off");
        }
      }
    } catch (DataFormatException e) {
      throw new IOException("a block of it does not unpack", e);
    } finally {
      inflater.end();
    }
  }

  /// A zigzag number of variable length.
  private long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = take(1)[0];
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (number >>> 1) ^ -(number & 1);
      }
    }
    throw new IOException("a number in it has no end");
  }

  private byte[] take(long count) throws IOException {
    if (count < 0 || count > bytes.remaining()) {
      throw new IOException("it is cut off");
    }
    byte[] taken = new byte[(int) count];
    bytes.get(taken);
    return taken;
  }
}
