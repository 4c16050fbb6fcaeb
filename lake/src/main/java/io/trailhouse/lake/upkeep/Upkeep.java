package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.DayRewrite;
import io.trailhouse.lake.Lake;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

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
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED when a data file is gone or not whole, with
  ///   COMMIT_UNKNOWN when the catalog did not answer a commit; what was done before stays done
  public UpkeepReport run() throws IOException {
    Table events = lake.events();
    DayPlan before = DayPlan.of(events, progress);
    DayRewrite rewrite = new DayRewrite(events);

    RetentionSweep sweep = new RetentionSweep(events, rewrite, options.retention(), progress);
    sweep.run(before, clock.instant());
    DayPlan kept = sweep.days() == 0 ? before : DayPlan.of(events, line -> {});
    long rewritten = new Compaction(events, rewrite, options.fileBytes(), progress).run(kept);
    List<Table> others = List.of(lake.logFiles(), lake.findings());
    new Manifests(events).merge();
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
        sweep.days(),
        leftovers.snapshots(),
        leftovers.files(),
        leftovers.orphans());
  }

  private Leftovers clean(Table events, List<Table> others) {
    Leftovers leftovers = new Leftovers(lake, clock);
    boolean done =
        options.expiry().whenAlone()
            && lake.whileAlone(() -> leftovers.expire(events, others, Instant.MAX));
    if (!done) {
      leftovers.expire(events, others, clock.instant().minus(options.expiry().age()));
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
