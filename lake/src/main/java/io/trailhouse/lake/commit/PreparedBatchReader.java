package io.trailhouse.lake.commit;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/// Reads the wire form of a prepared batch ([PreparedBatchWriter]) and believes none of it before
/// its checksum holds.
final class PreparedBatchReader {
  private static final String PLACE = "prepared batch";

  private final ByteBuffer in;
  private final Table events;

  private PreparedBatchReader(ByteBuffer in, Table events) {
    this.in = in;
    this.events = events;
  }

  static PreparedBatch read(byte[] bytes, Table events) {
    requireWhole(bytes);
    int content = bytes.length - PreparedBatchWriter.HEAD - Integer.BYTES;
    ByteBuffer in = ByteBuffer.wrap(bytes, PreparedBatchWriter.HEAD, content);
    PreparedBatch batch;
    try {
      batch = new PreparedBatchReader(in, events).batch();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw damaged("it ends too early or has what cannot be", e);
    }
    if (in.hasRemaining()) {
      throw damaged("something follows its end", null);
    }
    return batch;
  }

  private static void requireWhole(byte[] bytes) {
    byte[] magic = PreparedBatchWriter.MAGIC;
    if (bytes.length < PreparedBatchWriter.HEAD + Integer.BYTES
        || !Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
      throw damaged("it does not begin as one", null);
    }
    int version = bytes[magic.length] & 0xff;
    if (version != PreparedBatchWriter.VERSION) {
      throw new TrailhouseException(
          Code.TABLE_NEWER,
          "the prepared batch has version %d, this program knows version %d"
              .formatted(version, PreparedBatchWriter.VERSION),
          PLACE,
          "Commit it with the version of Trailhouse that prepared it, or a newer one");
    }
    ByteBuffer whole = ByteBuffer.wrap(bytes);
    int content = whole.getInt(magic.length + 1);
    if (content != bytes.length - PreparedBatchWriter.HEAD - Integer.BYTES) {
      throw damaged("its length is not the one that it names", null);
    }
    if (whole.getInt(bytes.length - Integer.BYTES) != PreparedBatchWriter.checksum(bytes)) {
      throw damaged("its checksum does not hold", null);
    }
  }

  private static TrailhouseException damaged(String why, @Nullable RuntimeException cause) {
    String what = "the bytes are not the prepared batch that was written: " + why;
    String remedy = "Take another copy of the bytes, or prepare the batch's log files again";
    return new TrailhouseException(Code.TABLE_DAMAGED, what, PLACE, remedy, cause);
  }

  private PreparedBatch batch() {
    String id = requiredText();
    String writer = requiredText();
    String table = requiredText();
    Long checkedUpTo = number();
    boolean rowsWithoutTime = flag();
    PreparedBatch.Header header =
        new PreparedBatch.Header(id, writer, table, checkedUpTo, rowsWithoutTime);
    header.requireFor(events); // its files' sort order and partitions are this table's
    List<DataFile> files = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      files.add(file());
    }
    List<InputManifest.Line> lines = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      lines.add(line());
    }
    return new PreparedBatch(header, files, lines);
  }

  private DataFile file() {
    String location = requiredText();
    PartitionData partition = new PartitionData(events.spec().partitionType());
    partition.set(0, in.getInt());
    long size = in.getLong();
    long records = in.getLong();
    SortOrder order = events.sortOrders().get(in.getInt());
    Metrics metrics = new Metrics(records, longs(), longs(), longs(), longs(), bounds(), bounds());
    DataFiles.Builder file =
        DataFiles.builder(events.spec())
            .withPath(location)
            .withFormat(FileFormat.PARQUET)
            .withPartition(partition)
            .withFileSizeInBytes(size)
            .withMetrics(metrics);
    int splits = in.getInt();
    if (splits != PreparedBatchWriter.ABSENT) {
      List<Long> offsets = new ArrayList<>();
      for (int left = splits; left > 0; left--) {
        offsets.add(in.getLong());
      }
      file.withSplitOffsets(offsets);
    }
    return file.withSortOrder(required(order, "sort order")).build();
  }

  private InputManifest.Line line() {
    return new InputManifest.Line(
        requiredText(),
        requiredText(),
        requiredText(),
        text(),
        text(),
        requiredText(),
        required(number(), "delivered"),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        number(),
        number(),
        requiredText(),
        text(),
        required(number(), "ingested"));
  }

  private boolean flag() {
    return in.get() != 0;
  }

  private @Nullable Long number() {
    return flag() ? in.getLong() : null;
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }

  private String requiredText() {
    return required(text(), "text");
  }

  private @Nullable String text() {
    byte[] bytes = bytes();
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private byte @Nullable [] bytes() {
    int length = in.getInt();
    if (length == PreparedBatchWriter.ABSENT) {
      return null;
    }
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private @Nullable Map<Integer, Long> longs() {
    int count = in.getInt();
    if (count == PreparedBatchWriter.ABSENT) {
      return null;
    }
    Map<Integer, Long> map = new HashMap<>();
    for (int left = count; left > 0; left--) {
      map.put(in.getInt(), in.getLong());
    }
    return map;
  }

  private @Nullable Map<Integer, ByteBuffer> bounds() {
    int count = in.getInt();
    if (count == PreparedBatchWriter.ABSENT) {
      return null;
    }
    Map<Integer, ByteBuffer> map = new HashMap<>();
    for (int left = count; left > 0; left--) {
      map.put(in.getInt(), ByteBuffer.wrap(required(bytes(), "bound")));
    }
    return map;
  }
}
