package io.trailhouse.cli;

import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;

/// Learns of Ctrl-C or SIGTERM while a command works, so that it can put all away before it ends. A
/// second one ends it by force.
///
/// Java's own shutdown hooks run side by side, the table format's among them, which ends the
/// threads that a last commit needs; so the signals are taken before Java begins to shut down.
final class ShutdownSignal implements AutoCloseable {
  private static final String INT = "INT";
  private static final String TERM = "TERM";

  /// What shells answer for a program that a signal has ended, less the signal's number.
  private static final int BY_SIGNAL = 128;

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final Runnable then;
  private final Object beforeInt;
  private final Object beforeTerm;
  private volatile int signal;

  /// @param then is run when the end is asked for; it returns soon
  ShutdownSignal(Runnable then) {
    this.then = then;
    this.beforeInt = Signals.register(INT, () -> ask(SIGINT));
    this.beforeTerm = Signals.register(TERM, () -> ask(SIGTERM));
  }

  private void ask(int number) {
    if (signal != 0) {
      Runtime.getRuntime().halt(BY_SIGNAL + number);
    }
    signal = number;
    asked.countDown();
    then.run();
  }

  /// Ends it without a signal. From any thread.
  void end() {
    asked.countDown();
  }

  void await() throws InterruptedException {
    asked.await();
  }

  /// The exit code: the signal's, or another one where there was none.
  int exitCode(int otherwise) {
    return signal == 0 ? otherwise : BY_SIGNAL + signal;
  }

  @Override
  public void close() {
    Signals.unregister(INT, beforeInt);
    Signals.unregister(TERM, beforeTerm);
  }
}
