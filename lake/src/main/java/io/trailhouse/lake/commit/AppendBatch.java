package io.trailhouse.lake.commit;

import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.ReadReport;
import io.trailhouse.source.LogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.jspecify.annotations.Nullable;

/// Log files on their way into the table: their records in memory until a chunk is full, then in
/// data files that belong to nobody until the commit.
public final class AppendBatch implements SinkBatch {
  private static final int MOST_ROWS_OF_CHUNK = 1 << 20;

  private final EventAppender appender;
  private final String id;
  private final CommitOrder.Place place;
  private final Chunk chunk;
  private final List<LogFileEntry> entries = new ArrayList<>();
  private final List<DataFile> files = new ArrayList<>();
  private final @Nullable Snapshot checkedUpTo;
  private boolean flushedOfFile;
  private boolean rowsWithoutTime;
  private long records;

  /// @param source what `th_source` says of its rows
  AppendBatch(EventAppender appender, String source, @Nullable Snapshot checkedUpTo) {
    this.appender = appender;
    this.id = UUID.randomUUID().toString();
    this.checkedUpTo = checkedUpTo;
    this.place = appender.order().begin(id);
    this.chunk = new Chunk(appender.pending(), appender.seen(), place, id, source);
  }

  @Override
  public void start(LogFile file) {
    entries.add(new LogFileEntry(file));
    chunk.markFile();
    flushedOfFile = false;
  }

  @Override
  public void write(EventBatch events) {
    chunk.add(events, entries.get(entries.size() - 1));
    if (chunk.bytes() > appender.options().chunkBytes() || chunk.rows() > MOST_ROWS_OF_CHUNK / 2) {
      flush();
      flushedOfFile = true;
    }
  }

  @Override
  public void end(ReadReport report) {
    LogFileEntry entry = entries.get(entries.size() - 1);
    entry.report(report);
    boolean copy =
        !flushedOfFile
            && entry.status() == LogFileEntry.Status.STORED
            && appender.knowsContent(report.sha256());
    if (copy) {
      chunk.dropFile();
      entry.addDuplicates(report.records());
    } else {
      records += report.records();
    }
  }

  @Override
  public void abandon() {
    LogFileEntry entry = entries.remove(entries.size() - 1);
    if (flushedOfFile) {
      records += entry.newRows();
    }
    chunk.dropFile();
  }

  /// Whether records of the file under way are in data files already, so that it cannot be left out
  /// any more.
  boolean hasFlushedOfFile() {
    return flushedOfFile;
  }

  @Override
  public boolean isFull() {
    return records >= appender.options().commitRows();
  }

  @Override
  public boolean isEmpty() {
    return entries.isEmpty() && files.isEmpty();
  }

  /// Writes what is still in memory. All its rows are in data files then which belong to nobody
  /// until [BatchCommit] has made them part of the table: here or elsewhere, at any time before
  /// upkeep takes them for left over. This batch takes nothing more.
  ///
  /// Other batches of the same appender count its rows as there. So all of them are committed, this
  /// one before those that were prepared later, or the log files of all are given again.
  public PreparedBatch prepare() {
    flush();
    appender.refuseAfterFailure();
    long now = appender.pending().now();
    return new PreparedBatch(
        header(id),
        files,
        entries.stream().map(entry -> InputManifest.Line.of(entry, now)).toList());
  }

  private PreparedBatch.Header header(String name) {
    return new PreparedBatch.Header(
        name,
        appender.name(),
        appender.table().uuid().toString(),
        checkedUpTo == null ? null : checkedUpTo.snapshotId(),
        rowsWithoutTime);
  }

  @Override
  public List<FileResult> commit() {
    PreparedBatch prepared = prepare();
    try {
      if (!place.await()) {
        return results(commitRowsFirst(prepared));
      }
      List<InputManifest.Line> lines = appender.commit(prepared, Set.of());
      place.done();
      return results(lines);
    } catch (RuntimeException e) {
      appender.failed();
      throw e;
    }
  }

  /// Two batches have found events among each other's rows. The rows of this one go first, and with
  /// them the log files that count on no other; its other log files wait for the other batch.
  private List<InputManifest.Line> commitRowsFirst(PreparedBatch prepared) {
    Set<Integer> later = new TreeSet<>();
    for (int i = 0; i < entries.size(); i++) {
      if (!place.isSettled(entries.get(i))) {
        later.add(i);
      }
    }
    List<InputManifest.Line> lines = appender.commit(prepared, later);
    place.done();
    place.await();
    if (!later.isEmpty()) { // else the other batch was committed in the meantime
      PreparedBatch.Header rest = header(UUID.randomUUID().toString());
      appender.commit(
          new PreparedBatch(rest, List.of(), later.stream().map(lines::get).toList()), Set.of());
    }
    return lines;
  }

  @Override
  public void drop() {
    if (place.hasRows()) {
      appender.failed(); // others may count its rows as there
    }
  }

  /// What became of its log files.
  ///
  /// @param lines one for each, in their order
  List<FileResult> results(List<InputManifest.Line> lines) {
    List<FileResult> results = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      LogFileEntry entry = entries.get(i);
      results.add(
          new FileResult(
              entry.file(),
              entry.report(),
              lines.get(i).newRows(),
              lines.get(i).duplicates(),
              entry.variants(),
              entry.oldestEventTime(),
              entry.newestEventTime(),
              entry.future(),
              entry.untimed(),
              entry.firstUntimed()));
    }
    return results;
  }

  private void flush() {
    try {
      Chunk.Written written = chunk.write();
      files.addAll(written.files());
      rowsWithoutTime |= written.hasRowsWithoutTime();
    } catch (IOException e) {
      appender.failed();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      appender.failed();
      throw e;
    }
  }
}
