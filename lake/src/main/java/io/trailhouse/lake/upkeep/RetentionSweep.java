package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.DayRewrite;
import io.trailhouse.lake.EventClass;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/// Drops the rows that retention does not keep: whole files where nothing else is in them, else the
/// file is written anew without them.
final class RetentionSweep {
  private final Table table;
  private final FileBounds bounds;
  private final DayRewrite rewrite;
  private final Retention retention;
  private final Consumer<String> progress;
  private long rows;
  private long days;

  RetentionSweep(Table table, DayRewrite rewrite, Retention retention, Consumer<String> progress) {
    this.table = table;
    this.bounds = new FileBounds(table);
    this.rewrite = rewrite;
    this.retention = retention;
    this.progress = progress;
  }

  /// How many rows were dropped.
  long rows() {
    return rows;
  }

  /// From how many days rows were dropped.
  long days() {
    return days;
  }

  void run(DayPlan plan, Instant now) throws IOException {
    for (Map.Entry<Integer, List<DataFile>> day : plan.days().entrySet()) {
      Set<EventClass> expired = retention.expired(day.getKey(), now);
      if (!expired.isEmpty()) {
        drop(plan, day.getKey(), expired);
      }
    }
  }

  private void drop(DayPlan plan, int day, Set<EventClass> expired) throws IOException {
    List<DataFile> old = new ArrayList<>();
    List<DataFile> made = new ArrayList<>();
    LocalDate date = LocalDate.ofEpochDay(day);
    if (!rewrite(plan, day, expired, old, made)
        || !new Replacement(table, plan.snapshot(), old, made).commitFewerRows()) {
      progress.accept(date + ": somebody else is at work on it; left to them");
      return;
    }
    long dropped = count(old) - count(made);
    if (dropped == 0) {
      return;
    }
    rows += dropped;
    days++;
    progress.accept("%s: %,d events dropped by retention".formatted(date, dropped));
  }

  /// Writes the files anew that hold expired rows.
  ///
  /// @return false when somebody else has taken a file away; then nothing is left behind
  private boolean rewrite(
      DayPlan plan, int day, Set<EventClass> expired, List<DataFile> old, List<DataFile> made)
      throws IOException {
    List<DataFile> files = plan.days().getOrDefault(day, List.of());
    if (expired.size() == EventClass.values().length) {
      old.addAll(files);
      return true;
    }
    boolean done = false;
    try {
      for (DataFile file : files) {
        if (bounds.mayHold(file, expired) && DayRewrite.hasAny(table, file, expired)) {
          old.add(file);
          made.addAll(rewrite.merge(day, List.of(file), Long.MAX_VALUE, expired).files());
        }
      }
      done = true;
    } catch (TrailhouseException e) {
      if (ReachableFiles.current(table).containsAll(files)) {
        throw e;
      }
    } finally {
      if (!done) {
        made.forEach(file -> table.io().deleteFile(file.location()));
      }
    }
    return done;
  }

  private static long count(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }
}
