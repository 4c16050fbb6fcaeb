package io.trailhouse.destination;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes records as a trail delivers them: its keys, its envelope.
///
/// Records come in any order; [#finish] sorts what has come since the last one and writes it out.
/// The unique part of a file's name is made from its content, so the same records make the same
/// files, and no file replaces one with other records. A file appears under its name whole or not
/// at all. Not for several threads at once.
public final class TrailWriter implements AutoCloseable {
  /// CloudTrail's own limit is 50 MB, uncompressed.
  private static final long MOST_BYTES = 48_000_000;

  private static final int MOST_RECORDS = 5_000;
  private static final long SORTED_IN_MEMORY = 128L << 20;
  private static final int COMPRESSION = 4;
  private static final byte[] HEAD = "{\"Records\":[".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int UNIQUE_LENGTH = 16;

  private final TrailFiles files;
  private final TrailSelection selection;
  private final TrailCounters counters;
  private final TrailPlacer placer = new TrailPlacer();
  private final RecordSorter sorter;
  private @Nullable Content open;

  /// @param selection which records are written; the others are passed over
  /// @param scratch a folder for what does not fit into memory; made when needed
  public TrailWriter(
      TrailFiles files, TrailSelection selection, Path scratch, TrailCounters counters) {
    this.files = files;
    this.selection = selection;
    this.counters = counters;
    this.sorter = new RecordSorter(scratch, SORTED_IN_MEMORY);
  }

  /// A record's text, made only when it is wanted.
  public interface RecordSupplier {
    /// The record as UTF-8; the array belongs to the caller.
    byte[] json();
  }

  public TrailSelection selection() {
    return selection;
  }

  public TrailCounters counters() {
    return counters;
  }

  /// Takes a record, unless the selection leaves it out.
  public void add(RecordClues clues, RecordSupplier record) throws IOException {
    TrailPlace place = placer.place(clues);
    if (selection.has(place)) {
      sorter.add(place, clues.eventTime(), record.json());
      counters.take();
    }
  }

  /// Writes the log files of all records since the last call.
  public void finish() throws IOException {
    sorter.drain(this::append);
    endFile();
  }

  private void append(TrailPlace place, byte[] record) throws IOException {
    if (open != null && !open.takes(place, record)) {
      endFile();
    }
    if (open == null) {
      open = new Content(place);
    }
    open.append(record);
  }

  private void endFile() throws IOException {
    if (open == null) {
      return;
    }
    Content content = open;
    open = null;
    byte[] packed = content.end();
    String key = content.place.key(content.unique());
    boolean there = holds(key, packed);
    if (!there) {
      files.write(key, packed);
    }
    counters.written(content.records, packed.length, there);
  }

  private boolean holds(String key, byte[] packed) throws IOException {
    try (InputStream in = files.open(key)) {
      return in != null && Arrays.equals(in.readAllBytes(), packed);
    }
  }

  /// One log file in the making, packed as it grows.
  private static final class Content {
    private final TrailPlace place;
    private final MessageDigest sha256;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream(64 << 10);
    private final OutputStream plain;
    private long bytes = (long) HEAD.length + TAIL.length;
    private int records;

    Content(TrailPlace place) throws IOException {
      this.place = place;
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
      plain = new DigestOutputStream(new Packing(packed), sha256);
      plain.write(HEAD);
    }

    boolean takes(TrailPlace other, byte[] record) {
      return records < MOST_RECORDS && bytes + record.length < MOST_BYTES && place.equals(other);
    }

    void append(byte[] record) throws IOException {
      if (records++ > 0) {
        plain.write(',');
      }
      plain.write(record);
      bytes += record.length + 1L;
    }

    byte[] end() throws IOException {
      plain.write(TAIL);
      plain.close();
      return packed.toByteArray();
    }

    /// From the content's SHA-256, as CloudTrail writes unique parts; after [#end].
    String unique() {
      BigInteger rest = new BigInteger(1, sha256.digest());
      BigInteger base = BigInteger.valueOf(DIGITS.length());
      StringBuilder unique = new StringBuilder();
      while (unique.length() < UNIQUE_LENGTH) {
        BigInteger[] parts = rest.divideAndRemainder(base);
        unique.append(DIGITS.charAt(parts[1].intValue()));
        rest = parts[0];
      }
      return unique.toString();
    }
  }

  private static final class Packing extends GZIPOutputStream {
    Packing(OutputStream out) throws IOException {
      super(out, 16 << 10);
      def.setLevel(COMPRESSION);
    }
  }

  /// Forgets what was not finished.
  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
