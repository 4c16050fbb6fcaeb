package io.trailhouse.cli;

import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Counted;
import io.trailhouse.source.Source;
import java.io.PrintWriter;

/// Carries a source into the table while a [ProgressLine] tells how far it is.
final class ImportRun {
  private final Platform platform;
  private final CarryCounters counters;
  private final PrintWriter err;

  ImportRun(Platform platform, CarryCounters counters, PrintWriter err) {
    this.platform = platform;
    this.counters = counters;
    this.err = err;
  }

  /// Returns when all is committed.
  ///
  /// @param name what the rows' `th_source` says
  /// @return how many seconds it took
  double carry(Source source, String name) throws InterruptedException {
    int workers = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    LongRun run =
        new LongRun(
            err,
            new ImportWork(counters),
            () -> Counted.format("%,d events are in the table", counters.records()));
    return run.time(() -> platform.carrier(source, name, counters).carry(workers));
  }

  private record ImportWork(CarryCounters counters) implements ProgressLine.Work {
    @Override
    public double share() {
      long found = counters.bytesFound();
      return found == 0 ? 0 : (double) counters.bytesDone() / found;
    }

    @Override
    public String ending() {
      return "committing";
    }

    @Override
    public String done(double seconds) {
      long events = counters.eventsRead();
      long files = counters.filesRead() + counters.filesKnown();
      return Counted.format(
          "%,d of %,d files  %,d events  %,.0f/s",
          files, Math.max(files, counters.filesFound()), events, events / seconds);
    }
  }
}
