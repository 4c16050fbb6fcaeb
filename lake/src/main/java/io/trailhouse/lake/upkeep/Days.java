package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.DayRewrite;
import io.trailhouse.lake.EventClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// Upkeep of the data files of `events`, day by day: drops what has expired, merges what is small.
final class Days {
  private static final int MOST_MERGED = 24;
  private static final long MOST_BYTES_MERGED = 192L << 20;

  private final Table table;
  private final UpkeepOptions options;
  private final Consumer<String> progress;

  Days(Table table, UpkeepOptions options, Consumer<String> progress) {
    this.table = table;
    this.options = options;
    this.progress = progress;
  }

  /// Drops expired rows and answers how many.
  long applyRetention(SortedMap<Integer, List<DataFile>> days, Instant now) throws IOException {
    long dropped = 0;
    for (Map.Entry<Integer, List<DataFile>> day : days.entrySet()) {
      Set<EventClass> expired = options.retention().expired(day.getKey(), now);
      if (expired.isEmpty()) {
        continue;
      }
      for (DataFile file : day.getValue()) {
        dropped += drop(day.getKey(), file, expired);
      }
    }
    return dropped;
  }

  private long drop(int day, DataFile file, Set<EventClass> expired) throws IOException {
    boolean all = expired.size() == EventClass.values().length;
    if (!all && !mayHold(file, expired)) {
      return 0;
    }
    if (!all && !DayRewrite.hasAny(table, file, expired)) {
      return 0;
    }
    List<DataFile> kept = List.of();
    long rows = 0;
    if (!all) {
      DayRewrite rewrite = new DayRewrite(table, day, Long.MAX_VALUE, expired);
      kept = rewrite.merge(List.of(file));
      rows = rewrite.rows();
    }
    if (!replace(List.of(file), kept)) {
      return 0;
    }
    long dropped = file.recordCount() - rows;
    progress.accept(
        "%s: %,d events dropped by retention".formatted(LocalDate.ofEpochDay(day), dropped));
    return dropped;
  }

  /// Whether the file's statistics leave room for rows of these classes.
  private boolean mayHold(DataFile file, Set<EventClass> classes) {
    int id = table.schema().findField("eventcategory").fieldId();
    ByteBuffer lower = bound(file.lowerBounds(), id);
    ByteBuffer upper = bound(file.upperBounds(), id);
    Map<Integer, Long> nulls = file.nullValueCounts();
    Long nullCount = nulls == null ? null : nulls.get(id);
    if (lower == null || upper == null || nullCount == null || nullCount > 0) {
      return true;
    }
    CharSequence first = Conversions.fromByteBuffer(Types.StringType.get(), lower);
    CharSequence last = Conversions.fromByteBuffer(Types.StringType.get(), upper);
    return !first.toString().equals(last.toString())
        || classes.contains(EventClass.ofCategory(first.toString()));
  }

  private static @Nullable ByteBuffer bound(@Nullable Map<Integer, ByteBuffer> bounds, int id) {
    return bounds == null ? null : bounds.get(id);
  }

  /// Merges small files and answers how many rows were rewritten.
  long compact(SortedMap<Integer, List<DataFile>> days) throws IOException {
    long rewritten = 0;
    for (Map.Entry<Integer, List<DataFile>> day : days.entrySet()) {
      rewritten += compact(day.getKey(), day.getValue());
    }
    return rewritten;
  }

  private long compact(int day, List<DataFile> files) throws IOException {
    List<DataFile> small = new ArrayList<>();
    for (DataFile file : files) {
      if (file.fileSizeInBytes() < options.fileBytes() / 2) {
        small.add(file);
      }
    }
    long rewritten = 0;
    int count = small.size();
    while (small.size() > 1) {
      List<DataFile> next = take(small);
      long bytes = next.stream().mapToLong(DataFile::fileSizeInBytes).sum();
      long rows = next.stream().mapToLong(DataFile::recordCount).sum();
      long rowsPerFile = Math.max(1, rows * options.fileBytes() / Math.max(1, bytes));
      DayRewrite rewrite =
          new DayRewrite(table, day, rowsPerFile, EnumSet.noneOf(EventClass.class));
      List<DataFile> merged = rewrite.merge(next);
      if (!replace(next, merged)) {
        return rewritten;
      }
      rewritten += rows;
      small.removeAll(next);
      merged.stream()
          .filter(file -> file.fileSizeInBytes() < options.fileBytes() / 2)
          .forEach(small::add);
    }
    if (rewritten > 0) {
      progress.accept(
          "%s: %,d small files merged, %,d rows written"
              .formatted(LocalDate.ofEpochDay(day), count, rewritten));
    }
    return rewritten;
  }

  /// The smallest files, as many as may be merged at once; at least two.
  private static List<DataFile> take(List<DataFile> small) {
    small.sort(Comparator.comparingLong(DataFile::fileSizeInBytes));
    List<DataFile> taken = new ArrayList<>();
    long bytes = 0;
    for (DataFile file : small) {
      bytes += file.fileSizeInBytes();
      if (taken.size() == MOST_MERGED || (taken.size() > 1 && bytes > MOST_BYTES_MERGED)) {
        break;
      }
      taken.add(file);
    }
    return taken;
  }

  /// Puts new files in the place of old ones; false when somebody else has taken an old one away,
  /// in which case the new ones are deleted.
  private boolean replace(List<DataFile> old, List<DataFile> made) {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    try {
      if (made.isEmpty()) {
        DeleteFiles delete = table.newDelete();
        old.forEach(delete::deleteFile);
        delete.validateFilesExist().commit();
      } else {
        RewriteFiles rewrite = table.newRewrite();
        old.forEach(rewrite::deleteFile);
        made.forEach(rewrite::addFile);
        rewrite.validateFromSnapshot(current.snapshotId()).commit();
      }
      return true;
    } catch (ValidationException | CommitFailedException e) {
      made.forEach(file -> table.io().deleteFile(file.location()));
      progress.accept("somebody else is at work on the same files; left to them");
      return false;
    }
  }
}
