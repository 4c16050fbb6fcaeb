package io.trailhouse.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;

/// Work for seconds to hours: a [ProgressLine] tells how far it is, and who stops it is told what
/// stays and that the same command goes on from there.
final class LongRun {
  private static final double NANOS = 1e9;

  private final PrintWriter err;
  private final ProgressLine.Work work;
  private final Supplier<String> stays;

  /// @param stays a clause that tells what has taken effect already
  LongRun(PrintWriter err, ProgressLine.Work work, Supplier<String> stays) {
    this.err = err;
    this.work = work;
    this.stays = stays;
  }

  /// The work itself.
  interface Step<E extends Exception> {
    void run() throws E, InterruptedException;
  }

  /// Does the work.
  ///
  /// @return how many seconds it took
  <E extends Exception> double time(Step<E> step) throws E, InterruptedException {
    long start = System.nanoTime();
    Thread stopped = new Thread(this::tellStop);
    Runtime.getRuntime().addShutdownHook(stopped);
    try (ProgressLine progress = new ProgressLine(err, work)) {
      progress.start();
      step.run();
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
    err.printf("%nStopped. %s; run the same command again to go on.%n", stays.get());
    err.flush();
  }
}
