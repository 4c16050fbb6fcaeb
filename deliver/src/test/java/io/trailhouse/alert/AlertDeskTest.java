package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.alert.Alert.State;
import io.trailhouse.destination.Failure;
import io.trailhouse.finding.Level;
import io.trailhouse.http.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A10, A11 and A24 of docs/spec/alerts.md: what nobody got, and what somebody decides about it.
class AlertDeskTest {
  private static final AlertSpec SLACK =
      AlertSpec.of("chat", new Destination.Slack(Endpoint.of("https://hooks.example/T")));

  private static final Level LEVEL = Level.HIGH;

  @TempDir Path home;

  private final TestClock clock = new TestClock(SampleFindings.NOON);
  private final FakeDestination destination = new FakeDestination();
  private AlertDesk desk;
  private Outbox outbox;

  @BeforeEach
  void open() {
    desk = new AlertDesk(home);
    outbox = Outbox.open(AlertDesk.folder(home).resolve("chat"), SLACK, destination, clock);
  }

  private void refuse(int finding) {
    destination.answer(Failure.never("webhook hooks.example: HTTP 400"));
    outbox.add(List.of(SampleFindings.finding(finding, "r" + finding, "p" + finding, LEVEL)));
    outbox.work();
    destination.answer(null);
  }

  @Test
  void aRefusedMessageIsCountedNamedAndListedUntilItIsSentAgain() throws IOException {
    refuse(1);
    assertThat(outbox.undelivered())
        .isEqualTo("1 message given up; the newest because webhook hooks.example: HTTP 400");
    AlertDesk.Entry entry = desk.list().get(0);
    assertThat(entry.name()).isEqualTo("chat");
    assertThat(entry.message().state()).isEqualTo(State.FAILED);
    assertThat(entry.decided()).isEmpty();
    desk.retry(entry);
    assertThat(desk.list().get(0).decided()).isEqualTo("retry");
    assertThat(destination.taken()).isEmpty();
    outbox.work();
    assertThat(destination.taken()).hasSize(1);
    assertThat(outbox.undelivered()).isNull();
    assertThat(desk.list().get(0).message().state()).isEqualTo(State.SENT);
    assertThat(desk.list().get(0).decided()).isEmpty();
    outbox.work();
    assertThat(destination.taken()).as("once for one decision").hasSize(1);
  }

  @Test
  void aDroppedMessageIsNotSentAndItsFindingsAreNotToldAgain() throws IOException {
    refuse(1);
    refuse(2);
    assertThat(outbox.undelivered()).startsWith("2 messages given up");
    for (AlertDesk.Entry entry : desk.list()) {
      desk.retry(entry);
      desk.drop(entry); // the last decision counts
    }
    open(); // the decision is carried out by whoever sends next
    outbox.work();
    outbox.add(List.of(SampleFindings.finding(1, "r1", "p1", LEVEL)));
    outbox.work();
    assertThat(destination.taken()).isEmpty();
    assertThat(outbox.undelivered()).isNull();
    assertThat(outbox.counters().dropped()).isEqualTo(2);
    assertThat(outbox.counters().failed()).isZero();
    assertThat(outbox.counters().repeated()).isEqualTo(1);
    assertThat(desk.list())
        .allSatisfy(entry -> {
          assertThat(entry.message().state()).isEqualTo(State.DROPPED);
          assertThat(entry.message().progress().reason()).contains("HTTP 400");
        });
    clock.turn(Duration.ofDays(31));
    outbox.work();
    assertThat(desk.list()).isEmpty();
  }

  @Test
  void aDecisionAboutWhatWasSentMeanwhileChangesNothing() throws IOException {
    outbox.add(List.of(SampleFindings.finding(1)));
    outbox.work();
    AlertDesk.Entry sent = desk.list().get(0);
    desk.drop(sent);
    outbox.work();
    assertThat(desk.list().get(0).message().state()).isEqualTo(State.SENT);
    desk.retry(sent);
    outbox.work();
    assertThat(destination.taken()).hasSize(1);
  }

  @Test
  void lookingChangesNothingThatIsUnderWay() throws IOException {
    refuse(1);
    Path folder = AlertDesk.folder(home).resolve("chat");
    Files.writeString(folder.resolve("ab.json.part"), "half");
    Files.writeString(folder.resolve("cd.json"), "{\"form\":\"1\",");
    assertThat(desk.list()).hasSize(1);
    assertThat(folder.resolve("ab.json.part")).exists();
    assertThat(folder.resolve("cd.json")).exists();
  }

  /// A21: what an earlier version wrote down.
  @Test
  void theWordsOfAnAnswerInAnOldFileAreShownToNobodyAndTakenAway() throws IOException {
    refuse(1);
    Path file;
    try (var files = Files.list(AlertDesk.folder(home).resolve("chat"))) {
      file = files.findFirst().orElseThrow();
    }
    String old = "given up after 72 hours: answered 401: token t0ken unknown\\nt0ken";
    Files.writeString(file, Files.readString(file).replace("webhook hooks.example: HTTP 400", old));
    assertThat(Files.readString(file)).contains("t0ken");
    assertThat(desk.list().get(0).message().progress().reason())
        .isEqualTo("given up after 72 hours: answered 401");
    open();
    assertThat(outbox.undelivered()).endsWith("answered 401");
    assertThat(Files.readString(file)).doesNotContain("t0ken");
    for (String said :
        new String[] {
          "the mail server refuses the login", "the mail was not taken", "the mail server refuses"
        }) {
      assertThat(AfterStart.cleaned(said + ": 535 t0ken")).isEqualTo(said);
    }
  }
}
