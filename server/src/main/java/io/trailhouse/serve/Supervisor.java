package io.trailhouse.serve;

import io.trailhouse.problem.Counted;
import io.trailhouse.status.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what runs for ever: each [Loop] in a thread of its own, with one rule for pauses, failures
/// and the end. What a failure means is asked of its code: RETRY and QUARANTINE are tried again,
/// STOP ends the loop, HOLD lets nobody take or delete anything until the outcome is known.
///
/// For any number of threads. It never does a loop's work itself and knows nothing of it.
public final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Pacer pacer;
  private final Consumer<Problem> over;
  private final List<Supervised> loops = new ArrayList<>();
  private final Set<Supervised> unknown = new LinkedHashSet<>();
  private boolean allStarted;
  private boolean stopping;
  private boolean told;
  private volatile boolean held;

  /// @param over learns, once and from any thread, that the program is of no use any more and why;
  ///   it returns soon
  public Supervisor(Pacer pacer, Consumer<Problem> over) {
    this.pacer = pacer;
    this.over = over;
  }

  /// Takes a loop, which begins with [Supervised#start].
  public Supervised of(Loop loop) {
    return new Supervised(loop, this, pacer);
  }

  synchronized void start(Supervised loop) {
    if (!stopping) {
      loops.add(loop);
      loop.startThread();
    }
  }

  /// All that the program is started for is there: from now on it is over when the last of it has
  /// stopped.
  public void allStarted() {
    synchronized (this) {
      allStarted = true;
    }
    loops().stream().filter(Supervised::isStopped).findFirst().ifPresent(this::tellWhenIdle);
  }

  private synchronized List<Supervised> loops() {
    return List.copyOf(loops);
  }

  /// Whether the outcome of a commit is unknown, so that nothing is taken and nothing deleted.
  public boolean isHeld() {
    return held;
  }

  /// What is wrong with loops, each under its own name.
  public List<Problem> problems() {
    return loops().stream().map(Supervised::problem).filter(Objects::nonNull).toList();
  }

  /// A loop does not know what became of its commit.
  void hold(Supervised loop) {
    synchronized (this) {
      unknown.add(loop);
      held = true;
    }
    for (Supervised other : loops()) {
      if (other != loop && other.role().isHeld()) {
        other.finishRound();
      }
    }
  }

  /// What a loop did not know is known.
  void settled(Supervised loop) {
    synchronized (this) {
      unknown.remove(loop);
      held = !unknown.isEmpty();
      if (held) {
        return;
      }
    }
    for (Supervised other : loops()) {
      if (other != loop && other.role().isHeld()) {
        other.wake();
      }
    }
  }

  /// A loop has stopped for good.
  void stopped(Supervised loop, LoopFailure failure) {
    if (failure.ofAll()) {
      tell(loop);
    } else {
      tellWhenIdle(loop);
    }
  }

  private void tellWhenIdle(Supervised last) {
    List<Supervised> work;
    synchronized (this) {
      if (!allStarted) {
        return;
      }
      work = loops.stream().filter(each -> each.role().isWork()).toList();
    }
    if (!work.isEmpty() && work.stream().allMatch(Supervised::isStopped)) {
      tell(last);
    }
  }

  private void tell(Supervised loop) {
    Problem problem = loop.problem();
    synchronized (this) {
      if (told || problem == null) {
        return;
      }
      told = true;
    }
    over.accept(problem);
  }

  /// Ends all, in the order of their roles: what is being read is committed, then those that follow
  /// the table end, then those who tell of it. A loop that does not end within its role's patience
  /// is left to the end of the program, which may come at any moment.
  public void stop() throws InterruptedException {
    synchronized (this) {
      stopping = true;
    }
    List<Supervised> all = loops();
    int last = all.stream().mapToInt(loop -> loop.role().stage()).max().orElse(-1);
    for (int stage = 0; stage <= last; stage++) {
      int now = stage;
      List<Supervised> ending = all.stream().filter(loop -> loop.role().stage() == now).toList();
      ending.forEach(Supervised::end);
      await(ending);
    }
  }

  private static void await(List<Supervised> ending) throws InterruptedException {
    long begun = System.nanoTime();
    List<String> late = new ArrayList<>();
    for (Supervised loop : ending) {
      Duration patience = loop.role().patience();
      Duration left = patience.minusNanos(System.nanoTime() - begun);
      if (!loop.await(left.isNegative() ? Duration.ZERO : left) && !patience.isZero()) {
        late.add(loop.name());
      }
    }
    if (!late.isEmpty()) {
      LOG.warn("{} did not end in time: {}", Counted.of(late.size(), "loop"), late);
    }
  }
}
