package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.alert.Alert.State;
import io.trailhouse.destination.Failure;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import io.trailhouse.http.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stops an outbox before each of its steps, opens it anew and lets it go on.
class OutboxCrashTest {
  private static final Destination KEYED =
      new Destination.PagerDuty(Endpoint.of("https://e.example"), Secret.of("k"));
  private static final Destination UNKEYED =
      new Destination.Slack(Endpoint.of("https://hooks.example/T"));
  private static final int FINDINGS = 25;

  @TempDir Path folder;

  /// The end of a process.
  private static final class Kill extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// One life after another over the same folder, until all is sent.
  private static final class Lives {
    private final Path folder;
    private final AlertSpec spec;
    private final Set<Integer> kills;
    private final TestClock clock = new TestClock(SampleFindings.NOON);
    private final FakeDestination destination = new FakeDestination();
    private Outbox outbox;
    private int steps;
    private String killedAt = "";

    Lives(Path folder, Destination to, Set<Integer> kills) {
      this.folder = folder;
      this.spec = new AlertSpec("soc", to, Level.LOW, Duration.ofMinutes(10), 4, null, null);
      this.kills = kills;
      openAgain();
    }

    private void openAgain() {
      boolean open = false;
      while (!open) {
        open = opened();
      }
    }

    private boolean opened() {
      try {
        outbox = Outbox.open(new AlertFolder(folder, this::before), spec, destination, clock);
        return true;
      } catch (Kill e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void before(String step) {
      if (kills.contains(steps++)) {
        killedAt = step;
        throw new Kill();
      }
    }

    /// Does something, and does it again in a new life when it was killed.
    private void survive(Consumer<Outbox> action) {
      while (true) {
        try {
          action.accept(outbox);
          return;
        } catch (Kill e) {
          openAgain();
        }
      }
    }

    void live() {
      survive(box -> box.add(findings(0, 6, 2)));
      survive(Outbox::work);
      clock.turn(Duration.ofMinutes(3));
      survive(box -> box.add(findings(6, 10, 2)));
      survive(Outbox::work);
      destination.answer(Failure.again("down"));
      clock.turn(Duration.ofMinutes(10));
      survive(Outbox::work);
      survive(box -> box.add(findings(10, 13, 1)));
      destination.answer(null);
      clock.turn(Duration.ofMinutes(1));
      survive(Outbox::work);
      survive(box -> box.add(findings(13, FINDINGS, 12)));
      for (int i = 0; i < 36; i++) {
        survive(Outbox::work);
        clock.turn(Duration.ofMinutes(5));
      }
    }

    private static List<Finding> findings(int from, int to, int rules) {
      List<Finding> findings = new ArrayList<>();
      for (int i = from; i < to; i++) {
        findings.add(SampleFindings.finding(i, "rule-" + i % 2, "p" + i % rules, Level.HIGH));
      }
      return findings;
    }

    long told() {
      Set<String> seen = new HashSet<>();
      return destination.taken().stream()
          .filter(message -> seen.add(message.id()))
          .mapToLong(AlertMessage::count)
          .sum();
    }

    int repeats() {
      return destination.taken().size() - destination.ids().size();
    }

    long counted() {
      return outbox.alerts().stream().mapToLong(alert -> alert.contents().count()).sum();
    }
  }

  private int stepsOfOneLife(Destination to) {
    Lives unharmed = new Lives(folder.resolve("unharmed"), to, Set.of());
    unharmed.live();
    assertThat(unharmed.told()).isEqualTo(FINDINGS);
    assertThat(unharmed.repeats()).isZero();
    assertThat(unharmed.destination.titles())
        .as("a flood is in it")
        .anyMatch(title -> title.contains("groups"));
    return unharmed.steps;
  }

  @Test
  void whereRepeatsAreRecognisedEveryFindingIsToldWhereverTheProgramIsStopped() {
    int all = stepsOfOneLife(KEYED);
    assertThat(all).isGreaterThan(60);
    for (int kill = 0; kill < all; kill++) {
      Lives lives = new Lives(folder.resolve("keyed-" + kill), KEYED, Set.of(kill));
      lives.live();
      String where = "killed before step " + kill + ", " + lives.killedAt;
      assertThat(lives.killedAt).as(where).isNotEmpty();
      assertThat(lives.told()).as(where).isEqualTo(FINDINGS);
      assertThat(lives.counted()).as(where).isEqualTo(FINDINGS);
      assertThat(lives.repeats()).as(where).isLessThanOrEqualTo(1);
      assertThat(lives.outbox.alerts()).as(where).allMatch(alert -> alert.state() == State.SENT);
    }
  }

  @Test
  void whereRepeatsAreNotRecognisedNothingIsSentTwiceAndTheOneInDoubtIsNamed() {
    int all = stepsOfOneLife(UNKEYED);
    int inDoubt = 0;
    for (int kill = 0; kill < all; kill++) {
      Lives lives = new Lives(folder.resolve("unkeyed-" + kill), UNKEYED, Set.of(kill));
      lives.live();
      String where = "killed before step " + kill + ", " + lives.killedAt;
      assertThat(lives.repeats()).as(where).isZero();
      assertThat(lives.counted()).as(where).isEqualTo(FINDINGS);
      List<Alert> unknown =
          lives.outbox.alerts().stream().filter(alert -> alert.state() == State.UNKNOWN).toList();
      assertThat(unknown.size()).as(where).isLessThanOrEqualTo(1);
      long untold =
          unknown.stream()
              .filter(alert -> !lives.destination.ids().contains(alert.id()))
              .mapToLong(alert -> alert.contents().count())
              .sum();
      assertThat(lives.told() + untold).as(where).isEqualTo(FINDINGS);
      assertThat(lives.outbox.counters().unknown()).as(where).isEqualTo(unknown.size());
      inDoubt += unknown.size();
    }
    assertThat(inDoubt).as("the window is a few steps of each message").isLessThan(all / 2);
  }

  @Test
  void manyDeathsInOneLifeLoseNothingEither() {
    int all = stepsOfOneLife(KEYED);
    Random dice = new Random(4);
    for (int life = 0; life < 60; life++) {
      Set<Integer> kills = new TreeSet<>();
      for (int i = 0; i < 8; i++) {
        kills.add(dice.nextInt(all));
      }
      boolean keyed = life % 2 == 0;
      Lives lives = new Lives(folder.resolve("many-" + life), keyed ? KEYED : UNKEYED, kills);
      lives.live();
      String where = "killed before steps " + kills;
      assertThat(lives.counted()).as(where).isEqualTo(FINDINGS);
      assertThat(lives.repeats()).as(where).isLessThanOrEqualTo(keyed ? kills.size() : 0);
      if (keyed) {
        assertThat(lives.told()).as(where).isEqualTo(FINDINGS);
      }
    }
  }

  @Test
  void aDiskThatTakesNothingAfterTheSendingCostsNoSecondMessage() throws IOException {
    FakeDestination destination = new FakeDestination();
    TestClock clock = new TestClock(SampleFindings.NOON);
    AlertSpec spec = AlertSpec.of("soc", UNKEYED);
    boolean[] full = {false};
    AlertFolder disk =
        new AlertFolder(
            folder,
            step -> {
              if (full[0] && step.equals("write")) {
                throw new UncheckedIOException(new IOException("No space left on device"));
              }
            });
    Notifier filling =
        message -> {
          destination.send(message);
          full[0] = true;
        };
    Outbox outbox = Outbox.open(disk, spec, filling, clock);
    outbox.add(List.of(SampleFindings.finding(1)));
    assertThatThrownBy(outbox::work).hasMessageContaining("No space left");
    assertThatThrownBy(outbox::work).hasMessageContaining("No space left");
    assertThatThrownBy(() -> outbox.add(List.of(SampleFindings.finding(2))))
        .hasMessageContaining("No space left");
    full[0] = false;
    outbox.work();
    outbox.add(List.of(SampleFindings.finding(2)));
    assertThat(destination.taken()).hasSize(1);
    Outbox again = Outbox.open(folder, spec, destination, clock);
    assertThat(again.counters().sent()).isEqualTo(1);
    assertThat(again.counters().waiting()).isEqualTo(1);
  }
}
