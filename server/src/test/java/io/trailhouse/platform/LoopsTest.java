package io.trailhouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.problem.UnknownOutcome;
import io.trailhouse.serve.Loop;
import io.trailhouse.serve.Role;
import io.trailhouse.serve.Service;
import io.trailhouse.serve.StepPacer;
import io.trailhouse.serve.Supervisor;
import io.trailhouse.serve.UpkeepLoop;
import io.trailhouse.status.Problem;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.SourceStatus;
import io.trailhouse.status.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each answer of a problem in each loop of `serve` (spec: serve.md, S2 and S14 to S17).
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LoopsTest {
  @TempDir private Path folder;
  private final StepPacer pacer = new StepPacer();
  private final List<Problem> over = new CopyOnWriteArrayList<>();
  private final Supervisor supervisor = new Supervisor(pacer, over::add);
  private ServedLoops loops;
  private ServedLoops.Fault fault;

  /// Becomes known when a test says so.
  private static final class Unknown extends RuntimeException implements UnknownOutcome {
    private static final long serialVersionUID = 1L;
    private boolean known;

    @Override
    public synchronized String settle() {
      if (!known) {
        throw new IllegalStateException("no answer");
      }
      return "it took effect";
    }

    synchronized void becomesKnown() {
      known = true;
    }
  }

  @BeforeEach
  void open() {
    loops = new ServedLoops(folder, pacer, supervisor);
    fault = loops.fault;
  }

  @AfterEach
  void close() throws InterruptedException {
    loops.close();
  }

  static Stream<Arguments> everyLoopWithEveryFailure() {
    List<Throwable> failures = new ArrayList<>();
    failures.add(new OutOfMemoryError("none left"));
    failures.add(new IllegalStateException("a mistake"));
    for (Code code : List.of(Code.COMMIT_CONFLICT, Code.DISK_FULL, Code.SOURCE_UNREADABLE)) {
      failures.add(problem(code, null));
    }
    return ServedLoops.ALL.stream()
        .flatMap(loop -> failures.stream().map(failure -> Arguments.of(loop, failure)));
  }

  static List<String> everyLoop() {
    return ServedLoops.ALL;
  }

  private static TrailhouseException problem(Code code, @Nullable Throwable cause) {
    return new TrailhouseException(code, "it is wrong", "here", "Fix it", cause);
  }

  @ParameterizedTest
  @MethodSource("everyLoopWithEveryFailure")
  void whatMayPassIsToldAndTriedAgainUntilItIsWell(String loop, Throwable failure)
      throws Exception {
    fail(loop, failure);
    StepPacer.Pause failed = pacer.next();
    assertThat(failed.time()).isEqualTo(Duration.ofSeconds(1));
    assertThat(supervisor.problems())
        .containsExactly(new Problem(loop, Trouble.of(failure, "anywhere")));
    assertThat(supervisor.isHeld()).isFalse();
    assertThat(over).isEmpty();
    fault.set(null);
    pacer.over(failed);
    waitUntilWell(loop);
  }

  @ParameterizedTest
  @MethodSource("everyLoop")
  void whatCannotPassEndsTheLoopAndIsToldWithWhatToDo(String loop) throws Exception {
    fail(loop, problem(Code.WRONG_USE, null));
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(loop.replace(' ', '-'))) {
        assertThat(thread.join(Duration.ofMinutes(2))).isTrue();
      }
    }
    Problem stopped =
        new Problem(
            loop,
            new Trouble("it has stopped: it is wrong", "here", "Fix it, then start serve again"));
    assertThat(supervisor.problems()).containsExactly(stopped);
    boolean isWork =
        List.of("source trail by queue", "accounts", "route iam", "rules").contains(loop);
    assertThat(over).isEqualTo(isWork ? List.of(stopped) : List.of());
  }

  @ParameterizedTest
  @MethodSource("everyLoop")
  void whatIsUnknownIsAskedForAndHoldsWhateverTakesOrDeletesUntilItIsKnown(String loop)
      throws Exception {
    Unknown unknown = new Unknown();
    fail(loop, problem(Code.COMMIT_UNKNOWN, unknown));
    StepPacer.Pause failed = pacer.next();
    int thrown = fault.thrown.get();
    assertThat(supervisor.isHeld()).isTrue();
    assertThat(supervisor.problems()).extracting(Problem::subject).containsExactly(loop);
    pacer.over(failed);
    StepPacer.Pause inVain = pacer.next();
    assertThat(supervisor.problems().get(0).trouble().remedy())
        .contains("goes on by itself", "no answer");
    assertThat(fault.thrown.get()).as("nothing was done").isEqualTo(thrown);
    fault.set(null);
    unknown.becomesKnown();
    pacer.over(inVain);
    waitUntilWell(loop);
    assertThat(supervisor.isHeld()).isFalse();
  }

  @Test
  void aMistakeInTheRetentionEndsOneRoundOfUpkeepAndNotUpkeep() throws Exception {
    Supplier<Retention> retention =
        () -> {
          fault.check();
          return Retention.FOREVER;
        };
    UpkeepLoop upkeep =
        new UpkeepLoop(
            loops.platform.lake(),
            retention,
            Duration.ofHours(1),
            InstantSource.system(),
            supervisor);
    upkeep.start();
    StepPacer.Pause first = pacer.next();
    TrailhouseException mistake = problem(Code.CONFIG_INVALID, null);
    fault.set(mistake);
    pacer.over(first);
    StepPacer.Pause second = pacer.next();
    assertThat(second.time()).isEqualTo(Duration.ofHours(1));
    assertThat(loops.status(upkeep).upkeep().problem()).isEqualTo(Trouble.of(mistake, ""));
    fault.set(null);
    pacer.over(second);
    pacer.next();
    assertThat(loops.status(upkeep).upkeep().problem()).isNull();
  }

  @Test
  void aSourceThatWaitsForAnotherOnesCommitHasGivenBackWhatItTook() throws Exception {
    Service service = loops.startSource();
    assertThat(fault.passed.tryAcquire(2, TimeUnit.MINUTES)).isTrue();
    Unknown unknown = new Unknown();
    TrailhouseException doubt = problem(Code.COMMIT_UNKNOWN, unknown);
    AtomicInteger rounds = new AtomicInteger();
    Loop.Step once =
        () -> {
          if (rounds.incrementAndGet() == 1) {
            throw doubt;
          }
          return Duration.ofHours(1);
        };
    supervisor.of(Loop.of("gaps", Role.GAPS, "gaps", once)).start();
    StepPacer.Pause one = pacer.next();
    StepPacer.Pause other = pacer.next();
    StepPacer.Pause asking = one.time().equals(Duration.ofSeconds(1)) ? one : other;
    assertThat(loops.closed.get()).isEqualTo(1);
    assertThat(
            service
                .status(new Service.Others("", List.of(), RulesStatus.NONE, List.of(), List.of()))
                .sources())
        .extracting(SourceStatus::state)
        .containsExactly("WAITING");
    unknown.becomesKnown();
    pacer.over(asking);
    assertThat(fault.passed.tryAcquire(2, TimeUnit.MINUTES)).isTrue();
    assertThat(loops.opened.get()).isEqualTo(2);
  }

  /// Starts a loop and lets it fail.
  private void fail(String loop, Throwable failure) throws Exception {
    boolean isLong = isLong(loop);
    if (isLong) {
      fault.set(failure);
    }
    loops.start(loop);
    supervisor.allStarted();
    if (!isLong) {
      StepPacer.Pause pause = pacer.next();
      fault.set(failure);
      pacer.over(pause);
    }
  }

  /// Whether a round lasts until somebody ends it.
  private static boolean isLong(String loop) {
    return loop.startsWith("source");
  }

  private void waitUntilWell(String loop) throws InterruptedException {
    assertThat(fault.passed.tryAcquire(2, TimeUnit.MINUTES)).isTrue();
    if (isLong(loop)) {
      pacer.pass(Duration.ofSeconds(6));
    } else {
      pacer.next();
    }
    assertThat(supervisor.problems()).isEmpty();
  }
}
