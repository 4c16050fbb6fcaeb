package io.trailhouse.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/// Tells how far long work is: a line that is drawn again on a terminal, a new line now and then in
/// a file or pipe.
final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 24;
  private static final Duration REDRAW = Duration.ofMillis(250);
  private static final Duration REPRINT = Duration.ofSeconds(10);
  private static final double NANOS = 1e9;

  private final PrintWriter err;
  private final Work work;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private final Thread ticker = new Thread(this::tick, "progress");
  private int drawn;
  private int pictured;

  /// What is shown, asked now and then while the work goes on.
  interface Work {
    /// How much is done, from 0 to 1.
    double share();

    /// What has been done so far, in numbers.
    ///
    /// @param seconds since the work began
    String done(double seconds);

    /// Lines that stand above it on a terminal; always as many.
    default List<String> picture() {
      return List.of();
    }
  }

  @SuppressWarnings("SystemConsoleNull") // it is null without a terminal
  ProgressLine(PrintWriter err, Work work) {
    this.err = err;
    this.work = work;
    Console console = System.console();
    this.terminal = console != null && console.isTerminal();
  }

  void start() {
    ticker.setDaemon(true);
    ticker.start();
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(terminal ? REDRAW : REPRINT);
        show();
      }
    } catch (InterruptedException e) {
      // the work is done
    }
  }

  private synchronized void show() {
    String line = line();
    if (terminal) {
      picture();
      err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      drawn = line.length();
    } else {
      err.println(line);
    }
    err.flush();
  }

  /// Draws the picture again where it was drawn before: the cursor goes up as many lines.
  private void picture() {
    List<String> lines = work.picture();
    if (pictured > 0) {
      err.print("\033[" + pictured + "A");
    }
    for (String each : lines) {
      err.print("\r" + each + "\033[K\n");
    }
    pictured = lines.size();
  }

  private String line() {
    double seconds = (System.nanoTime() - start) / NANOS;
    double share = Math.min(0.99, work.share());
    int full = (int) Math.round(share * WIDTH);
    return "[%s%s] %3.0f %%  %s%s"
        .formatted(
            "#".repeat(full),
            ".".repeat(WIDTH - full),
            share * 100,
            work.done(seconds),
            share > 0.02 ? "  %s left".formatted(time(seconds / share - seconds)) : "");
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? "%d:%02d min".formatted(whole / 60, whole % 60)
        : "%d:%02d h".formatted(whole / 3600, whole % 3600 / 60);
  }

  /// Takes the line away.
  @Override
  public void close() throws InterruptedException {
    ticker.interrupt();
    ticker.join();
    if (terminal && drawn > 0) {
      err.print("\r" + " ".repeat(drawn) + "\r");
      err.flush();
    }
  }
}
