package io.trailhouse.lake;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.FileFacts;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.source.LogFileName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// The rows of some data files as event records again, in chunks of a fixed number of rows.
///
/// Quick when chunks are asked for in order. For one thread at a time.
final class RowChunks implements AutoCloseable {
  /// Rows of one chunk; a chunk's number times this is its first row.
  static final int ROWS = 2048;

  private final FileIO io;
  private final List<DataFile> files;
  private final EventTimesRange range;
  private final RecordText text = new RecordText();
  private final EventReader reader = new EventReader();
  private @Nullable EventFileReader open;
  private int file = -1;
  private long at;
  private String lastOrigin = "";
  private LogFileName lastName = LogFileName.of("");

  /// Which rows are wanted: those whose event time lies in it.
  ///
  /// @param from microseconds since 1970, wanted
  /// @param to not wanted
  record EventTimesRange(long from, long to) {
    static final EventTimesRange ALL = new EventTimesRange(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// What is wanted of one chunk.
  ///
  /// @param rows the number of each event's row among the chunk's
  record Rows(EventBatch events, int[] rows, List<String> origins) {}

  RowChunks(FileIO io, List<DataFile> files, EventTimesRange range) {
    this.io = io;
    this.files = List.copyOf(files);
    this.range = range;
  }

  /// How many rows there are, wanted or not.
  long rows() {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  /// The chunk with a number.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED when a data file is gone
  Rows chunk(long number) {
    try {
      return read(number * ROWS);
    } catch (NotFoundException | FileNotFoundException e) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "a data file of the table is not there",
          files.get(Math.max(0, file)).location(),
          "If upkeep has rewritten the table meanwhile, start again; otherwise restore the file",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Rows read(long first) throws IOException {
    if (at > first || open == null) {
      rewind();
    }
    ByteArrayOutputStream records = new ByteArrayOutputStream(ROWS * 1400);
    records.writeBytes(OPENING);
    List<Integer> rows = new ArrayList<>();
    List<String> origins = new ArrayList<>();
    List<FileFacts> files = new ArrayList<>();
    for (EventRow row = next(first); row != null; row = at < first + ROWS ? next(first) : null) {
      if (row.eventTime() >= range.from() && row.eventTime() < range.to()) {
        if (!rows.isEmpty()) {
          records.write(',');
        }
        records.writeBytes(text.of(row));
        rows.add((int) (at - 1 - first));
        Binary origin = row.text(EventSchema.OBJECT);
        origins.add(origin == null ? "" : origin.toStringUsingUTF8());
        files.add(facts(origins.get(origins.size() - 1), row));
      }
    }
    records.writeBytes(CLOSING);
    return new Rows(
        batch(records.toByteArray(), rows.size()).of(files),
        rows.stream().mapToInt(Integer::intValue).toArray(),
        origins);
  }

  /// What stands in for a time is in the row: the table has had it since the file was read.
  private FileFacts facts(String origin, EventRow row) {
    if (!origin.equals(lastOrigin)) {
      lastOrigin = origin;
      lastName = LogFileName.of(origin);
    }
    return new FileFacts(lastName.account(), EventTime.instant(row.eventTime()));
  }

  static final byte[] OPENING = {'{', '"', 'R', 'e', 'c', 'o', 'r', 'd', 's', '"', ':', '['};
  static final byte[] CLOSING = {']', '}'};

  private EventBatch batch(byte[] records, int count) throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    if (count > 0) {
      reader.read(new ByteArrayInputStream(records), batches::add);
    }
    EventBatch batch = batches.size() == 1 ? batches.get(0) : EventBatch.empty();
    if (batch.rows() != count) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "%d rows gave %d records".formatted(count, batch.rows()),
          files.get(Math.max(0, file)).location(),
          "Restore the file, or import the log files of that day again into another home");
    }
    return batch;
  }

  /// The next row at or behind `first`; null behind the last one.
  private @Nullable EventRow next(long first) throws IOException {
    while (true) {
      EventRow row = open == null ? null : open.next();
      if (row == null) {
        if (!openNext()) {
          return null;
        }
      } else if (at++ >= first) {
        return row;
      }
    }
  }

  private boolean openNext() throws IOException {
    if (file + 1 >= files.size()) {
      return false;
    }
    close();
    file++;
    open = EventFileReader.of(io.newInputFile(files.get(file).location()));
    return true;
  }

  private void rewind() throws IOException {
    close();
    file = -1;
    at = 0;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
