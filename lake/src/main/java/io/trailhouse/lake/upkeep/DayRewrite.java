package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.parquet.EventColumns;
import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.parquet.EventFileWriter;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// Writes the rows of some data files of one day anew, merged in the order of time. The files it
/// reads stay as they are; those it writes belong to nobody until somebody commits them.
///
/// For one thread. A file is opened when the merge reaches its first event time and closed behind
/// its last, so memory goes with how many files overlap: for each of those the compressed bytes of
/// a row group and some pages, and once the rows of the row group being written.
public final class DayRewrite {
  private final Table table;
  private final EventColumns columns = new EventColumns();
  private final int timeField;

  public DayRewrite(Table table) {
    this.table = table;
    this.timeField = table.schema().findField("eventtime").fieldId();
  }

  /// What a rewrite has made.
  ///
  /// @param files new data files, none when no row is left
  /// @param rows how many rows they have
  public record Rewritten(List<DataFile> files, long rows) {
    public Rewritten {
      files = List.copyOf(files);
    }
  }

  /// Merges files. When it fails it leaves no file behind.
  ///
  /// @param day days since 1970
  /// @param files with their bounds of `eventtime`; one without them is open from the start
  /// @param rowsPerFile a new file is begun after so many rows
  /// @param expiry rows that have expired and are not held are left out
  /// @throws TrailhouseException with TABLE_DAMAGED when a file is gone or cannot be read
  public Rewritten merge(int day, List<DataFile> files, long rowsPerFile, DayExpiry expiry)
      throws IOException {
    Output out = new Output(day, rowsPerFile);
    List<Input> inputs = new ArrayList<>();
    for (DataFile file : files) {
      inputs.add(new Input(inputs.size(), file, firstTime(file)));
    }
    boolean done = false;
    try {
      merge(inputs, expiry, out);
      Rewritten made = out.finish();
      done = true;
      return made;
    } finally {
      for (Input input : inputs) {
        input.close();
      }
      if (!done) {
        out.discard();
      }
    }
  }

  private static void merge(List<Input> inputs, DayExpiry expiry, Output out) throws IOException {
    RowExpiry rows = expiry.isNothing() ? null : new RowExpiry(expiry);
    PriorityQueue<Input> queue =
        new PriorityQueue<>(
            Comparator.comparingLong((Input input) -> input.time)
                .thenComparingInt(input -> input.number));
    queue.addAll(inputs);
    while (!queue.isEmpty()) {
      Input input = queue.poll();
      Input next = queue.peek();
      EventRow row = input.row();
      while (row != null && (next == null || input.isBefore(next))) {
        if (rows == null || !rows.drops(row)) {
          out.write(row);
        }
        row = input.advance();
      }
      if (row != null) {
        queue.add(input);
      }
    }
  }

  /// The least event time of a file, microseconds since 1970.
  private long firstTime(DataFile file) {
    Map<Integer, ByteBuffer> bounds = file.lowerBounds();
    ByteBuffer bound = bounds == null ? null : bounds.get(timeField);
    if (bound == null) {
      return Long.MIN_VALUE;
    }
    Long micros = Conversions.fromByteBuffer(Types.TimestampType.withoutZone(), bound);
    return micros;
  }

  static TrailhouseException unreadable(DataFile file, Exception cause) {
    if (cause instanceof TrailhouseException known) {
      return known;
    }
    return new TrailhouseException(
        Code.TABLE_DAMAGED,
        "a data file of the table cannot be read: " + FileReason.ofAny(cause),
        file.location(),
        "Nothing was taken away: restore the file from a backup, or have its log files imported"
            + " again: trailhouse lake check --repair",
        cause);
  }

  /// One file with its row under way; opened when that row is asked for.
  private final class Input implements AutoCloseable {
    private final int number;
    private final DataFile file;
    private long time;
    private @Nullable EventFileReader reader;
    private @Nullable EventRow row;

    Input(int number, DataFile file, long time) {
      this.number = number;
      this.file = file;
      this.time = time;
    }

    boolean isBefore(Input other) {
      return time < other.time || (time == other.time && number < other.number);
    }

    @Nullable EventRow row() throws IOException {
      return reader == null ? advance() : row;
    }

    @Nullable EventRow advance() throws IOException {
      try {
        if (reader == null) {
          reader = EventFileReader.of(table.io().newInputFile(file));
        }
        row = reader.next();
      } catch (RuntimeException | IOException e) {
        throw unreadable(file, e);
      }
      if (row == null) {
        close();
      } else {
        time = row.eventTime();
      }
      return row;
    }

    @Override
    public void close() throws IOException {
      if (reader != null) {
        reader.close();
      }
    }
  }

  /// The files being written.
  private final class Output {
    private final int day;
    private final long rowsPerFile;
    private final List<DataFile> files = new ArrayList<>();
    private final List<String> locations = new ArrayList<>();
    private @Nullable EventFileWriter writer;
    private long rows;

    Output(int day, long rowsPerFile) {
      this.day = day;
      this.rowsPerFile = rowsPerFile;
    }

    void write(EventRow row) throws IOException {
      EventFileWriter open = writer;
      if (open == null || open.rows() >= rowsPerFile) {
        finishFile();
        String location = location();
        locations.add(location);
        open = new EventFileWriter(table, day, location, columns);
        writer = open;
      }
      open.write(row);
      rows++;
    }

    private String location() {
      PartitionData partition = new PartitionData(table.spec().partitionType());
      partition.set(0, day);
      String name = "upkeep-" + UUID.randomUUID() + ".parquet";
      return table.locationProvider().newDataLocation(table.spec(), partition, name);
    }

    private void finishFile() throws IOException {
      if (writer != null) {
        files.add(writer.finish());
        writer = null;
      }
    }

    Rewritten finish() throws IOException {
      finishFile();
      return new Rewritten(files, rows);
    }

    void discard() {
      try {
        if (writer != null) {
          writer.close();
        }
      } catch (IOException e) {
        // what made the rewrite fail is thrown already
      }
      locations.forEach(table.io()::deleteFile);
    }
  }
}
