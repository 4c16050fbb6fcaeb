package io.trailhouse.serve;

import io.trailhouse.problem.Answer;
import io.trailhouse.status.Problem;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One loop under its [Supervisor]: its thread, its pauses and what is wrong with it. Nothing that
/// a round fails with ends the thread but the answer STOP, and nothing of it is silent.
public final class Supervised {
  private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final int MOST_DOUBLINGS = 20;

  /// By what part a pause may be shorter: what failed together is not tried again together.
  private static final double JITTER = 0.2;

  /// A round that has lasted so long was good, whatever came then.
  private static final Duration GOOD_AFTER = Duration.ofMinutes(1);

  /// What fails at once after it was begun again has not been well in between.
  private static final Duration WELL_AFTER = Duration.ofSeconds(5);

  private static final Trouble DEAD =
      new Trouble("its thread has ended", "Start serve again, and report what it has logged");

  private final Loop loop;
  private final Supervisor supervisor;
  private final Pacer pacer;
  private final Semaphore woken = new Semaphore(0);
  private final Thread thread;
  private boolean isOpen;
  private int failures;
  private volatile boolean ending;
  private volatile boolean waiting;
  private volatile @Nullable LoopFailure failure;
  private volatile @Nullable Instant working;
  private volatile Instant since;

  Supervised(Loop loop, Supervisor supervisor, Pacer pacer) {
    this.loop = loop;
    this.supervisor = supervisor;
    this.pacer = pacer;
    this.since = pacer.now();
    this.thread = new Thread(this::run, loop.name().replace(' ', '-'));
    thread.setDaemon(true); // stopped by force at any moment the work goes on where it was
  }

  /// Begins, unless the supervisor is stopping.
  public Supervised start() {
    supervisor.start(this);
    return this;
  }

  void startThread() {
    thread.start();
  }

  Role role() {
    return loop.role();
  }

  /// The next round is due now.
  public void wake() {
    woken.release();
  }

  private void run() {
    boolean over = false;
    Duration first = loop.startAfter();
    while (!over) {
      try {
        over = rounds(first);
      } catch (Throwable e) { // it failed while it dealt with a failure
        letGo();
        failure = LoopFailure.of(e, loop.place());
        first = loop.longestPause();
      }
    }
  }

  /// Makes rounds until the end; whether it has come.
  private boolean rounds(Duration first) {
    Duration pause = first;
    while (isToGoOn(pause)) {
      pause = turn();
    }
    close();
    return true;
  }

  private boolean isToGoOn(Duration pause) {
    try {
      if (!isOver() && !pause.isZero()) {
        pacer.await(woken, pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted; nobody has asked it to end", loop.name());
    }
    return !isOver();
  }

  private boolean isOver() {
    return ending || isStopped();
  }

  private Duration turn() {
    LoopFailure last = failure;
    if (last != null && last.is(Answer.HOLD)) {
      return ask(last);
    }
    waiting = isHeld();
    if (waiting) {
      return loop.longestPause(); // woken when it is known
    }
    Instant begun = pacer.now();
    try {
      if (!isOpen) {
        loop.open();
        isOpen = true;
      }
      begun = pacer.now();
      working = begun;
      Duration pause = loop.round(() -> ending || isHeld());
      succeed();
      return pause;
    } catch (Throwable e) {
      return fail(e, begun);
    } finally {
      working = null;
    }
  }

  private boolean isHeld() {
    return loop.role().isHeld() && supervisor.isHeld();
  }

  private void succeed() {
    if (failure != null) {
      since = pacer.now();
    }
    failure = null;
    failures = 0;
  }

  private Duration fail(Throwable thrown, Instant begun) {
    LoopFailure last = failure;
    LoopFailure now = LoopFailure.of(thrown, loop.place());
    LOG.debug("{} failed", loop.name(), thrown);
    if (last == null || isWell()) {
      since = pacer.now();
    }
    failure = now;
    working = null;
    if (thrown instanceof Error && !now.isLike(last)) {
      LOG.error("{}: {}", loop.name(), now.whereItCameFrom(), thrown);
    }
    if (last == null && loop.role() == Role.LOG) {
      LOG.warn("{}: {}", loop.name(), now.trouble()); // who tells of all others cannot tell of it
    }
    letGo();
    if (now.is(Answer.HOLD)) {
      supervisor.hold(this);
    } else if (now.is(Answer.STOP)) {
      supervisor.stopped(this, now);
    }
    boolean wasGood = !pacer.now().isBefore(begun.plus(GOOD_AFTER));
    failures = wasGood ? 1 : failures + 1;
    return pause();
  }

  /// What a failure has left is let go, even when that fails too.
  private void letGo() {
    isOpen = false;
    try {
      loop.abandon();
    } catch (RuntimeException | Error e) {
      LOG.debug("{} was not put away", loop.name(), e);
    }
  }

  private Duration pause() {
    long doubled = FIRST_PAUSE_MILLIS << Math.min(MOST_DOUBLINGS, failures - 1);
    long millis = Math.min(loop.longestPause().toMillis(), doubled);
    return Duration.ofMillis(Math.round(millis * (1 - JITTER * pacer.dice())));
  }

  /// Asks what became of what is unknown.
  private Duration ask(LoopFailure held) {
    try {
      LOG.info("{}: it is known again: {}", loop.name(), held.outcome().settle());
    } catch (RuntimeException | Error e) {
      LOG.debug("{} asked in vain", loop.name(), e);
      failure = held.askedInVain(e, loop.place());
      failures++;
      return pause();
    }
    since = pacer.now();
    failure = null;
    failures = 0;
    supervisor.settled(this);
    return Duration.ZERO;
  }

  private void close() {
    try {
      loop.close(isOpen);
    } catch (Exception | Error e) {
      LOG.warn("{}: it did not end in order: {}", loop.name(), Trouble.of(e, loop.place()));
    }
  }

  /// Whether it will never go on.
  boolean isStopped() {
    LoopFailure last = failure;
    return last != null && last.is(Answer.STOP);
  }

  /// Whether it has made a round for a while since it was begun the last time.
  private boolean isWell() {
    Instant begun = working;
    return begun != null && !pacer.now().isBefore(begun.plus(WELL_AFTER));
  }

  /// Why it does not get on; null while it does.
  @Nullable LoopFailure failure() {
    return isWell() ? null : failure;
  }

  /// Why it does not get on, for people; null while it does.
  public @Nullable Trouble trouble() {
    LoopFailure last = failure();
    if (last != null) {
      return last.trouble();
    }
    return isDead() ? DEAD : null;
  }

  private boolean isDead() {
    return !ending && thread.getState() == Thread.State.TERMINATED;
  }

  /// What is wrong with it, under its own name; null when nothing is.
  public @Nullable Problem problem() {
    Trouble trouble = trouble();
    return trouble == null ? null : new Problem(loop.name(), trouble);
  }

  /// Whether it waits until the outcome of another one's commit is known.
  boolean isWaiting() {
    return waiting && isHeld();
  }

  /// Since when it is as it is.
  Instant since() {
    Instant begun = working;
    return failure != null && begun != null && isWell() ? begun : since;
  }

  /// Begins no further round. Returns at once.
  void end() {
    ending = true;
    finishRound();
    woken.release();
  }

  /// A round under way comes to its end in order.
  void finishRound() {
    try {
      loop.finish();
    } catch (RuntimeException e) {
      LOG.warn("{}: it was not told to end: {}", loop.name(), Trouble.of(e, loop.place()));
    }
  }

  /// Waits for the end after [#end]; whether it has come.
  boolean await(Duration time) throws InterruptedException {
    return thread.getState() == Thread.State.NEW || thread.join(time);
  }

  String name() {
    return loop.name();
  }
}
