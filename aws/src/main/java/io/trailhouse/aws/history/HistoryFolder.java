package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import io.trailhouse.sink.RecordClues;
import io.trailhouse.sink.StandingEvents;
import io.trailhouse.sink.TrailCounters;
import io.trailhouse.sink.TrailFolder;
import io.trailhouse.sink.TrailSelection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/// Writes events as log files into a folder, in the trail's own layout and envelope; one that
/// stands there already is not written again, whoever wrote it. For any number of threads.
public final class HistoryFolder implements AutoCloseable {
  private static final long MICROS = 1_000_000;

  private final TrailFolder folder;
  private final StandingEvents standing;
  private final TrailCounters counters = new TrailCounters();
  private final LongAdder stood = new LongAdder();

  /// @param folder made when needed
  /// @param scratch for what does not fit into memory
  public HistoryFolder(Path folder, Path scratch) throws IOException {
    this.folder = TrailFolder.open(folder, TrailSelection.ALL, scratch, counters);
    this.standing = new StandingEvents(folder);
  }

  synchronized void write(LaneName lane, Bundle bundle) throws IOException {
    for (EventHistory.Found found : bundle.events()) {
      RecordClues clues =
          new RecordClues(
              found.second() * MICROS,
              lane.account(),
              null,
              lane.region(),
              lane.insight() ? "Insight" : "Management",
              null,
              null);
      if (standing.add(clues, found.id())) {
        folder.add(clues, () -> found.record().getBytes(StandardCharsets.UTF_8));
      } else {
        stood.increment();
      }
    }
    folder.finish();
  }

  /// Log files written.
  public long files() {
    return counters.files();
  }

  /// Events written.
  public long events() {
    return counters.events();
  }

  /// Events that stood there already.
  public long stood() {
    return stood.sum();
  }

  @Override
  public synchronized void close() throws IOException {
    folder.close();
  }
}
