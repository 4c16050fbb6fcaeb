package io.trailhouse.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/// Writes the rows of some data files of one day anew, merged in the order of time. The files it
/// reads stay as they are; those it writes belong to nobody until somebody commits them.
///
/// For one thread. Memory: the compressed bytes of the files it reads, and some pages of each.
public final class DayRewrite {
  private final Table table;
  private final int day;
  private final long rowsPerFile;
  private final List<DataFile> written = new ArrayList<>();
  private final Set<EventClass> dropped;
  private final EventColumns columns = new EventColumns();
  private @Nullable EventFileWriter writer;
  private long rows;

  /// A rewrite of one day.
  ///
  /// @param day days since 1970
  /// @param rowsPerFile a new file is begun after so many rows
  /// @param dropped rows of these classes are left out
  public DayRewrite(Table table, int day, long rowsPerFile, Set<EventClass> dropped) {
    this.table = table;
    this.day = day;
    this.rowsPerFile = rowsPerFile;
    this.dropped = Set.copyOf(dropped);
  }

  /// One file with its row under way.
  private static final class Lane implements AutoCloseable {
    private final int number;
    private final EventFileReader reader;
    private @Nullable EventRow row;

    Lane(int number, EventFileReader reader) throws IOException {
      this.number = number;
      this.reader = reader;
      this.row = reader.next();
    }

    long time() {
      return row == null ? Long.MAX_VALUE : row.eventTime();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  /// Merges the files and answers the new ones; none when no row is left.
  public List<DataFile> merge(List<DataFile> files) throws IOException {
    PriorityQueue<Lane> lanes =
        new PriorityQueue<>(
            Comparator.comparingLong(Lane::time).thenComparingInt(lane -> lane.number));
    List<Lane> open = new ArrayList<>();
    try {
      for (DataFile file : files) {
        Lane lane =
            new Lane(open.size(), EventFileReader.of(table.io().newInputFile(file.location())));
        open.add(lane);
        lanes.add(lane);
      }
      while (!lanes.isEmpty()) {
        Lane lane = lanes.poll();
        if (lane.row != null) {
          write(lane.row);
          lane.row = lane.reader.next();
          lanes.add(lane);
        }
      }
      finishFile();
    } finally {
      for (Lane lane : open) {
        lane.close();
      }
    }
    return List.copyOf(written);
  }

  /// How many rows the new files have.
  public long rows() {
    return rows;
  }

  /// Whether a file has rows of one of these classes.
  public static boolean hasAny(Table table, DataFile file, Set<EventClass> classes)
      throws IOException {
    try (EventFileReader reader =
        EventFileReader.of(
            table.io().newInputFile(file.location()),
            "eventcategory",
            "insightdetails",
            "managementevent")) {
      for (EventRow row = reader.next(); row != null; row = reader.next()) {
        if (classes.contains(EventClass.of(row))) {
          return true;
        }
      }
      return false;
    }
  }

  private void write(EventRow row) throws IOException {
    if (dropped.contains(EventClass.of(row))) {
      return;
    }
    EventFileWriter open = writer;
    if (open == null || open.rows() >= rowsPerFile) {
      finishFile();
      open = new EventFileWriter(table, day, location(), columns);
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
      written.add(writer.finish());
      writer = null;
    }
  }
}
