package io.trailhouse.lake;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.ReadReport;
import io.trailhouse.sink.SinkBatch;
import io.trailhouse.source.LogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.jspecify.annotations.Nullable;

/// Log files on their way into the table: their records in memory until a chunk is full, then in
/// data files that belong to nobody until the commit.
final class AppendBatch implements SinkBatch {
  private static final int MOST_ROWS_OF_CHUNK = 1 << 20;

  private final EventAppender appender;
  private final String id;
  private final Chunk chunk;
  private final List<LogFileEntry> entries = new ArrayList<>();
  private final List<DataFile> files = new ArrayList<>();
  private @Nullable Snapshot checkedUpTo;
  private @Nullable String manifest;
  private boolean flushedOfFile;
  private boolean rowsWithoutTime;
  private long records;

  /// @param source what `th_source` says of its rows
  AppendBatch(EventAppender appender, String source, @Nullable Snapshot checkedUpTo) {
    this.appender = appender;
    this.id = UUID.randomUUID().toString();
    this.checkedUpTo = checkedUpTo;
    this.chunk = new Chunk(appender, id, source);
  }

  String id() {
    return id;
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
            && appender.ledger().knowsContent(report.sha256());
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

  @Override
  public boolean isFull() {
    return records >= appender.options().commitRows();
  }

  @Override
  public boolean isEmpty() {
    return entries.isEmpty() && files.isEmpty();
  }

  @Override
  public List<FileResult> commit() {
    flush();
    appender.refuseAfterFailure();
    try {
      appender.commit(this);
    } catch (RuntimeException e) {
      appender.failed();
      throw e;
    }
    List<FileResult> results = new ArrayList<>();
    for (LogFileEntry entry : entries) {
      results.add(
          new FileResult(
              entry.file(),
              entry.report(),
              entry.newRows(),
              entry.duplicates(),
              entry.variants(),
              entry.firstEventTime(),
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

  List<DataFile> files() {
    return files;
  }

  boolean hasRowsWithoutTime() {
    return rowsWithoutTime;
  }

  @Nullable Snapshot checkedUpTo() {
    return checkedUpTo;
  }

  void checkedUpTo(Snapshot snapshot) {
    checkedUpTo = snapshot;
  }

  /// Removes from this batch's files the rows that these files of others hold as well.
  void settle(List<DataFile> foreign) throws IOException {
    if (foreign.isEmpty()) {
      return;
    }
    Map<String, LogFileEntry> byOrigin = new HashMap<>();
    for (LogFileEntry entry : entries) {
      byOrigin.put(entry.file().origin(), entry);
    }
    ForeignRows rows = new ForeignRows(appender, foreign);
    appender.chunks().writeLock().lock(); // others may be reading the files that go
    try {
      rows.removeFrom(files, byOrigin);
    } finally {
      appender.chunks().writeLock().unlock();
    }
  }

  List<InputManifest.Line> lines() {
    long now = appender.now();
    return entries.stream().map(entry -> InputManifest.Line.of(entry, now)).toList();
  }

  /// Writes the manifest of the inputs anew, under a new name each time.
  void writeManifest() {
    if (manifest != null) {
      appender.table().io().deleteFile(manifest);
    }
    manifest =
        appender.table().location()
            + "/metadata/inputs-"
            + id
            + "-"
            + UUID.randomUUID().toString().substring(0, 8)
            + ".jsonl.gz";
    InputManifest.write(appender.table().io(), manifest, lines());
  }

  String manifest() {
    if (manifest == null) {
      throw new IllegalStateException("the manifest comes first");
    }
    return manifest;
  }
}
