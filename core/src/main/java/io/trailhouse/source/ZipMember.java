package io.trailhouse.source;

import io.trailhouse.event.DamagedBytesException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;
import org.jspecify.annotations.Nullable;

/// A log file in a zip archive, read where it lies, and held to the length and check sum that the
/// archive's list tells.
record ZipMember(LogFile file, SourceFile.Holder holder, Place place) implements SourceFile {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int DEFLATED_64 = 9;
  private static final int BZIP2 = 12;
  private static final int BUFFER = 64 << 10;
  private static final String FIRST = "; unpack the archive first and import the folder";

  /// Where an entry lies and what the archive's list tells of it.
  ///
  /// @param at where its own head begins
  /// @param packed how many bytes it takes
  /// @param size unpacked, in bytes
  record Place(long at, long packed, long size, long crc, int method, boolean secret) {
    static Place of(ZipArchiveEntry entry) {
      return new Place(
          entry.getLocalHeaderOffset(),
          Math.max(0, entry.getCompressedSize()),
          entry.getSize(),
          entry.getCrc(),
          entry.getMethod(),
          entry.getGeneralPurposeBit().usesEncryption());
    }

    /// Why it cannot be read at all; null when it can.
    @Nullable String refusal() {
      if (secret) {
        return "this entry is protected by a password" + FIRST;
      }
      if (method == STORED || method == DEFLATED || method == DEFLATED_64 || method == BZIP2) {
        return null;
      }
      ZipMethod name = ZipMethod.getMethodByCode(method);
      return "this entry is packed by a method that Trailhouse does not read (%s)"
              .formatted(name == null ? method : name)
          + FIRST;
    }
  }

  @Override
  public long storedSize() {
    return place.packed();
  }

  @Override
  public InputStream open() throws IOException {
    String refusal = place.refusal();
    if (refusal != null) {
      return DamagedInput.of(refusal);
    }
    FileChannel zip = FileChannel.open(holder.archive());
    try {
      long begin = ZipLayout.contentAt(zip, place.at());
      if (begin < 0) {
        zip.close();
        return DamagedInput.of("the archive is damaged where this entry should begin");
      }
      return new Checked(Channels.newInputStream(zip.position(begin)), place);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  public void ack() {
    // the archive is the user's and stays where it is
  }

  /// The unpacked bytes of an entry; damage instead of an end that does not fit.
  private static final class Checked extends FilterInputStream {
    private final Place place;
    private final StoredInput stored;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private @Nullable InputStream unpacked;
    private long count;

    Checked(InputStream archive, Place place) {
      super(archive);
      this.place = place;
      this.stored = new StoredInput(archive, place.packed());
    }

    private InputStream unpack() throws IOException {
      return switch (place.method()) {
        case STORED -> stored;
        case DEFLATED -> new InflaterInputStream(stored, inflater, BUFFER);
        case DEFLATED_64 ->
            new Deflate64CompressorInputStream(new BufferedInputStream(stored, BUFFER));
        default -> new BZip2CompressorInputStream(new BufferedInputStream(stored, BUFFER));
      };
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read;
      try {
        unpacked = unpacked == null ? unpack() : unpacked;
        read = unpacked.read(into, offset, length);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } catch (IOException | RuntimeException e) { // whatever the libraries make of odd bytes
        throw new DamagedBytesException("the packed bytes of this entry are damaged");
      }
      if (read >= 0) {
        crc.update(into, offset, read);
        count += read;
        return read;
      }
      if (count != place.size()) {
        throw new DamagedBytesException("the length of this entry does not fit its content");
      }
      if (crc.getValue() != place.crc()) {
        throw new DamagedBytesException("the check sum of this entry does not fit its content");
      }
      if (place.method() == DEFLATED && inflater.getBytesRead() != place.packed()) {
        throw new DamagedBytesException("bytes follow the packed content of this entry");
      }
      return -1;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, BUFFER)).length;
    }

    @Override
    public int available() {
      return 0;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() throws IOException {
      inflater.end();
      super.close();
    }
  }
}
