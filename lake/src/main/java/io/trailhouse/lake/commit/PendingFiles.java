package io.trailhouse.lake.commit;

import io.trailhouse.event.EventTime;
import io.trailhouse.lake.parquet.EventColumns;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/// The data files of `events` as one process sees them: those in the table, and its own on the way
/// into it, whose rows count as there already. For several threads at once.
final class PendingFiles {
  private static final long DAY = 86_400_000_000L;

  private final Table table;
  private final InstantSource clock;
  private final Set<String> without;
  private final Map<String, DataFile> pending = new ConcurrentHashMap<>();
  private final Queue<EventColumns> idleColumns = new ConcurrentLinkedQueue<>();
  private final ReentrantReadWriteLock chunks = new ReentrantReadWriteLock(true);

  PendingFiles(Table table, InstantSource clock) {
    this(table, clock, Set.of());
  }

  /// @param without locations of data files that count as not there
  PendingFiles(Table table, InstantSource clock, Set<String> without) {
    this.table = table;
    this.clock = clock;
    this.without = Set.copyOf(without);
  }

  Table table() {
    return table;
  }

  /// Chunks under way hold its read lock until their rows are in registered files; whoever has to
  /// see all rows takes the write lock.
  ReentrantReadWriteLock chunks() {
    return chunks;
  }

  /// Empty columns, kept warm from file to file.
  EventColumns borrowColumns() {
    EventColumns idle = idleColumns.poll();
    return idle == null ? new EventColumns() : idle;
  }

  /// Takes empty columns back. Whoever fails with rows in them keeps them.
  void giveBack(EventColumns columns) {
    idleColumns.add(columns);
  }

  /// Microseconds since 1970.
  long now() {
    return EventTime.micros(clock.instant());
  }

  static int dayOf(long micros) {
    return (int) Math.floorDiv(micros, DAY);
  }

  static int dayOf(DataFile file) {
    return file.partition().get(0, Integer.class);
  }

  /// The file's rows count from now on, for everybody in this process.
  void register(DataFile file) {
    pending.put(file.location(), file);
  }

  void withdraw(DataFile file) {
    pending.remove(file.location());
  }

  /// The data files, committed or registered, that can hold rows of these days.
  List<DataFile> dataFiles(Set<Integer> days, boolean withoutTime) throws IOException {
    Map<String, DataFile> found = new LinkedHashMap<>();
    for (DataFile file : pending.values()) {
      if (withoutTime || days.contains(dayOf(file))) {
        found.put(file.location(), file);
      }
    }
    if (!days.isEmpty()) {
      plan(inDays(days), found);
    }
    if (withoutTime) {
      plan(Expressions.lessThan("th_layout", "@"), found);
    }
    found.values().removeIf(file -> !withoutTime && !days.contains(dayOf(file)));
    return List.copyOf(found.values());
  }

  void plan(Expression filter, Map<String, DataFile> into) throws IOException {
    if (table.currentSnapshot() == null) {
      return;
    }
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(filter).includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        if (!without.contains(task.file().location())) {
          requireNoDeletes(task);
          into.putIfAbsent(task.file().location(), task.file());
        }
      }
    }
  }

  static void requireNoDeletes(FileScanTask task) {
    if (!task.deletes().isEmpty()) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "the table has delete files, which Trailhouse neither writes nor reads",
          task.file().location(),
          "Rewrite the table's data files with the engine that deleted rows");
    }
  }

  static Expression inDays(Set<Integer> days) {
    long first = days.stream().mapToLong(day -> day * DAY).min().orElse(0);
    long last = days.stream().mapToLong(day -> (day + 1) * DAY).max().orElse(0);
    return Expressions.and(
        Expressions.greaterThanOrEqual("eventtime", first),
        Expressions.lessThan("eventtime", last));
  }

  /// The days of some files; nothing when there are none.
  static Expression reach(List<DataFile> files) {
    Set<Integer> days = new HashSet<>();
    files.forEach(file -> days.add(dayOf(file)));
    return days.isEmpty() ? Expressions.alwaysFalse() : inDays(days);
  }
}
