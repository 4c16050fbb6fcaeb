package io.trailhouse.lake.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/// The data files of the newest snapshot of `events`, by day.
///
/// Days that another program has changed in ways Trailhouse does not write, with delete files or
/// under other partitioning, count as foreign: upkeep leaves them alone.
final class DayPlan {
  private static final List<String> BOUNDS =
      List.of("eventtime", "eventcategory", "recipientaccountid");

  private final @Nullable Snapshot snapshot;
  private final SortedMap<Integer, List<DataFile>> days = new TreeMap<>();
  private final List<DataFile> foreign = new ArrayList<>();

  private DayPlan(@Nullable Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  static DayPlan of(Table table, Consumer<String> progress) throws IOException {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    DayPlan plan = new DayPlan(current);
    if (current == null) {
      return plan;
    }
    int spec = table.spec().specId();
    List<Integer> withForeign = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(current.snapshotId()).includeColumnStats(BOUNDS).planFiles()) {
      for (FileScanTask task : tasks) {
        DataFile file = task.file();
        if (file.specId() != spec) {
          plan.foreign.add(file);
          continue;
        }
        int day = file.partition().get(0, Integer.class);
        plan.days.computeIfAbsent(day, each -> new ArrayList<>()).add(file);
        if (!task.deletes().isEmpty()) {
          withForeign.add(day);
        }
      }
    }
    for (int day : withForeign) {
      List<DataFile> left = plan.days.remove(day);
      if (left != null) {
        plan.foreign.addAll(left);
      }
    }
    if (!plan.foreign.isEmpty()) {
      progress.accept(
          "%,d data files left alone: another program has deleted rows of their days or"
                  .formatted(plan.foreign.size())
              + " partitioned them in its own way");
    }
    return plan;
  }

  /// The snapshot that the files were found in.
  ///
  /// @throws IllegalStateException when the table is empty; then it has no days either
  Snapshot snapshot() {
    if (snapshot == null) {
      throw new IllegalStateException("an empty table has no snapshot");
    }
    return snapshot;
  }

  /// Days since 1970 in order, with their files; these have bounds of time, category and recipient.
  SortedMap<Integer, List<DataFile>> days() {
    return days;
  }

  long files() {
    return all().count();
  }

  long bytes() {
    return all().mapToLong(DataFile::fileSizeInBytes).sum();
  }

  private Stream<DataFile> all() {
    return Stream.concat(days.values().stream().flatMap(List::stream), foreign.stream());
  }
}
