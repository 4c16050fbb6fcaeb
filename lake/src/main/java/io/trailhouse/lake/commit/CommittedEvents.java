package io.trailhouse.lake.commit;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/// The events of the table in the order of their commits, each once: new rows, never those that
/// upkeep has only moved.
///
/// Within a commit files are taken in the order of their names and rows as they stand. Each call
/// reads; [io.trailhouse.stream.SharedStream] keeps what others ask for again.
public final class CommittedEvents implements EventStream, AutoCloseable {
  /// In the summary of a commit whose rows were in the table before: upkeep or a repair has written
  /// them into other files.
  public static final String REPLACEMENT_ID = "trailhouse.replacement-id";

  /// How many commits stay open.
  private static final int KEPT_COMMITS = 4;

  private final Table table;
  private final Map<Long, RowChunks> commits = new LinkedHashMap<>();

  public CommittedEvents(Lake lake) {
    this.table = lake.events();
  }

  @Override
  public synchronized StreamPosition head() {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    return new StreamPosition(current == null ? 0 : current.sequenceNumber() + 1, 0);
  }

  @Override
  public synchronized @Nullable Chunk from(StreamPosition position) {
    for (Snapshot commit : commitsFrom(position.commit())) {
      long row = commit.sequenceNumber() == position.commit() ? position.row() : 0;
      RowChunks rows = rows(commit);
      if (row < rows.rows()) {
        return chunk(commit, row, rows);
      }
    }
    return null;
  }

  private static StreamPosition startOfChunk(StreamPosition position) {
    return new StreamPosition(position.commit(), position.row() / RowChunks.ROWS * RowChunks.ROWS);
  }

  private Chunk chunk(Snapshot snapshot, long row, RowChunks rows) {
    long commit = snapshot.sequenceNumber();
    StreamPosition start = startOfChunk(new StreamPosition(commit, row));
    RowChunks.Rows read = read(commit, rows, start.row() / RowChunks.ROWS);
    long end = Math.min(rows.rows(), start.row() + RowChunks.ROWS);
    StreamPosition next =
        end == rows.rows() ? new StreamPosition(commit + 1, 0) : new StreamPosition(commit, end);
    return new Chunk(
        start,
        read.events(),
        read.rows(),
        read.origins(),
        Instant.ofEpochMilli(CommitTimes.madeAt(snapshot)),
        next);
  }

  /// What is asked for after a failure is opened anew: what was open may be of a file that was
  /// away.
  private RowChunks.Rows read(long commit, RowChunks rows, long number) {
    boolean isRead = false;
    try {
      RowChunks.Rows read = rows.chunk(number);
      isRead = true;
      return read;
    } finally {
      if (!isRead) {
        commits.remove(commit);
        close(rows);
      }
    }
  }

  /// The commits of new rows from a sequence number on, oldest first.
  private List<Snapshot> commitsFrom(long sequence) {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    Deque<Snapshot> found = new ArrayDeque<>();
    if (current == null || current.sequenceNumber() < sequence) {
      return List.of();
    }
    Snapshot oldest = current;
    for (Snapshot each : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
      if (each.sequenceNumber() < sequence) {
        return List.copyOf(found);
      }
      oldest = each;
      if (!isUpkeep(each)) {
        found.push(each);
      }
    }
    if (oldest.parentId() != null && oldest.sequenceNumber() > sequence) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "the commits from %d to %d have expired".formatted(sequence, oldest.sequenceNumber() - 1),
          table.name(),
          "Nothing is missing in the table: remove the state of who followed, for a route"
              + " routes/NAME.json in the home folder, so that it begins with what comes next, and"
              + " send the stretch with `trailhouse routes replay`");
    }
    return List.copyOf(found);
  }

  private static boolean isUpkeep(Snapshot snapshot) {
    return snapshot.summary().containsKey(REPLACEMENT_ID)
        || DataOperations.REPLACE.equals(snapshot.operation())
        || DataOperations.DELETE.equals(snapshot.operation());
  }

  private RowChunks rows(Snapshot commit) {
    RowChunks known = commits.get(commit.sequenceNumber());
    if (known != null) {
      return known;
    }
    List<DataFile> files = new ArrayList<>();
    SnapshotChanges.builderFor(table).snapshot(commit).build().addedDataFiles().forEach(files::add);
    files.sort(Comparator.comparing(DataFile::location));
    RowChunks rows = new RowChunks(table.io(), files, RowChunks.EventTimesRange.ALL);
    commits.put(commit.sequenceNumber(), rows);
    if (commits.size() > KEPT_COMMITS) {
      close(commits.remove(commits.keySet().iterator().next()));
    }
    return rows;
  }

  private static void close(@Nullable RowChunks rows) {
    try {
      if (rows != null) {
        rows.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    commits.values().forEach(CommittedEvents::close);
    commits.clear();
  }
}
