package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.Failure;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import io.trailhouse.finding.RuleNotes;
import io.trailhouse.http.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes into one message, and what needs none of its own.
class OutboxGroupsTest {
  private static final AlertSpec SPEC =
      new AlertSpec(
          "soc",
          new Destination.PagerDuty(Endpoint.of("https://e.example"), Secret.of("k")),
          Level.MEDIUM,
          Duration.ofMinutes(10),
          30,
          null,
          null);

  @TempDir Path folder;

  private final TestClock clock = new TestClock(SampleFindings.NOON);
  private final FakeDestination destination = new FakeDestination();
  private Outbox outbox;

  private Outbox open() {
    outbox = Outbox.open(folder, SPEC, destination, clock);
    return outbox;
  }

  private static Finding of(int number, String rule, Level level) {
    return SampleFindings.finding(number, rule, "ann", level);
  }

  /// Calls the outbox once a minute.
  private void run(Duration time) {
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      outbox.work();
      clock.turn(Duration.ofMinutes(1));
    }
    outbox.work();
  }

  @Test
  void anotherRuleOrAGraverFindingGoesAtOnceAndTakesAlongWhatWaits() {
    open().add(List.of(of(1, "a", Level.MEDIUM)));
    outbox.work();
    outbox.add(List.of(of(2, "a", Level.MEDIUM)));
    outbox.work();
    assertThat(destination.taken()).as("more of the same waits").hasSize(1);
    outbox.add(List.of(of(3, "b", Level.MEDIUM)));
    outbox.work();
    assertThat(destination.titles())
        .last()
        .isEqualTo("[MEDIUM] Title of a by ann and 1 other rule (2 findings)");
    outbox.add(List.of(of(4, "a", Level.HIGH)));
    outbox.work();
    assertThat(destination.titles()).hasSize(3).last().isEqualTo("[HIGH] Title of a by ann");
    run(Duration.ofHours(2));
    assertThat(destination.taken()).hasSize(3);
  }

  private static RuleNotes alarm(String id) {
    return new RuleNotes(
        id, "", id, Level.HIGH, "What it means.", "What to do.", true, List.of(), List.of());
  }

  @Test
  void anAlarmThatCountsEventsWhichWereToldIsNotASecondAlert() {
    open().know(Map.of("cis", alarm("cis")));
    outbox.add(List.of(of(1, "sigma", Level.HIGH), of(2, "sigma", Level.HIGH)));
    run(Duration.ofMinutes(20));
    assertThat(destination.taken()).hasSize(1);
    open().know(Map.of("cis", alarm("cis"))); // after a restart too
    outbox.add(List.of(counted(100, Level.HIGH, 1, 2)));
    run(Duration.ofHours(1));
    assertThat(destination.taken()).hasSize(1);
    assertThat(outbox.counters().repeated()).isEqualTo(1);
    outbox.add(List.of(counted(101, Level.CRITICAL, 1, 2), counted(102, Level.HIGH, 1, 3)));
    run(Duration.ofHours(1));
    assertThat(destination.findings())
        .as("what is graver, or has an event that nobody was told of, goes")
        .isEqualTo(4);
    outbox.add(List.of(of(7, "sigma", Level.HIGH), counted(103, Level.HIGH, 7)));
    run(Duration.ofHours(1));
    assertThat(destination.findings()).as("in one batch too").isEqualTo(5);
  }

  @Test
  void anAlarmIsToldWhenTheAlertOfItsEventsWasGivenUp() {
    open().know(Map.of("cis", alarm("cis")));
    destination.answer(Failure.never("no"));
    outbox.add(List.of(of(1, "sigma", Level.HIGH)));
    run(Duration.ofMinutes(20));
    destination.answer(null);
    outbox.add(List.of(counted(100, Level.HIGH, 1)));
    run(Duration.ofHours(1));
    assertThat(destination.findings()).isEqualTo(1);
  }

  /// An alarm's finding over the events of others.
  private static Finding counted(int number, Level level, int... events) {
    Finding one = SampleFindings.finding(number, "cis", "bob", level);
    List<Finding.FoundEvent> of = new ArrayList<>();
    for (int event : events) {
      of.addAll(SampleFindings.finding(event).events());
    }
    return new Finding(
        one.id(),
        "cis",
        "v1",
        "Alarm",
        level,
        one.time(),
        one.account(),
        one.region(),
        one.principal(),
        of);
  }
}
