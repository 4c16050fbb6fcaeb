package io.trailhouse.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/// Tells how far long work is, in a line that is drawn again and fits the terminal. Where standard
/// error is no terminal nothing is told: who reads a file or a pipe wants the end.
final class ProgressLine implements AutoCloseable {
  private static final int WIDEST_BAR = 24;
  private static final int NARROWEST_BAR = 6;
  private static final Duration REDRAW = Duration.ofMillis(250);

  /// A window may have been made narrower.
  private static final int DRAWN_PER_LOOK = 20;

  private static final double NANOS = 1e9;

  private final PrintWriter err;
  private final Work work;
  private final boolean terminal = StandardError.isTerminal();
  private final long start = System.nanoTime();
  private final Thread ticker = new Thread(this::tick, "progress");
  private int columns;
  private int drawings;
  private int pictured;

  /// What is shown, asked now and then while the work goes on.
  interface Work {
    /// How much is done, from 0 to 1.
    double share();

    /// What has been done so far, in numbers.
    ///
    /// @param seconds since the work began
    String done(double seconds);

    /// What it does when all is read and it has not ended.
    default String ending() {
      return "finishing";
    }

    /// Lines that stand above it on a terminal; always as many.
    default List<String> picture() {
      return List.of();
    }
  }

  ProgressLine(PrintWriter err, Work work) {
    this.err = err;
    this.work = work;
  }

  void start() {
    if (terminal) {
      ticker.setDaemon(true);
      ticker.start();
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(REDRAW);
        show();
      }
    } catch (InterruptedException e) {
      // the work is done
    }
  }

  private synchronized void show() {
    if (drawings++ % DRAWN_PER_LOOK == 0) {
      columns = TerminalWidth.ofTerminal();
    }
    picture();
    double seconds = (System.nanoTime() - start) / NANOS;
    err.print("\r" + line(work, seconds, columns - 1) + "\033[K");
    err.flush();
  }

  /// Draws the picture again where it was drawn before: the cursor goes up as many lines.
  private void picture() {
    List<String> lines = work.picture();
    if (pictured > 0) {
      err.print("\033[" + pictured + "A");
    }
    for (String each : lines) {
      err.print("\r" + cut(each, columns - 1) + "\033[K\n");
    }
    pictured = lines.size();
  }

  /// The line after some seconds.
  ///
  /// @param width the most characters that it may have
  static String line(Work work, double seconds, int width) {
    double share = Math.clamp(work.share(), 0, 1);
    String done = work.done(seconds);
    boolean isEnding = share >= 1;
    String left =
        share > 0.02 && !isEnding ? "  %s left".formatted(time(seconds / share - seconds)) : "";
    String state =
        isEnding ? work.ending() : "%3.0f %%".formatted(Math.floor(Math.min(share, 0.99) * 100));
    int rest = width - done.length() - left.length() - state.length() - 5;
    if (rest < NARROWEST_BAR) {
      return cut(state + "  " + done + left, width);
    }
    int bar = Math.min(WIDEST_BAR, rest);
    int full = (int) (share * bar);
    return cut(
        "[%s%s] %s  %s%s".formatted("#".repeat(full), ".".repeat(bar - full), state, done, left),
        width);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
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
    if (!terminal) {
      return;
    }
    ticker.interrupt();
    ticker.join();
    if (drawings > 0) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}
