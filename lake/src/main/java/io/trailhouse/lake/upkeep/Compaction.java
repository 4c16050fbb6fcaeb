package io.trailhouse.lake.upkeep;

import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/// Merges the small data files of each day.
final class Compaction {
  /// Memory for files that are open at the same time.
  private static final long MEMORY = 192L << 20;

  /// What an open file takes beside its pages.
  private static final long OF_FILE = 1L << 20;

  /// The most that an open file has in memory: a row group, compressed.
  private static final long OF_GROUP = 24L << 20;

  private final Table table;
  private final FileBounds bounds;
  private final DayRewrite rewrite;
  private final long fileBytes;
  private final Consumer<String> progress;

  /// @param fileBytes about how large a file is made; below half of it a file is small
  Compaction(Table table, DayRewrite rewrite, long fileBytes, Consumer<String> progress) {
    this.table = table;
    this.bounds = new FileBounds(table);
    this.rewrite = rewrite;
    this.fileBytes = fileBytes;
    this.progress = progress;
  }

  /// Merges, and answers how many rows were rewritten.
  long run(DayPlan plan) throws IOException {
    long rewritten = 0;
    for (Map.Entry<Integer, List<DataFile>> day : plan.days().entrySet()) {
      rewritten += run(plan, day.getKey(), day.getValue());
    }
    return rewritten;
  }

  private long run(DayPlan plan, int day, List<DataFile> files) throws IOException {
    List<DataFile> small = new ArrayList<>(files);
    small.removeIf(file -> !isSmall(file));
    int count = small.size();
    long rewritten = 0;
    while (small.size() > 1) {
      List<DataFile> next = take(small);
      DayRewrite.Rewritten made = merge(day, next);
      if (made == null
          || !new Replacement(table, plan.snapshot(), next, made.files()).commitSameRows()) {
        progress.accept(
            LocalDate.ofEpochDay(day) + ": somebody else is at work on it; left to them");
        return rewritten;
      }
      rewritten += made.rows();
      small.removeAll(next);
      made.files().stream().filter(this::isSmall).forEach(small::add);
    }
    if (rewritten > 0) {
      progress.accept(
          "%s: %,d small files merged, %,d rows written"
              .formatted(LocalDate.ofEpochDay(day), count, rewritten));
    }
    return rewritten;
  }

  private boolean isSmall(DataFile file) {
    return file.fileSizeInBytes() < fileBytes / 2;
  }

  /// The merged files; null when somebody else has taken one of the old ones away.
  private DayRewrite.@Nullable Rewritten merge(int day, List<DataFile> files) throws IOException {
    long bytes = files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
    long rows = files.stream().mapToLong(DataFile::recordCount).sum();
    long rowsPerFile = bytes <= fileBytes ? rows : (rows * fileBytes + bytes - 1) / bytes;
    DayRewrite.Rewritten made;
    try {
      made = rewrite.merge(day, files, rowsPerFile, DayExpiry.NOTHING);
    } catch (TrailhouseException e) {
      if (ReachableFiles.current(table).containsAll(files)) {
        throw e;
      }
      return null;
    }
    if (made.rows() != rows) {
      made.files().forEach(file -> table.io().deleteFile(file.location()));
      throw DamagedFiles.problem(
          "data files have %,d rows together, but their metadata says %,d"
              .formatted(made.rows(), rows),
          files.get(0).location(),
          null);
    }
    return made;
  }

  /// As many small files as may be merged at once; at least two. All of them where they overlap
  /// little, else the smallest.
  private List<DataFile> take(List<DataFile> small) {
    if (peak(small) <= MEMORY) {
      return List.copyOf(small);
    }
    small.sort(Comparator.comparingLong(DataFile::fileSizeInBytes));
    List<DataFile> taken = new ArrayList<>();
    for (DataFile file : small) {
      taken.add(file);
      if (taken.size() > 2 && peak(taken) > MEMORY) {
        taken.remove(taken.size() - 1);
        break;
      }
    }
    return taken;
  }

  /// The memory of the files that are open at the same time at most: a file is open from its first
  /// event time to its last.
  private long peak(List<DataFile> files) {
    record Change(long time, long bytes) {}
    List<Change> changes = new ArrayList<>();
    for (DataFile file : files) {
      long bytes = OF_FILE + Math.min(file.fileSizeInBytes(), OF_GROUP);
      changes.add(new Change(bounds.firstTime(file), bytes));
      changes.add(new Change(bounds.lastTime(file), -bytes));
    }
    changes.sort(
        Comparator.comparingLong(Change::time)
            .thenComparing(Comparator.comparingLong(Change::bytes).reversed()));
    long open = 0;
    long peak = 0;
    for (Change change : changes) {
      open += change.bytes();
      peak = Math.max(peak, open);
    }
    return peak;
  }
}
