package io.trailhouse.testkit;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.ReadReport;
import io.trailhouse.sink.Sink;
import io.trailhouse.sink.SinkBatch;
import io.trailhouse.source.LogFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Keeps the event ids of what is committed; each counts once. For any number of threads.
public final class MemorySink implements Sink {
  private final Set<String> ids = new HashSet<>();
  private final Set<String> files = new HashSet<>();
  private final List<LogFile> committed = new ArrayList<>();
  private final long fullAt;

  /// @param fullAt from how many records on a batch is full
  public MemorySink(long fullAt) {
    this.fullAt = fullAt;
  }

  @Override
  public synchronized boolean knows(LogFile file) {
    return files.contains(file.origin() + "\n" + file.version());
  }

  @Override
  public SinkBatch begin() {
    return new Batch();
  }

  /// The ids of all committed events.
  public synchronized Set<String> ids() {
    return Set.copyOf(ids);
  }

  /// Every committed file, in the order of commits; one that was committed twice stands here twice.
  public synchronized List<LogFile> committed() {
    return List.copyOf(committed);
  }

  private synchronized List<SinkBatch.FileResult> commit(Batch batch) {
    List<SinkBatch.FileResult> results = new ArrayList<>();
    for (Entry entry : batch.done) {
      long fresh = entry.ids.stream().filter(ids::add).count();
      files.add(entry.file.origin() + "\n" + entry.file.version());
      committed.add(entry.file);
      results.add(
          new SinkBatch.FileResult(
              entry.file,
              entry.report,
              fresh,
              entry.ids.size() - fresh,
              0,
              null,
              null,
              0,
              0,
              null));
    }
    return results;
  }

  private record Entry(LogFile file, List<String> ids, ReadReport report) {}

  private final class Batch implements SinkBatch {
    private final List<Entry> done = new ArrayList<>();
    private List<String> current = new ArrayList<>();
    private LogFile file =
        new LogFile("", "", 0, io.trailhouse.source.LogFileName.of(""), java.time.Instant.EPOCH);
    private long records;

    @Override
    public void start(LogFile next) {
      file = next;
      current = new ArrayList<>();
    }

    @Override
    public void write(EventBatch events) {
      for (int row = 0; row < events.rows(); row++) {
        String id = events.view(row).text(EventField.EVENT_ID);
        current.add(id == null ? "" : id);
      }
    }

    @Override
    public void end(ReadReport report) {
      done.add(new Entry(file, current, report));
      records += current.size();
    }

    @Override
    public void abandon() {
      current = new ArrayList<>();
    }

    @Override
    public boolean isFull() {
      return records >= fullAt;
    }

    @Override
    public boolean isEmpty() {
      return done.isEmpty();
    }

    @Override
    public List<FileResult> commit() {
      return MemorySink.this.commit(this);
    }
  }
}
