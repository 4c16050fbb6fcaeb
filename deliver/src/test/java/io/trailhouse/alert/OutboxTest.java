package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.alert.Alert.State;
import io.trailhouse.destination.Failure;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import io.trailhouse.http.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final Destination EVENTS =
      new Destination.PagerDuty(Endpoint.of("https://e.example"), Secret.of("k"));
  private static final QuietHours NIGHT =
      new QuietHours(
          LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin"), Level.CRITICAL);

  @TempDir Path folder;

  private final TestClock clock = new TestClock(SampleFindings.NOON);
  private final FakeDestination destination = new FakeDestination();
  private Outbox outbox;

  private static AlertSpec spec(int perHour, QuietHours quiet) {
    return new AlertSpec("soc", EVENTS, Level.MEDIUM, Duration.ofMinutes(10), perHour, quiet, null);
  }

  private Outbox open(AlertSpec spec) {
    outbox = Outbox.open(folder, spec, destination, clock);
    return outbox;
  }

  private static Finding of(int number, String rule, Level level) {
    return SampleFindings.finding(number, rule, "ann", level);
  }

  /// A finding of a rule by a principal of its name.
  private static Finding by(String rule, int number, Level level) {
    return SampleFindings.finding(number, rule, rule, level);
  }

  /// Calls the outbox whenever it asks for it.
  private void run(Duration time) {
    Instant end = clock.instant().plus(time);
    while (true) {
      Duration rest = outbox.work();
      assertThat(rest).isBetween(Duration.ZERO, Duration.ofMinutes(1));
      if (!clock.instant().plus(rest).isBefore(end)) {
        clock.set(end);
        outbox.work();
        return;
      }
      clock.turn(rest);
    }
  }

  @AfterEach
  void countsBalance() {
    OutboxCounters counters = outbox.counters();
    assertThat(counters.in())
        .isEqualTo(
            counters.belowFloor() + counters.repeated() + counters.opened() + counters.grouped());
    assertThat((long) outbox.alerts().size())
        .isEqualTo(
            counters.waiting()
                + counters.sent()
                + counters.failed()
                + counters.unknown()
                + counters.dropped());
  }

  private static AlertOrders.Order again(Alert alert) {
    return new AlertOrders.Order(alert.id(), AlertOrders.Kind.RETRY);
  }

  @Test
  void theFirstFindingGoesAtOnceAndTheOthersOfItsGroupTogether() {
    open(spec(30, null)).add(List.of(SampleFindings.finding(0)));
    outbox.work();
    assertThat(destination.taken()).hasSize(1);
    for (int i = 1; i < 500; i++) {
      clock.turn(Duration.ofSeconds(1));
      outbox.add(List.of(SampleFindings.finding(i)));
      outbox.work();
    }
    assertThat(destination.taken()).hasSize(1);
    run(Duration.ofMinutes(10));
    assertThat(destination.taken()).extracting(AlertMessage::count).containsExactly(1L, 499L);
    assertThat(outbox.counters().opened()).isEqualTo(2);
    assertThat(outbox.counters().grouped()).isEqualTo(498);
    clock.turn(Duration.ofHours(1));
    outbox.add(List.of(SampleFindings.finding(501)));
    outbox.work();
    assertThat(destination.taken()).as("a quiet group begins anew").hasSize(3);
  }

  @Test
  void whatOnePrincipalDidInABatchIsOneMessageWhateverTheRules() {
    open(spec(30, null))
        .add(
            List.of(
                of(1, "a", Level.LOW),
                of(2, "a", Level.HIGH),
                of(3, "b", Level.HIGH),
                SampleFindings.finding(4, "a", "bob", Level.HIGH),
                of(5, "a", Level.CRITICAL)));
    outbox.work();
    assertThat(destination.titles())
        .containsExactly(
            "[CRITICAL] Title of a by ann and 1 other rule (3 findings)",
            "[HIGH] Title of a by bob");
    assertThat(outbox.counters().belowFloor()).isEqualTo(1);
  }

  @Test
  void aFindingThatComesAgainIsCountedAndNotSent() {
    open(spec(30, null)).add(List.of(SampleFindings.finding(1), SampleFindings.finding(1)));
    outbox.work();
    open(spec(30, null)).add(List.of(SampleFindings.finding(1), SampleFindings.finding(2)));
    run(Duration.ofHours(1));
    assertThat(outbox.counters().repeated()).isEqualTo(1);
    assertThat(destination.findings()).isEqualTo(2);
  }

  @Test
  void theSameFindingsGiveTheSameIdsWhereverTheyAre(@TempDir Path other) {
    open(spec(30, null)).add(List.of(SampleFindings.finding(1)));
    Outbox second = Outbox.open(other, spec(30, null), destination, clock);
    second.add(List.of(SampleFindings.finding(1)));
    assertThat(second.alerts().get(0).id())
        .isEqualTo(outbox.alerts().get(0).id())
        .matches("[0-9a-f]{32}");
  }

  @Test
  void aFloodOverTheLimitIsOneMessage() {
    List<Finding> flood = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Level level = i % 50 == 7 ? Level.HIGH : Level.MEDIUM;
      flood.add(SampleFindings.finding(i, "rule-" + i % 50, "p" + i % 50, level));
    }
    open(spec(5, null)).add(flood);
    outbox.work();
    assertThat(destination.taken()).hasSize(5);
    assertThat(destination.titles().get(0)).isEqualTo("[HIGH] Title of rule-7 by p7 (6 findings)");
    assertThat(destination.titles().get(4)).startsWith("[MEDIUM] 276 findings in 46 groups");
    assertThat(destination.findings()).isEqualTo(300);
    outbox.add(List.of(by("late-1", 1000, Level.HIGH), by("late-2", 1001, Level.MEDIUM)));
    outbox.work();
    assertThat(destination.taken()).as("no more in this hour").hasSize(5);
    outbox.add(List.of(by("grave", 1002, Level.CRITICAL), by("grave-2", 1003, Level.CRITICAL)));
    outbox.work();
    assertThat(destination.taken()).as("but what is graver than all before, once").hasSize(6);
    run(Duration.ofHours(1));
    assertThat(destination.taken()).hasSizeBetween(7, 9);
    assertThat(destination.findings()).isEqualTo(304);
  }

  @Test
  void nightsAreQuietAndOneSummaryFollows() {
    clock.set(Instant.parse("2026-03-01T20:59:00Z")); // 21:59 in Berlin
    open(spec(30, NIGHT)).add(List.of(of(1, "a", Level.HIGH)));
    outbox.work();
    assertThat(destination.taken()).hasSize(1);
    clock.set(Instant.parse("2026-03-01T21:00:00Z"));
    outbox.add(List.of(by("b", 2, Level.HIGH), by("c", 3, Level.MEDIUM)));
    run(Duration.ofHours(4));
    outbox.add(List.of(by("d", 4, Level.HIGH), by("e", 5, Level.CRITICAL)));
    run(Duration.ofHours(4));
    assertThat(destination.titles()).hasSize(2).last().isEqualTo("[CRITICAL] Title of e by e");
    open(spec(30, NIGHT));
    run(Duration.ofHours(2));
    assertThat(destination.titles()).hasSize(3).last().asString().startsWith("[HIGH] 3 findings");
    assertThat(destination.findings()).isEqualTo(5);
    assertThat(outbox.alerts()).hasSize(3);
    assertThat(destination.taken().get(2).written())
        .isEqualTo(Instant.parse("2026-03-02T06:00:00Z"));
  }

  @Test
  void theNightOfTheClockChangeEndsByTheClockOnTheWall() {
    clock.set(Instant.parse("2026-03-28T22:00:00Z"));
    open(spec(30, NIGHT))
        .add(List.of(of(1, "a", Level.HIGH), SampleFindings.finding(2, "b", "bob", Level.HIGH)));
    run(Duration.ofHours(7).minusSeconds(1));
    assertThat(destination.taken()).isEmpty();
    run(Duration.ofSeconds(1)); // 07:00 in summer time is 05:00 UTC
    assertThat(destination.titles())
        .containsExactly("[HIGH] 2 findings in 2 groups, first: Title of a");
  }

  @Test
  void oneAlertOfTheNightIsSentAsItIs() {
    clock.set(Instant.parse("2026-03-01T22:00:00Z"));
    open(spec(30, NIGHT)).add(List.of(of(2, "b", Level.HIGH)));
    run(Duration.ofHours(10));
    assertThat(destination.titles()).containsExactly("[HIGH] Title of b by ann");
  }

  @Test
  void aServerThatIsDownIsTriedMoreAndMoreRarelyAndNothingIsLost() {
    destination.answer(Failure.again("down"));
    open(spec(100, null)).add(List.of(of(0, "a", Level.HIGH), of(1, "b", Level.HIGH)));
    run(Duration.ofHours(1));
    assertThat(destination.calls()).isBetween(8, 20);
    assertThat(outbox.problem()).isEqualTo("down");
    for (int i = 10; i < 60; i++) {
      outbox.add(List.of(of(i, "c", Level.HIGH)));
      run(Duration.ofMinutes(1));
    }
    assertThat(outbox.counters().waiting()).isLessThan(8);
    destination.answer(null);
    run(Duration.ofMinutes(30));
    assertThat(destination.findings()).isEqualTo(52);
    assertThat(outbox.problem()).isNull();
    assertThat(outbox.counters().waiting()).isZero();
    assertThat(destination.ids()).hasSize(destination.taken().size());
  }

  @Test
  void theTimeThatAServerAsksForIsKept() {
    destination.answer(Failure.again("busy").asking(Duration.ofMinutes(30)));
    open(spec(30, null)).add(List.of(SampleFindings.finding(1)));
    outbox.work();
    destination.answer(null);
    run(Duration.ofMinutes(29));
    assertThat(destination.calls()).isEqualTo(1);
    run(Duration.ofMinutes(2));
    assertThat(destination.taken()).hasSize(1);
  }

  @Test
  void whatCannotBeSentForDaysHasFailedWithItsReason() {
    destination.answer(Failure.again("down"));
    open(spec(30, null)).add(List.of(SampleFindings.finding(1)));
    run(Duration.ofDays(3).plusMinutes(20));
    Alert alert = outbox.alerts().get(0);
    assertThat(alert.state()).isEqualTo(State.FAILED);
    assertThat(alert.progress().reason()).contains("72 hours", "down");
    destination.answer(null);
    assertThat(outbox.decide(again(alert))).isTrue();
    run(Duration.ofMinutes(20));
    assertThat(destination.taken()).hasSize(1);
    assertThat(outbox.decide(again(alert))).isFalse();
  }

  @Test
  void aMessageThatIsRefusedForGoodFailsAloneAndOthersGo() {
    destination.answer(Failure.never("too ugly"));
    open(spec(30, null)).add(List.of(of(1, "a", Level.HIGH)));
    outbox.work();
    destination.answer(null);
    outbox.add(List.of(of(2, "b", Level.HIGH)));
    outbox.work();
    assertThat(destination.titles()).containsExactly("[HIGH] Title of b by ann");
    assertThat(outbox.counters().failed()).isEqualTo(1);
  }

  @Test
  void aMessageThatBreaksTheServerDoesNotStandInTheWay() {
    Notifier picky =
        message -> {
          if (message.title().contains("poison")) {
            throw new NotDelivered(Failure.again("500"));
          }
          destination.send(message);
        };
    outbox = Outbox.open(folder, spec(30, null), picky, clock);
    outbox.add(List.of(of(1, "poison", Level.CRITICAL)));
    outbox.work();
    outbox.add(List.of(of(2, "b", Level.HIGH)));
    run(Duration.ofMinutes(10));
    assertThat(destination.taken()).hasSize(1);
  }

  @Test
  void whatWasSaidIsRememberedAndItsEventsAreNot() throws IOException {
    open(spec(30, null)).add(List.of(SampleFindings.finding(1)));
    outbox.work();
    open(spec(30, null));
    Alert alert = outbox.alerts().get(0);
    assertThat(alert.state()).isEqualTo(State.SENT);
    assertThat(alert.progress().said())
        .isEqualTo(destination.titles().get(0) + "\n\n" + destination.taken().get(0).text());
    assertThat(alert.contents().samples()).isEmpty();
    clock.turn(Duration.ofDays(31));
    outbox.work();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aDamagedFileIsPutAsideAndCounted() throws IOException {
    open(spec(30, null)).add(List.of(SampleFindings.finding(1)));
    Files.writeString(folder.resolve("0123.json"), "{\"form\":\"1\",");
    Files.writeString(folder.resolve("4567.json.part"), "half");
    open(spec(30, null));
    assertThat(outbox.counters().damaged()).isEqualTo(1);
    outbox.work();
    assertThat(destination.taken()).hasSize(1);
    assertThat(folder.resolve("0123.json.damaged")).exists();
    assertThat(folder.resolve("4567.json.part")).doesNotExist();
  }

  @Test
  void hostileTextsComeBackFromTheDiskAsTheyWere() {
    Finding hostile = SampleFindings.hostile("{\"a\":\"\\ud800 \u202E\"}");
    destination.answer(Failure.again("down"));
    open(spec(30, null)).add(List.of(hostile));
    outbox.work();
    open(spec(30, null));
    assertThat(outbox.alerts().get(0).contents().samples())
        .containsExactly(EventsJson.lean(hostile));
    destination.answer(null);
    run(Duration.ofMinutes(1));
    assertThat(destination.taken()).hasSize(1);
  }

  @Test
  void findingsMayComeFromManyThreadsWhileOthersAreSent() throws Exception {
    open(spec(10_000, null));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> adding = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread * 1000;
        adding.add(
            threads.submit(() -> {
              for (int i = first; i < first + 60; i++) {
                outbox.add(List.of(of(i, "rule-" + i % 7, Level.HIGH)));
              }
            }));
      }
      for (Future<?> each : adding) {
        while (!each.isDone()) {
          outbox.work();
        }
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    run(Duration.ofHours(1));
    assertThat(destination.findings()).isEqualTo(240);
    assertThat(destination.ids()).hasSize(destination.taken().size());
    assertThat(outbox.counters().waiting()).isZero();
  }
}
