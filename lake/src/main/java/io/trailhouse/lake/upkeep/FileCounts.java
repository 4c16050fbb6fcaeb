package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.row.EventClass;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/// Counts what of a file goes and what a hold keeps, from the table's metadata where that tells,
/// else from the few columns that do.
final class FileCounts {
  private final Table table;
  private final FileBounds bounds;
  private final SweepMemory memory;
  private final Consumer<String> progress;

  FileCounts(Table table, SweepMemory memory, Consumer<String> progress) {
    this.table = table;
    this.bounds = new FileBounds(table);
    this.memory = memory;
    this.progress = progress;
  }

  /// A file with what of it goes.
  ///
  /// @param rows how many rows go, also of a file whose classes nobody can read any more
  record Counted(DataFile file, long rows, ExpiredCount count) {
    boolean goesWhole() {
      return rows == file.recordCount();
    }
  }

  /// Counts one file.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED when a file that has to be read is not whole; a
  ///   file that goes in any case may be damaged
  Counted count(DataFile file, DayExpiry expiry) throws IOException {
    return switch (FileVerdict.of(bounds, file, expiry)) {
      case NONE_EXPIRED -> new Counted(file, 0, ExpiredCount.NONE);
      case ALL_EXPIRED -> new Counted(file, file.recordCount(), classesOf(file, expiry));
      case ALL_HELD -> new Counted(file, 0, held(file, expiry));
      case UNKNOWN -> {
        ExpiredCount count = read(file, expiry);
        yield new Counted(file, count.rows(), count);
      }
    };
  }

  private ExpiredCount classesOf(DataFile file, DayExpiry expiry) throws IOException {
    Set<EventClass> classes = bounds.classes(file);
    if (classes.size() == 1) {
      return new ExpiredCount(Map.of(classes.iterator().next(), file.recordCount()), Map.of());
    }
    try {
      return read(file, expiry);
    } catch (TrailhouseException e) {
      progress.accept(
          "%s cannot be read any more; its %,d events have all expired and go uncounted by class"
              .formatted(file.location(), file.recordCount()));
      return ExpiredCount.NONE;
    }
  }

  private ExpiredCount held(DataFile file, DayExpiry expiry) {
    Map<String, Long> held = new HashMap<>();
    expiry.holds().stream()
        .filter(hold -> FileVerdict.mayCover(hold, bounds, file))
        .forEach(hold -> held.put(hold.name(), file.recordCount()));
    return new ExpiredCount(Map.of(), held);
  }

  private ExpiredCount read(DataFile file, DayExpiry expiry) throws IOException {
    ExpiredCount known = memory.count(file, expiry);
    if (known == null) {
      known = ExpiredCount.of(table, file, expiry);
      memory.remember(file, expiry, known);
    }
    return known;
  }
}
