package io.trailhouse.serve;

import io.trailhouse.status.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does one thing again and again, in a thread of its own, until it is ended. Whatever a round
/// fails with is its trouble until a later round is good, and never ends the thread: work that
/// stands still would be seen by nobody.
public final class Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final Duration afterFailure;
  private final Step step;
  private final Semaphore woken = new Semaphore(0);
  private final Thread thread;
  private final String place;
  private Duration first = Duration.ZERO;
  private volatile boolean ending;
  private volatile @Nullable Trouble trouble;

  /// One round.
  @FunctionalInterface
  public interface Step {
    /// Makes the round; answers after what time the next one is due.
    Duration run() throws IOException, InterruptedException;
  }

  /// @param name of the thread
  /// @param place what is worked on, for people
  /// @param afterFailure when a round that failed is made again
  public Rounds(String name, String place, Duration afterFailure, Step step) {
    this.place = place;
    this.afterFailure = afterFailure;
    this.step = step;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true); // stopped by force at any moment the work goes on where it was
  }

  /// Begins; the first round is made after some time.
  public Rounds startAfter(Duration time) {
    first = time;
    thread.start();
    return this;
  }

  /// Begins with a round at once.
  public Rounds start() {
    return startAfter(Duration.ZERO);
  }

  /// The next round is due now.
  public void wake() {
    woken.release();
  }

  /// Why the last round failed; null when it was good, and before the first.
  public @Nullable Trouble trouble() {
    return trouble;
  }

  private void run() {
    try {
      Duration pause = first;
      while (!isOver(pause)) {
        pause = round();
      }
    } catch (InterruptedException e) {
      // the program ends
    }
  }

  private boolean isOver(Duration pause) throws InterruptedException {
    if (!ending && woken.tryAcquire(Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS)) {
      woken.drainPermits();
    }
    return ending;
  }

  private Duration round() throws InterruptedException {
    try {
      Duration pause = step.run();
      trouble = null;
      return pause;
    } catch (IOException | RuntimeException | Error e) {
      trouble = Trouble.of(e, place);
      LOG.debug("{} failed", thread.getName(), e);
      return afterFailure;
    }
  }

  /// Begins no further round; one under way goes on. Returns at once.
  public void end() {
    ending = true;
    woken.release();
  }

  /// Waits for the end after [#end]; whether it has come.
  public boolean await(Duration time) throws InterruptedException {
    return thread.getState() == Thread.State.NEW || thread.join(time);
  }
}
