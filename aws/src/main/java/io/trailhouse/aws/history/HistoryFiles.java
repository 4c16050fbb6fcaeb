package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import io.trailhouse.destination.RecordClues;
import io.trailhouse.destination.TrailCounters;
import io.trailhouse.destination.TrailFiles;
import io.trailhouse.destination.TrailSelection;
import io.trailhouse.destination.TrailWriter;
import io.trailhouse.destination.WrittenEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Writes events as log files, in the trail's own layout and envelope; one that stands there
/// already is not written again, whoever wrote it. For any number of threads; lanes do not wait for
/// each other.
public final class HistoryFiles implements AutoCloseable {
  private static final long MICROS = 1_000_000;

  private final TrailFiles files;
  private final Path scratch;
  private final Map<HistoryPartition, Lane> lanes = new ConcurrentHashMap<>();
  private final TrailCounters counters = new TrailCounters();
  private final LongAdder present = new LongAdder();

  /// What a lane writes with; guarded by itself.
  private record Lane(TrailWriter writer, WrittenEvents written) {}

  /// @param scratch for what does not fit into memory
  public HistoryFiles(TrailFiles files, Path scratch) {
    this.files = files;
    this.scratch = scratch;
  }

  void write(HistoryPartition name, Bundle bundle) throws IOException {
    Lane lane =
        lanes.computeIfAbsent(
            name,
            each ->
                new Lane(
                    new TrailWriter(files, TrailSelection.ALL, scratch, counters),
                    new WrittenEvents(files)));
    synchronized (lane) {
      for (EventHistory.Found found : bundle.events()) {
        RecordClues clues = clues(name, found);
        if (lane.written().add(clues, found.id())) {
          lane.writer().add(clues, () -> found.record().getBytes(StandardCharsets.UTF_8));
        } else {
          present.increment();
        }
      }
      lane.writer().finish();
    }
  }

  private static RecordClues clues(HistoryPartition name, EventHistory.Found found) {
    return new RecordClues(
        found.second() * MICROS,
        name.account(),
        name.region(),
        name.insight() ? "Insight" : "Management",
        null,
        null);
  }

  /// Log files written.
  public long files() {
    return counters.files();
  }

  /// Events written.
  public long events() {
    return counters.events();
  }

  /// Events that were there already.
  public long present() {
    return present.sum();
  }

  @Override
  public void close() throws IOException {
    for (Lane lane : lanes.values()) {
      synchronized (lane) {
        lane.writer().close();
      }
    }
  }
}
