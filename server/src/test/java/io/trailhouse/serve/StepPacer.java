package io.trailhouse.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Time that stands still until a test lets it go on: a loop that pauses says for how long and
/// waits until it is woken.
public final class StepPacer implements Pacer {
  private final LinkedBlockingQueue<Pause> pauses = new LinkedBlockingQueue<>();
  private volatile Instant now = Instant.parse("2026-05-01T08:00:00Z");
  private volatile double dice;

  /// A loop that waits.
  public record Pause(Duration time, Semaphore woken) {}

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void await(Semaphore woken, Duration time) throws InterruptedException {
    pauses.add(new Pause(time, woken));
    woken.acquire();
    woken.drainPermits();
  }

  @Override
  public double dice() {
    return dice;
  }

  void dice(double next) {
    dice = next;
  }

  /// Time goes by.
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /// The next loop that pauses.
  public Pause next() throws InterruptedException {
    Pause pause = pauses.poll(2, TimeUnit.MINUTES);
    if (pause == null) {
      throw new AssertionError("no loop has paused for two minutes");
    }
    return pause;
  }

  /// Waits for the next pause and lets it be over.
  public Duration skip() throws InterruptedException {
    Pause pause = next();
    over(pause);
    return pause.time();
  }

  /// Lets a pause be over.
  public void over(Pause pause) {
    pass(pause.time());
    pause.woken().release();
  }

  /// Whether no loop has paused that nobody has asked about.
  boolean isQuiet() {
    return pauses.isEmpty();
  }
}
