package io.trailhouse.lake.commit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/// The wire form of a prepared batch, numbers with their high byte first. [PreparedBatchReader]
/// reads it; a change of one is a change of both, and of the version.
final class PreparedBatchWriter {
  /// What every wire form begins with.
  static final byte[] MAGIC = {'T', 'H', 'P', 'B'};

  /// The version that is written.
  static final byte VERSION = 1;

  /// Magic, version and length stand before the content.
  static final int HEAD = MAGIC.length + 1 + Integer.BYTES;

  /// How many entries a map or list has that is not there.
  static final int ABSENT = -1;

  private final DataOutputStream out;

  private PreparedBatchWriter(DataOutputStream out) {
    this.out = out;
  }

  static byte[] write(PreparedBatch batch) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(content)) {
      new PreparedBatchWriter(out).batch(batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory refuses nothing
    }
    byte[] bytes = content.toByteArray();
    ByteBuffer whole = ByteBuffer.allocate(HEAD + bytes.length + Integer.BYTES);
    whole.put(MAGIC).put(VERSION).putInt(bytes.length).put(bytes);
    whole.putInt(checksum(whole.array()));
    return whole.array();
  }

  /// The checksum that stands at the end, over all before it.
  static int checksum(byte[] whole) {
    CRC32C sum = new CRC32C();
    sum.update(whole, 0, whole.length - Integer.BYTES);
    return (int) sum.getValue();
  }

  private void batch(PreparedBatch batch) throws IOException {
    text(batch.id());
    text(batch.writer());
    text(batch.table());
    number(batch.checkedUpTo());
    out.writeBoolean(batch.hasRowsWithoutTime());
    out.writeInt(batch.files().size());
    for (DataFile file : batch.files()) {
      file(file);
    }
    out.writeInt(batch.lines().size());
    for (InputManifest.Line line : batch.lines()) {
      line(line);
    }
  }

  private void file(DataFile file) throws IOException {
    text(file.location());
    out.writeInt(PendingFiles.dayOf(file));
    out.writeLong(file.fileSizeInBytes());
    out.writeLong(file.recordCount());
    Integer order = file.sortOrderId();
    out.writeInt(order == null ? 0 : order);
    longs(file.columnSizes());
    longs(file.valueCounts());
    longs(file.nullValueCounts());
    longs(file.nanValueCounts());
    bounds(file.lowerBounds());
    bounds(file.upperBounds());
    List<Long> splits = file.splitOffsets();
    out.writeInt(splits == null ? ABSENT : splits.size());
    for (Long split : splits == null ? List.<Long>of() : splits) {
      out.writeLong(split);
    }
  }

  private void line(InputManifest.Line line) throws IOException {
    text(line.origin());
    text(line.version());
    text(line.sha256());
    text(line.account());
    text(line.region());
    text(line.kind());
    number(line.deliveredAt());
    out.writeLong(line.bytes());
    out.writeLong(line.records());
    out.writeLong(line.newRows());
    out.writeLong(line.duplicates());
    out.writeLong(line.variants());
    out.writeLong(line.quarantined());
    number(line.firstEventTime());
    number(line.lastEventTime());
    text(line.status());
    text(line.reason());
    number(line.ingested());
  }

  private void text(@Nullable String text) throws IOException {
    bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? ABSENT : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private void number(@Nullable Long number) throws IOException {
    out.writeBoolean(number != null);
    if (number != null) {
      out.writeLong(number);
    }
  }

  private void longs(@Nullable Map<Integer, Long> map) throws IOException {
    out.writeInt(map == null ? ABSENT : map.size());
    if (map != null) {
      for (Map.Entry<Integer, Long> each : new TreeMap<>(map).entrySet()) {
        out.writeInt(each.getKey());
        out.writeLong(each.getValue());
      }
    }
  }

  private void bounds(@Nullable Map<Integer, ByteBuffer> map) throws IOException {
    out.writeInt(map == null ? ABSENT : map.size());
    if (map != null) {
      for (Map.Entry<Integer, ByteBuffer> each : new TreeMap<>(map).entrySet()) {
        out.writeInt(each.getKey());
        ByteBuffer value = each.getValue().duplicate();
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        bytes(bytes);
      }
    }
  }
}
