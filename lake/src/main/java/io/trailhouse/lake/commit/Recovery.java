package io.trailhouse.lake.commit;

import io.trailhouse.destination.Sink;
import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.ReadReport;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.source.LogFile;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;

/// Takes log files once more whose events the table had, and writes those that it has no longer
/// because their data files are damaged. These count as not there; all else does, so each event is
/// written once. Nothing is committed: the files it has written belong to nobody until somebody
/// puts them in the place of the damaged ones.
///
/// For several threads at once. After a failure what was written is an orphan.
public final class Recovery implements Sink {
  private static final String SOURCE = "repair";

  private final EventAppender appender;
  private final Predicate<String> isKnown;
  private final List<DataFile> written = new ArrayList<>();
  private final Set<String> changed = new ConcurrentSkipListSet<>();

  private Recovery(EventAppender appender, Predicate<String> isKnown) {
    this.appender = appender;
    this.isKnown = isKnown;
  }

  /// Opens the table as if damaged data files were not there.
  ///
  /// @param damaged their locations
  /// @param isKnown whether the table had the events of a log file with this SHA-256; others are
  ///   left alone
  public static Recovery open(
      Lake lake, Set<String> damaged, Predicate<String> isKnown, InstantSource clock) {
    EventAppender appender =
        EventAppender.openWithout(damaged, lake, AppendOptions.named(SOURCE), clock);
    return new Recovery(appender.comparingCopies(), isKnown);
  }

  /// None: each is read again.
  @Override
  public boolean knows(LogFile file) {
    return false;
  }

  @Override
  public SinkBatch begin() {
    return new Batch(appender.begin());
  }

  /// The log files that were left alone, because nobody knows what they hold now.
  public Set<String> changed() {
    return Set.copyOf(changed);
  }

  /// The files written so far, by their days since 1970.
  public synchronized Map<Integer, List<DataFile>> days() {
    Map<Integer, List<DataFile>> days = new TreeMap<>();
    for (DataFile file : written) {
      days.computeIfAbsent(PendingFiles.dayOf(file), day -> new ArrayList<>()).add(file);
    }
    return days;
  }

  private synchronized void add(List<DataFile> files) {
    written.addAll(files);
  }

  /// A batch that is prepared and not committed.
  private final class Batch implements SinkBatch {
    private final AppendBatch batch;
    private String origin = "";

    Batch(AppendBatch batch) {
      this.batch = batch;
    }

    @Override
    public void start(LogFile next) {
      origin = next.origin();
      batch.start(next);
    }

    @Override
    public void write(EventBatch events) {
      batch.write(events);
    }

    @Override
    public void end(ReadReport report) {
      if (isKnown.test(report.sha256())) {
        batch.end(report);
        return;
      }
      if (batch.hasFlushedOfFile()) {
        throw new TrailhouseException(
            Code.WRONG_USE,
            "a log file is not what it was when its events were imported, and too large to be left"
                + " out on the way",
            origin,
            "Nothing was changed. Move it away and run the same command again");
      }
      changed.add(origin);
      batch.abandon();
    }

    @Override
    public void abandon() {
      batch.abandon();
    }

    @Override
    public boolean isFull() {
      return batch.isFull();
    }

    @Override
    public boolean isEmpty() {
      return batch.isEmpty();
    }

    @Override
    public List<FileResult> commit() {
      PreparedBatch prepared = batch.prepare();
      add(prepared.files());
      return batch.results(prepared.lines());
    }
  }
}
