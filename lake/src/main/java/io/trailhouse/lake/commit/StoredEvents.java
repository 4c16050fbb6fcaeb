package io.trailhouse.lake.commit;

import io.trailhouse.event.EventTime;
import io.trailhouse.lake.catalog.CommitTimes;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.parquet.RowChunks;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.stream.EventStream;
import io.trailhouse.stream.StreamPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/// The events of a stretch of time as one snapshot of the table has them: day after day, a day's
/// files in the order of their names.
public final class StoredEvents implements EventStream, AutoCloseable {
  private final long commit;
  private final Instant made;
  private final RowChunks rows;

  /// The events from one moment, included, to another, not included.
  ///
  /// @param snapshot which one, as [#snapshot] once answered; null for the newest
  /// @throws TrailhouseException with NOT_FOUND when that snapshot is no longer kept
  public StoredEvents(
      Lake lake, @Nullable Instant from, @Nullable Instant to, @Nullable Long snapshot) {
    Table table = lake.events();
    long first = from == null ? Long.MIN_VALUE : EventTime.micros(from);
    long end = to == null ? Long.MAX_VALUE : EventTime.micros(to);
    this.commit = snapshot == null ? newest(table) : snapshot;
    Snapshot read = commit == 0 ? null : at(table, commit);
    this.made = read == null ? Instant.EPOCH : Instant.ofEpochMilli(CommitTimes.madeAt(read));
    this.rows =
        new RowChunks(
            table.io(),
            read == null ? List.of() : files(table, read, first, end),
            new RowChunks.EventTimesRange(first, end));
  }

  private static long newest(Table table) {
    Snapshot current = table.currentSnapshot();
    return current == null ? 0 : current.sequenceNumber();
  }

  private static Snapshot at(Table table, long sequence) {
    for (Snapshot each : table.snapshots()) {
      if (each.sequenceNumber() == sequence) {
        return each;
      }
    }
    throw new TrailhouseException(
        Code.NOT_FOUND,
        "snapshot %d has expired".formatted(sequence),
        table.name(),
        "What was begun on it cannot go on: remove its state below replays in the home folder, and"
            + " begin again");
  }

  private static List<DataFile> files(Table table, Snapshot snapshot, long from, long to) {
    Expression wanted =
        Expressions.and(
            Expressions.greaterThanOrEqual("eventtime", from),
            Expressions.lessThan("eventtime", to));
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshot.snapshotId()).filter(wanted).planFiles()) {
      for (FileScanTask task : tasks) {
        PendingFiles.requireNoDeletes(task);
        files.add(task.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(
        Comparator.comparingInt((DataFile file) -> PendingFiles.dayOf(file))
            .thenComparing(DataFile::location));
    return files;
  }

  /// The snapshot that is read, for another one made later that is to read the same.
  public long snapshot() {
    return commit;
  }

  /// How many rows the data files hold, those outside the stretch included.
  public long rows() {
    return rows.rows();
  }

  /// The position of the first event.
  public StreamPosition start() {
    return new StreamPosition(commit, 0);
  }

  @Override
  public StreamPosition head() {
    return new StreamPosition(commit + 1, 0);
  }

  @Override
  public synchronized @Nullable Chunk from(StreamPosition position) {
    long number = position.row() / RowChunks.ROWS;
    if (position.commit() != commit || position.row() >= rows.rows()) {
      return null;
    }
    RowChunks.Rows read = rows.chunk(number);
    long end = Math.min(rows.rows(), (number + 1) * RowChunks.ROWS);
    return new Chunk(
        new StreamPosition(commit, number * RowChunks.ROWS),
        read.events(),
        read.rows(),
        read.origins(),
        made,
        end == rows.rows() ? head() : new StreamPosition(commit, end));
  }

  /// Gives all of them, chunk after chunk.
  public void read(Consumer<Chunk> taker) {
    for (Chunk chunk = from(start()); chunk != null; chunk = from(chunk.next())) {
      taker.accept(chunk);
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
