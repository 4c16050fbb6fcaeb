package io.trailhouse.cli;

import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.platform.Platform;
import io.trailhouse.source.Source;
import java.io.PrintWriter;

/// Carries a source into the table while a [ProgressLine] tells how far it is.
final class ImportRun {
  private static final double NANOS = 1e9;

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
    long start = System.nanoTime();
    Thread stopped = new Thread(this::tellStop);
    Runtime.getRuntime().addShutdownHook(stopped);
    try (ProgressLine progress = new ProgressLine(err, counters)) {
      progress.start();
      int workers = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
      platform.carrier(source, name, counters).carry(workers);
    } finally {
      removeHook(stopped);
    }
    return (System.nanoTime() - start) / NANOS;
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is ending already, and the hook has told so
    }
  }

  private void tellStop() {
    err.printf(
        "%nStopped. %,d events are in the table; run the same command again to go on.%n",
        counters.records());
    err.flush();
  }
}
