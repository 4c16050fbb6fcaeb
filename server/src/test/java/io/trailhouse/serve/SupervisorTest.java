package io.trailhouse.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.status.Problem;
import io.trailhouse.status.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clauses S2, S3 and S14, S15, S18 and S19 of docs/spec/serve.md.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SupervisorTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StepPacer pacer = new StepPacer();
  private final List<Problem> over = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Supervisor supervisor = new Supervisor(pacer, over::add);

  private Script script(String name, Role role, Loop.Step... steps) {
    return new Script(supervisor, said, name, role, steps);
  }

  private static TrailhouseException problem(Code code) {
    return new TrailhouseException(code, "it is wrong", "here", "Fix it");
  }

  @Test
  void whateverARoundFailsWithItIsItsTroubleUntilALaterOneIsGood() throws Exception {
    List<Throwable> failures =
        List.of(
            new IOException("the disk"),
            new IllegalStateException("a mistake"),
            new StackOverflowError(),
            new OutOfMemoryError("none left"),
            new InterruptedException("nobody has asked for it"),
            problem(Code.DISK_FULL),
            problem(Code.HOME_UNUSABLE),
            problem(Code.TABLE_DAMAGED),
            problem(Code.COMMIT_CONFLICT),
            problem(Code.SOURCE_UNREADABLE));
    Script loop = script("source a", Role.SOURCE);
    failures.forEach(failure -> loop.steps.add(Script.failing(failure)));
    loop.start();
    for (Throwable failure : failures) {
      StepPacer.Pause pause = pacer.next();
      assertThat(loop.supervised.trouble()).isEqualTo(Trouble.of(failure, "there"));
      pacer.over(pause);
    }
    assertThat(pacer.next().time()).isEqualTo(MINUTE);
    assertThat(supervisor.problems()).isEmpty();
    assertThat(over).isEmpty();
    supervisor.stop();
  }

  @Test
  void pausesAreDoubledFromASecondToAMinuteAndAGoodRoundBeginsAnew() throws Exception {
    Script loop = script("source a", Role.SOURCE);
    for (int i = 0; i < 9; i++) {
      loop.steps.add(Script.failing(new IOException("the disk")));
    }
    loop.start();
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(pacer.skip()).isEqualTo(Duration.ofSeconds(seconds));
    }
    pacer.skip();
    StepPacer.Pause good = pacer.next();
    assertThat(good.time()).isEqualTo(MINUTE);
    loop.steps.add(Script.failing(new IOException("the disk")));
    pacer.dice(0.999);
    pacer.over(good);
    StepPacer.Pause again = pacer.next();
    assertThat(again.time()).isBetween(Duration.ofMillis(800), Duration.ofMillis(801));
    loop.steps.add(() -> {
      pacer.pass(Duration.ofHours(1)); // it has worked for long before it fails
      throw new IOException("the disk");
    });
    pacer.over(again);
    assertThat(pacer.next().time()).isBetween(Duration.ofMillis(800), Duration.ofMillis(801));
    supervisor.stop();
  }

  @Test
  void aRoundThatLastsIsWellAfterSomeSeconds() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Script loop =
        script(
            "source a",
            Role.SOURCE,
            Script.failing(new IOException("the disk")),
            () -> {
              inside.countDown();
              end.await();
              return MINUTE;
            });
    loop.start();
    pacer.skip();
    inside.await();
    assertThat(loop.supervised.trouble()).isNotNull();
    pacer.pass(Duration.ofSeconds(6));
    assertThat(loop.supervised.trouble()).isNull();
    end.countDown();
    pacer.next();
    supervisor.stop();
  }

  @Test
  void afterAFailureAllIsOpenedAnewAndAnEndDuringAPauseComesAtOnce() throws Exception {
    Script loop = script("source a", Role.SOURCE, Script.failing(new IOException("the disk")));
    loop.start();
    pacer.skip();
    pacer.next();
    supervisor.stop();
    assertThat(said)
        .containsExactly(
            "source a opens",
            "source a abandons",
            "source a opens",
            "source a is to finish",
            "source a closes");
  }

  @Test
  void anEndDuringWorkWaitsForItAndALoopThatFailedIsNotSaved() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Script loop =
        script(
            "source a",
            Role.SOURCE,
            () -> {
              inside.countDown();
              end.await();
              throw new IOException("while it ends");
            });
    loop.start();
    inside.await();
    loop.supervised.end();
    end.countDown();
    supervisor.stop();
    assertThat(said)
        .containsSubsequence(
            "source a opens",
            "source a is to finish",
            "source a abandons",
            "source a closes after a failure");
  }

  @Test
  void sourcesEndFirstThenWhatFollowsThenAlertsAndALoopThatCannotEndHoldsUpNobody()
      throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    script("log", Role.LOG).start();
    script("alert mail", Role.ALERT).start();
    script("rules", Role.FOLLOWER).start();
    script("source broken", Role.SOURCE).start();
    Script upkeep =
        script(
            "upkeep",
            Role.UPKEEP,
            () -> {
              inside.countDown();
              never.await();
              return MINUTE;
            });
    upkeep.start();
    inside.await();
    for (int i = 0; i < 4; i++) {
      pacer.next();
    }
    supervisor.stop();
    assertThat(said)
        .filteredOn(line -> line.contains("closes"))
        .containsExactly("source broken closes", "rules closes", "alert mail closes", "log closes");
    script("late", Role.SOURCE).start();
    assertThat(said).doesNotContain("late opens");
    never.countDown();
  }

  @Test
  void whatCannotBeTriedAgainEndsItsLoopAloneAndIsToldWithWhatToDo() throws Exception {
    Script bad = script("route a", Role.FOLLOWER, Script.failing(problem(Code.CONFIG_INVALID)));
    Script good = script("route b", Role.FOLLOWER);
    bad.start();
    good.start();
    StepPacer.Pause ofTheGood = pacer.next();
    supervisor.allStarted();
    assertThat(bad.supervised.await(MINUTE)).isTrue();
    assertThat(supervisor.problems())
        .containsExactly(
            new Problem(
                "route a",
                new Trouble(
                    "it has stopped: it is wrong", "here", "Fix it, then start serve again")));
    assertThat(over).isEmpty();
    good.steps.add(Script.failing(new NoClassDefFoundError("gone")));
    pacer.over(ofTheGood);
    assertThat(good.supervised.await(MINUTE)).isTrue();
    assertThat(over)
        .containsExactly(
            new Problem(
                "route b",
                new Trouble(
                    "it has stopped: java.lang.NoClassDefFoundError: gone",
                    "Put the whole program back as it was installed, then start serve again")));
    supervisor.stop();
  }

  @Test
  void aTableOfANewerVersionEndsTheWholeProgramAtOnce() throws Exception {
    script("source a", Role.SOURCE).start();
    Script upkeep =
        script("upkeep", Role.UPKEEP, Script.failing(problem(Code.TABLE_NEWER))).start();
    supervisor.allStarted();
    assertThat(upkeep.supervised.await(MINUTE)).isTrue();
    pacer.next();
    supervisor.stop();
    assertThat(over).extracting(Problem::subject).containsExactly("upkeep");
  }

  @Test
  void whatStoppedBeforeAllWereStartedCountsOnceTheyAre() throws Exception {
    Script only = script("source a", Role.SOURCE, Script.failing(problem(Code.WRONG_USE)));
    only.start();
    assertThat(only.supervised.await(MINUTE)).isTrue();
    assertThat(over).isEmpty();
    supervisor.allStarted();
    assertThat(over).hasSize(1);
  }

  @Test
  void anErrorIsLoggedWithWhereItCameFromAndAThreadOutlivesAFailureOfItsFailure() throws Exception {
    Logger logger = (Logger) org.slf4j.LoggerFactory.getLogger(Supervised.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    Script loop = script("source a", Role.SOURCE);
    loop.steps.add(Script.failing(new StackOverflowError()));
    loop.steps.add(Script.failing(new StackOverflowError()));
    loop.steps.add(Script.failing(new Weird()));
    loop.start();
    pacer.skip();
    pacer.skip();
    StepPacer.Pause afterTheWeird = pacer.next();
    assertThat(supervisor.problems()).hasSize(1);
    pacer.over(afterTheWeird);
    pacer.next();
    assertThat(supervisor.problems()).isEmpty();
    supervisor.stop();
    logger.detachAppender(lines);
    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == Level.ERROR)
        .hasSize(1)
        .allMatch(line -> line.getThrowableProxy() != null)
        .allMatch(line -> line.getFormattedMessage().contains("SupervisorTest"));
  }

  /// A failure that cannot be looked at: who deals with it fails too.
  private static final class Weird extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private int asked;

    @Override
    public String getMessage() {
      if (asked++ == 0) {
        throw new IllegalStateException("not even this");
      }
      return "weird";
    }
  }
}
