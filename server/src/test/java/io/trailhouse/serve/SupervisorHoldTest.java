package io.trailhouse.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.problem.UnknownOutcome;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clauses S16 and S17 of docs/spec/serve.md.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SupervisorHoldTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StepPacer pacer = new StepPacer();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Supervisor supervisor = new Supervisor(pacer, over -> {});

  /// An outcome that nobody knows.
  private static final class Unknown extends RuntimeException implements UnknownOutcome {
    private static final long serialVersionUID = 1L;
    private final transient Supplier<String> asked;

    private Unknown(Supplier<String> asked) {
      this.asked = asked;
    }

    /// @param asked throws while nobody knows
    static TrailhouseException problem(Supplier<String> asked) {
      return new TrailhouseException(
          Code.COMMIT_UNKNOWN, "nobody knows", "here", "Look", new Unknown(asked));
    }

    @Override
    public String settle() {
      return asked.get();
    }
  }

  private Script script(String name, Role role, Loop.Step... steps) {
    return new Script(supervisor, said, name, role, steps);
  }

  private Loop.Step saying(String words) {
    return () -> {
      said.add(words);
      return MINUTE;
    };
  }

  @Test
  void whileAnOutcomeIsUnknownNothingIsTakenOrDeletedAndThenAllGoesOn() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    Script waiting = script("upkeep", Role.UPKEEP).start();
    StepPacer.Pause ofUpkeep = pacer.next();
    Script follower = script("route b", Role.FOLLOWER).start();
    StepPacer.Pause ofRoute = pacer.next();
    script("source a", Role.SOURCE, Script.failing(Unknown.problem(answers::remove))).start();
    StepPacer.Pause asks = pacer.next();
    assertThat(supervisor.isHeld()).isTrue();
    assertThat(said).contains("upkeep is to finish").doesNotContain("route b is to finish");

    waiting.steps.add(saying("upkeep deletes"));
    pacer.over(ofUpkeep);
    pacer.next(); // it waits without a round
    assertThat(waiting.supervised.isWaiting()).isTrue();
    follower.steps.add(saying("route b reads"));
    pacer.over(ofRoute);
    pacer.next();
    assertThat(said).contains("route b reads").doesNotContain("upkeep deletes");

    pacer.over(asks); // in vain
    StepPacer.Pause again = pacer.next();
    assertThat(again.time()).isEqualTo(Duration.ofSeconds(2));
    requireOneProblem();
    answers.add("it took effect");
    pacer.over(again);
    pacer.next();
    pacer.next();
    assertThat(supervisor.isHeld()).isFalse();
    assertThat(supervisor.problems()).isEmpty();
    assertThat(said).contains("upkeep deletes");
    supervisor.stop();
  }

  private void requireOneProblem() {
    assertThat(supervisor.problems()).hasSize(1);
    Trouble told = supervisor.problems().get(0).trouble();
    assertThat(told.text()).isEqualTo("nobody knows (here)");
    assertThat(told.remedy()).contains("goes on by itself", "cannot be asked: ", "NoSuchElement");
  }

  @Test
  void twoThatDoNotKnowHoldUntilBothDo() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    script("source a", Role.SOURCE, Script.failing(Unknown.problem(() -> "known"))).start();
    StepPacer.Pause ofSource = pacer.next();
    script("rules", Role.FOLLOWER, Script.failing(Unknown.problem(answers::remove))).start();
    StepPacer.Pause ofRules = pacer.next();
    pacer.over(ofSource);
    pacer.next(); // it waits for the other one
    assertThat(supervisor.isHeld()).isTrue();
    answers.add("known");
    pacer.over(ofRules);
    pacer.next();
    pacer.next();
    assertThat(supervisor.isHeld()).isFalse();
    supervisor.stop();
  }

  @Test
  void anEndComesAtOnceWhileNobodyKnows() throws Exception {
    Loop.Step doubt =
        Script.failing(
            Unknown.problem(() -> {
              throw new IllegalStateException("no answer");
            }));
    script("source a", Role.SOURCE, doubt).start();
    pacer.next();
    script("source b", Role.SOURCE).start();
    pacer.next();
    supervisor.stop();
    assertThat(said).contains("source a closes after a failure", "source b closes after a failure");
  }
}
