package io.trailhouse.lake.upkeep;

import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/// Drops the rows that retention does not keep and no hold covers: whole files where nothing else
/// is in them, else the file is written anew without them.
///
/// The rules are asked once more before each commit. When they are others by then, such as with a
/// hold that has just come, the commit is not made and the rest is left to the next round.
final class RetentionSweep {
  private final Table table;
  private final DayRewrite rewrite;
  private final Supplier<Retention> source;
  private final SweepMemory memory;
  private final Consumer<String> progress;
  private final FileCounts counts;
  private ExpiredCount total = ExpiredCount.NONE;
  private long rows;
  private long days;

  /// @param source says the rules of the moment
  RetentionSweep(
      Table table,
      DayRewrite rewrite,
      Supplier<Retention> source,
      SweepMemory memory,
      Consumer<String> progress) {
    this.table = table;
    this.rewrite = rewrite;
    this.source = source;
    this.memory = memory;
    this.progress = progress;
    this.counts = new FileCounts(table, memory, progress);
  }

  /// How many rows were dropped.
  long rows() {
    return rows;
  }

  /// The same by class, and what holds have kept; each hold of the round is there.
  ExpiredCount total() {
    return total;
  }

  /// From how many days rows were dropped.
  long days() {
    return days;
  }

  /// Drops, day by day.
  ///
  /// @return whether retention keeps everything for ever
  boolean run(DayPlan plan, Instant now) throws IOException {
    return sweep(plan, now, true);
  }

  /// Counts what [#run] would drop.
  void look(DayPlan plan, Instant now) throws IOException {
    sweep(plan, now, false);
  }

  private boolean sweep(DayPlan plan, Instant now, boolean drops) throws IOException {
    Retention rules = source.get();
    Map<String, Long> none = new HashMap<>();
    rules.holds().forEach(hold -> none.put(hold.name(), 0L));
    total = total.plus(new ExpiredCount(Map.of(), none));
    memory.keepOnly(plan.days().values());
    for (Map.Entry<Integer, List<DataFile>> day : plan.days().entrySet()) {
      DayExpiry expiry = rules.expiry(day.getKey(), now);
      List<FileCounts.Counted> counted =
          expiry.isNothing() ? List.of() : count(day.getKey(), day.getValue(), expiry);
      if (drops && counted.stream().anyMatch(each -> each.rows() > 0)) {
        Outcome outcome = new Day(plan, day.getKey(), rules, expiry).drop(counted);
        if (outcome == Outcome.RULES_CHANGED) {
          progress.accept("retention or a hold was changed meanwhile; left to the next round");
          return rules.isForever();
        }
        if (outcome == Outcome.TAKEN_BY_OTHERS) {
          continue;
        }
      }
      add(day.getKey(), counted, drops);
    }
    return rules.isForever();
  }

  /// Answers nothing when somebody else has taken a file away.
  private List<FileCounts.Counted> count(int day, List<DataFile> files, DayExpiry expiry)
      throws IOException {
    List<FileCounts.Counted> counted = new ArrayList<>();
    try {
      for (DataFile file : files) {
        counted.add(counts.count(file, expiry));
      }
    } catch (TrailhouseException e) {
      if (ReachableFiles.current(table).containsAll(files)) {
        throw e;
      }
      tellOfOthers(day);
      return List.of();
    }
    return counted;
  }

  private void add(int day, List<FileCounts.Counted> counted, boolean dropped) {
    long gone = 0;
    for (FileCounts.Counted each : counted) {
      total = total.plus(each.count());
      gone += each.rows();
    }
    rows += gone;
    if (gone > 0) {
      days++;
      progress.accept(
          "%s: %,d events %s by retention"
              .formatted(
                  LocalDate.ofEpochDay(day), gone, dropped ? "dropped" : "would be dropped"));
    }
  }

  private void tellOfOthers(int day) {
    progress.accept(LocalDate.ofEpochDay(day) + ": somebody else is at work on it; left to them");
  }

  private enum Outcome {
    DONE,
    TAKEN_BY_OTHERS,
    RULES_CHANGED
  }

  /// One day that loses rows.
  private final class Day {
    private final DayPlan plan;
    private final int day;
    private final Retention rules;
    private final DayExpiry expiry;
    private final List<DataFile> old = new ArrayList<>();
    private final List<DataFile> made = new ArrayList<>();

    Day(DayPlan plan, int day, Retention rules, DayExpiry expiry) {
      this.plan = plan;
      this.day = day;
      this.rules = rules;
      this.expiry = expiry;
    }

    Outcome drop(List<FileCounts.Counted> counted) throws IOException {
      Outcome outcome = write(counted);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
      if (!new Replacement(table, plan.snapshot(), old, made).commitFewerRows()) {
        tellOfOthers(day);
        return Outcome.TAKEN_BY_OTHERS;
      }
      return Outcome.DONE;
    }

    /// Writes the files anew that hold expired rows beside others; leaves none behind when the
    /// commit must not be made.
    private Outcome write(List<FileCounts.Counted> counted) throws IOException {
      Outcome outcome = null;
      try {
        for (FileCounts.Counted each : counted) {
          if (each.rows() > 0) {
            old.add(each.file());
            if (!each.goesWhole()) {
              made.addAll(without(each).files());
            }
          }
        }
        outcome = source.get().equals(rules) ? Outcome.DONE : Outcome.RULES_CHANGED;
      } catch (TrailhouseException e) {
        if (ReachableFiles.current(table).containsAll(old)) {
          throw e;
        }
        tellOfOthers(day);
        outcome = Outcome.TAKEN_BY_OTHERS;
      } finally {
        discardUnlessDone(outcome);
      }
      return outcome;
    }

    private void discardUnlessDone(@Nullable Outcome outcome) {
      if (outcome != Outcome.DONE) {
        made.forEach(file -> table.io().deleteFile(file.location()));
      }
    }

    private DayRewrite.Rewritten without(FileCounts.Counted each) throws IOException {
      DayRewrite.Rewritten written =
          rewrite.merge(day, List.of(each.file()), Long.MAX_VALUE, expiry);
      if (written.rows() + each.rows() != each.file().recordCount()) {
        made.addAll(written.files());
        throw DamagedFiles.problem(
            "a data file has %,d rows, of which %,d should go and %,d should stay"
                .formatted(each.file().recordCount(), each.rows(), written.rows()),
            each.file().location(),
            null);
      }
      return written;
    }
  }
}
