package io.trailhouse.cli;

import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Counted;
import io.trailhouse.source.Source;
import java.io.PrintWriter;

/// Carries a source into the table while a [ProgressLine] tells how far it is.
final class ImportRun {
  private final Platform platform;
  private final IngestMetrics counters;
  private final PrintWriter err;

  private boolean again;

  ImportRun(Platform platform, IngestMetrics counters, PrintWriter err) {
    this.platform = platform;
    this.counters = counters;
    this.err = err;
  }

  /// Reads also what is known by its name, size and time.
  ImportRun readingAgain(boolean wanted) {
    again = wanted;
    return this;
  }

  /// Returns when all is committed.
  ///
  /// @param name what the rows' `th_source` says
  /// @return how many seconds it took
  double run(Source source, String name) throws InterruptedException {
    int workers = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    LongRun run =
        new LongRun(
            err,
            new ImportWork(counters),
            () -> Counted.format("%,d events are in the table", counters.records()));
    IngestPipeline pipeline =
        again
            ? platform.pipelineAgain(source, name, counters)
            : platform.pipeline(source, name, counters);
    return run.time(() -> pipeline.run(workers));
  }

  /// What a progress line shows of log files that are read.
  record ImportWork(IngestMetrics counters) implements ProgressLine.Work {
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
