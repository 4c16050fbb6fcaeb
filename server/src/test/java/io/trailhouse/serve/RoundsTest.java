package io.trailhouse.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.status.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Clause S2 of docs/spec/serve.md: whatever fails is said and tried again.
class RoundsTest {
  private static void until(java.util.function.BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(2);
    }
  }

  @Test
  void whateverARoundFailsWithItIsItsTroubleUntilALaterOneIsGood() throws Exception {
    Throwable[] failures = {
      new IOException("the disk"),
      new IllegalStateException("a mistake"),
      new StackOverflowError(),
      new NoClassDefFoundError("gone"),
      new TrailhouseException(Code.CONFIG_INVALID, "it is wrong", "here", "Mend it"),
    };
    AtomicInteger round = new AtomicInteger();
    AtomicInteger allowed = new AtomicInteger();
    Rounds rounds =
        new Rounds(
            "test",
            "there",
            Duration.ofMillis(1),
            () -> {
              while (allowed.get() <= round.get()) {
                Thread.sleep(1);
              }
              int number = round.getAndIncrement();
              if (number < failures.length) {
                throwIt(failures[number]);
              }
              return Duration.ofMillis(1);
            });
    rounds.start();
    for (Throwable failure : failures) {
      int number = allowed.incrementAndGet();
      Trouble expected = Trouble.of(failure, "there");
      until(() -> round.get() == number && expected.equals(rounds.trouble()));
    }
    assertThat(rounds.trouble()).isEqualTo(new Trouble("it is wrong (here)", "Mend it"));
    allowed.set(Integer.MAX_VALUE);
    until(() -> rounds.trouble() == null);
    rounds.end();
    assertThat(rounds.await(Duration.ofMinutes(1))).isTrue();
  }

  private static void throwIt(Throwable failure) throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    throw (Error) failure;
  }

  @Test
  void itIsWokenAndEndsAtOnceHoweverLongItsPauseIs() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    Rounds day =
        new Rounds(
            "test",
            "there",
            Duration.ofDays(1),
            () -> {
              rounds.incrementAndGet();
              return Duration.ofDays(1);
            });
    day.start();
    until(() -> rounds.get() == 1);
    day.wake();
    until(() -> rounds.get() == 2);
    day.end();
    assertThat(day.await(Duration.ofMinutes(1))).isTrue();
    assertThat(rounds.get()).isEqualTo(2);
  }

  @Test
  void everyProblemHasARemedyThatNamesItsKey() {
    assertThat(Remedies.of("sources.gone", "NoSuchBucket (The bucket does not exist)").remedy())
        .isEqualTo("Name a bucket that exists in sources.gone, or make it");
    assertThat(Remedies.of("sources.q", "AWS.SimpleQueueService.NonExistentQueue").remedy())
        .contains("sources.q");
    assertThat(Remedies.of("alerts.mail", "the mail server refuses the login: 535").remedy())
        .isEqualTo("Mend user and password of alerts.mail");
    assertThat(Remedies.of("routes.hook", "503 Out to lunch").remedy())
        .isEqualTo("Mend routes.hook in the configuration, or what it names");
  }
}
