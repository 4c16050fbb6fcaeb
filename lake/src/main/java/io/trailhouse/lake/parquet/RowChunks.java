package io.trailhouse.lake.parquet;

import io.trailhouse.event.BatchBuilder;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.FileFacts;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RecordText;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.source.LogFileName;
import java.io.ByteArrayInputStream;
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
public final class RowChunks implements AutoCloseable {
  /// Rows of one chunk; a chunk's number times this is its first row.
  public static final int ROWS = 2048;

  private final FileIO io;
  private final List<DataFile> files;
  private final EventTimesRange range;
  private final RecordText text = new RecordText();
  private final EventReader reader = new EventReader();
  private final BatchBuilder batch = new BatchBuilder();
  private @Nullable EventFileReader open;
  private int file = -1;
  private long at;
  private String lastOrigin = "";
  private LogFileName lastName = LogFileName.of("");

  /// Which rows are wanted: those whose event time lies in it.
  ///
  /// @param from microseconds since 1970, wanted
  /// @param to not wanted
  public record EventTimesRange(long from, long to) {
    /// Every time a row can have.
    public static final EventTimesRange ALL = new EventTimesRange(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// What is wanted of one chunk.
  ///
  /// @param rows the number of each event's row among the chunk's
  public record Rows(EventBatch events, int[] rows, List<String> origins) {}

  /// @param files read in this order
  /// @param range the times of the rows that are wanted
  public RowChunks(FileIO io, List<DataFile> files, EventTimesRange range) {
    this.io = io;
    this.files = List.copyOf(files);
    this.range = range;
  }

  /// How many rows there are, wanted or not.
  public long rows() {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  /// The chunk with a number.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED when a data file is gone
  public Rows chunk(long number) {
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
    batch.reset();
    List<Integer> rows = new ArrayList<>();
    List<String> origins = new ArrayList<>();
    List<FileFacts> files = new ArrayList<>();
    for (EventRow row = next(first); row != null; row = at < first + ROWS ? next(first) : null) {
      if (row.eventTime() >= range.from() && row.eventTime() < range.to()) {
        add(row);
        rows.add((int) (at - 1 - first));
        Binary origin = row.text(EventSchema.OBJECT);
        origins.add(origin == null ? "" : origin.toStringUsingUTF8());
        files.add(facts(origins.get(origins.size() - 1), row));
      }
    }
    return new Rows(
        batch.build().of(files), rows.stream().mapToInt(Integer::intValue).toArray(), origins);
  }

  /// What stands in for a time is in the row: the table has had it since the file was read.
  private FileFacts facts(String origin, EventRow row) {
    if (!origin.equals(lastOrigin)) {
      lastOrigin = origin;
      lastName = LogFileName.of(origin);
    }
    return new FileFacts(lastName.account(), EventTime.instant(row.eventTime()));
  }

  /// What another program has written is read like a log file: its columns may hold anything.
  private void add(EventRow row) throws IOException {
    boolean isOwn = open != null && open.isOwn();
    if (!isOwn || !text.writeTo(batch, row)) {
      read(text.of(row));
    }
  }

  private void read(byte[] record) throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    reader.read(new ByteArrayInputStream(record), batches::add);
    if (batches.size() != 1 || batches.get(0).rows() != 1) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "a row holds no event record",
          files.get(Math.max(0, file)).location(),
          "Restore the file, or import the log files of that day again into another home");
    }
    batch.add(batches.get(0), 0);
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
    open = EventFileReader.of(io.newInputFile(files.get(file)));
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
