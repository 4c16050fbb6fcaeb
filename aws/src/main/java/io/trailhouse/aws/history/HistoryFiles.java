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
/// already is not written again, whoever wrote it. For any number of threads; partitions do not
/// wait for each other.
public final class HistoryFiles implements AutoCloseable {
  private static final long MICROS = 1_000_000;

  private final TrailFiles files;
  private final Path scratch;
  private final Map<HistoryPartition, Output> outputs = new ConcurrentHashMap<>();
  private final TrailCounters counters = new TrailCounters();
  private final LongAdder present = new LongAdder();

  /// What a partition writes with; guarded by itself.
  private record Output(TrailWriter writer, WrittenEvents written) {}

  /// @param scratch for what does not fit into memory
  public HistoryFiles(TrailFiles files, Path scratch) {
    this.files = files;
    this.scratch = scratch;
  }

  void write(HistoryPartition name, Bundle bundle) throws IOException {
    Output output =
        outputs.computeIfAbsent(
            name,
            each ->
                new Output(
                    new TrailWriter(files, TrailSelection.ALL, scratch, counters),
                    new WrittenEvents(files)));
    synchronized (output) {
      for (EventHistory.Found found : bundle.events()) {
        RecordClues clues = clues(name, found);
        if (output.written().add(clues, found.id())) {
          output.writer().add(clues, () -> found.record().getBytes(StandardCharsets.UTF_8));
        } else {
          present.increment();
        }
      }
      output.writer().finish();
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
    for (Output output : outputs.values()) {
      synchronized (output) {
        output.writer().close();
      }
    }
  }
}
