package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.Lake;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/// One round of upkeep over a lake: retention, then compaction, then old snapshots, then orphans.
///
/// Each step commits by itself and can be stopped at any moment, even by force: what was written
/// and not committed is an orphan, which a later round removes. Appenders go on meanwhile; two
/// rounds at once cost work, never rows.
public final class Upkeep {
  private final Lake lake;
  private final UpkeepOptions options;
  private final InstantSource clock;
  private final Consumer<String> progress;

  /// Makes a round; nothing happens before [#run].
  ///
  /// @param progress gets a line for people about each step
  public Upkeep(Lake lake, UpkeepOptions options, InstantSource clock, Consumer<String> progress) {
    this.lake = lake;
    this.options = options;
    this.clock = clock;
    this.progress = progress;
  }

  /// Runs all steps.
  public UpkeepReport run() throws IOException {
    lake.catchUpLedger();
    Table events = lake.events();
    Table logFiles = lake.logFiles();
    List<DataFile> before = files(events);
    Instant now = clock.instant();

    Days days = new Days(events, options, progress);
    long dropped = days.applyRetention(byDay(events), now);
    events.refresh();
    long rewritten = days.compact(byDay(events));
    events.refresh();
    new LedgerFiles(logFiles).compact();

    Leftovers leftovers = new Leftovers(options, now);
    long deleted = leftovers.expire(events) + leftovers.expire(logFiles);
    deleted += leftovers.removeOrphans(events) + leftovers.removeOrphans(logFiles);
    progress.accept("%,d files deleted".formatted(deleted));

    events.refresh();
    List<DataFile> after = files(events);
    return new UpkeepReport(
        before.size(),
        after.size(),
        bytes(before),
        bytes(after),
        rewritten,
        dropped,
        leftovers.snapshots(),
        deleted);
  }

  private static long bytes(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
  }

  private static List<DataFile> files(Table table) throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    return files;
  }

  /// The data files of each day, days since 1970 in order.
  private static SortedMap<Integer, List<DataFile>> byDay(Table table) throws IOException {
    SortedMap<Integer, List<DataFile>> days = new TreeMap<>();
    for (DataFile file : files(table)) {
      days.computeIfAbsent(file.partition().get(0, Integer.class), day -> new ArrayList<>())
          .add(file);
    }
    return days;
  }
}
