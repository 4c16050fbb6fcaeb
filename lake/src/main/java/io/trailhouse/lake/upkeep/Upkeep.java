package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

/// Rounds of upkeep over a lake: retention, then compaction, then old snapshots, then orphans.
///
/// Each step commits by itself and can be stopped at any moment, even by force: what was written
/// and not committed is an orphan, which a later round removes. Appenders go on meanwhile; two
/// rounds at once cost work, never rows.
public final class Upkeep {
  private final Lake lake;
  private final UpkeepOptions options;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private final SweepMemory memory = new SweepMemory();
  private BooleanSupplier unknown = () -> false;

  /// Makes rounds for one thread; nothing happens before [#run]. Later rounds read less than the
  /// first: what that has found out about a file is remembered.
  ///
  /// @param progress gets a line for people about each step
  public Upkeep(Lake lake, UpkeepOptions options, InstantSource clock, Consumer<String> progress) {
    this.lake = lake;
    this.options = options;
    this.clock = clock;
    this.progress = progress;
  }

  /// Deletes no files while something is so: the outcome of somebody's commit is unknown.
  public Upkeep deletingUnless(BooleanSupplier outcomeIsUnknown) {
    unknown = outcomeIsUnknown;
    return this;
  }

  /// Runs all steps.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED when a data file is gone or not whole, or when
  ///   metadata of a table that the catalog does not know lies in a table's folder; with
  ///   COMMIT_UNKNOWN when the catalog did not answer a commit; what was done before stays done
  public UpkeepReport run() throws IOException {
    lake.requireWritable();
    Table events = lake.events();
    List<Table> others = List.of(lake.logFiles(), lake.findings());
    OtherMetadata.of(events).requireNoneForeign();
    others.forEach(other -> OtherMetadata.of(other).requireNoneForeign());
    DayPlan before = DayPlan.of(events, progress);
    DayRewrite rewrite = new DayRewrite(events);

    RetentionSweep sweep = sweep(events, rewrite);
    boolean forever = sweep.run(before, clock.instant());
    DayPlan kept = sweep.days() == 0 ? before : DayPlan.of(events, line -> {});
    long rewritten = new Compaction(events, rewrite, options.fileBytes(), progress).run(kept);
    new Manifests(events).merge();
    if (!forever && !new Manifests(events).forgetRemovedFiles()) {
      progress.accept("others are too busy to let lists of dropped files be written anew");
    }
    for (Table other : others) {
      new SmallFiles(other, options.fileBytes()).compact();
      new Manifests(other).merge();
    }
    Leftovers leftovers = clean(events, others);

    DayPlan after = DayPlan.of(events, line -> {});
    return new UpkeepReport(
        before.files(),
        after.files(),
        before.bytes(),
        after.bytes(),
        rewritten,
        sweep.rows(),
        sweep.total().dropped(),
        sweep.total().held(),
        sweep.days(),
        leftovers.snapshots(),
        leftovers.files(),
        leftovers.orphans());
  }

  /// Counts what retention would drop and what holds keep; changes nothing.
  ///
  /// @return a report in which nothing else was done
  public UpkeepReport preview() throws IOException {
    Table events = lake.events();
    DayPlan plan = DayPlan.of(events, progress);
    RetentionSweep sweep = sweep(events, new DayRewrite(events));
    sweep.look(plan, clock.instant());
    return new UpkeepReport(
        plan.files(),
        plan.files(),
        plan.bytes(),
        plan.bytes(),
        0,
        sweep.rows(),
        sweep.total().dropped(),
        sweep.total().held(),
        sweep.days(),
        0,
        0,
        0);
  }

  private RetentionSweep sweep(Table events, DayRewrite rewrite) {
    return new RetentionSweep(events, rewrite, options.retention(), memory, progress);
  }

  private Leftovers clean(Table events, List<Table> others) {
    Leftovers leftovers = new Leftovers(lake, clock);
    if (unknown.getAsBoolean()) {
      progress.accept("the outcome of a commit is unknown: no file is deleted");
      return leftovers;
    }
    boolean done =
        options.expiry().whenAlone()
            && lake.whileAlone(() -> leftovers.expire(events, others, Instant.MAX));
    if (!done) {
      leftovers.expire(events, others, clock.instant().minus(options.expiry().age()));
    }
    if (unknown.getAsBoolean()) {
      progress.accept("the outcome of a commit is unknown: no orphan is deleted");
      return leftovers;
    }
    Instant young = clock.instant().minus(options.orphanAge());
    leftovers.removeOrphans(events, young);
    others.forEach(other -> leftovers.removeOrphans(other, young));
    progress.accept(
        "%,d snapshots expired with %,d files, %,d orphans removed"
            .formatted(leftovers.snapshots(), leftovers.files(), leftovers.orphans()));
    return leftovers;
  }
}
