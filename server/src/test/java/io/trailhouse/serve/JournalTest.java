package io.trailhouse.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.trailhouse.status.AlertStatus;
import io.trailhouse.status.Problem;
import io.trailhouse.status.RouteStatus;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.status.SourceStatus;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Clauses S8 and S9 of docs/spec/serve.md.
class JournalTest {
  private static final Trouble REFUSED = new Trouble("it is refused", "Allow it");

  private final Logger logger = (Logger) LoggerFactory.getLogger(Journal.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Instant now = Instant.parse("2026-05-01T08:00:00Z");
  private ServeStatus status = status(null, null, 0);
  private Journal journal = journal();

  private Journal journal() {
    return new Journal(() -> status, () -> now, Duration.ofMinutes(1));
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void silence() {
    logger.detachAppender(lines);
  }

  /// Everything that can have a problem has the same.
  private static ServeStatus status(@Nullable Trouble all, @Nullable Trouble other, long count) {
    return new ServeStatus(
        "1",
        "/home",
        Instant.EPOCH,
        "1:0",
        List.of(
            new SourceStatus(
                "trail",
                "queue",
                "RUNNING",
                all,
                Instant.EPOCH,
                all == null ? Map.of() : Map.of("111122223333", all),
                Map.of("events_stored", 7 * count, "files_done", count),
                null)),
        List.of(
            new RouteStatus(
                "iam",
                all,
                "1:0",
                new RouteStatus.Counts(count, count, new TreeMap<>(), count, 0, new TreeMap<>()))),
        new RulesStatus(
            all,
            all,
            1,
            "1:0",
            count,
            count,
            0,
            0,
            List.of(new AlertStatus("mail", all, null, Map.of("sent", count)))),
        new ServeStatus.UpkeepStatus(null, all, 3),
        other == null ? List.of() : List.of(new Problem("accounts", other)),
        List.of());
  }

  /// What is logged when the state is looked at after some seconds.
  private List<String> after(long seconds) {
    now = now.plusSeconds(seconds);
    int before = lines.list.size();
    journal.look();
    return new ArrayList<>(
        lines.list.subList(before, lines.list.size()).stream()
            .map(ILoggingEvent::getFormattedMessage)
            .toList());
  }

  @Test
  void whateverThePagesShowIsLoggedOnceWithItsRemedyAndOnceWhenItIsOver() {
    status = status(REFUSED, REFUSED, 0);
    assertThat(after(1))
        .containsExactlyInAnyOrderElementsOf(
            status.problems().stream().map(Problem::toString).toList())
        .containsExactlyInAnyOrder(
            "accounts: it is refused. To do: Allow it",
            "source trail: it is refused. To do: Allow it",
            "source trail, account 111122223333: it is refused. To do: Allow it",
            "route iam: it is refused. To do: Allow it",
            "rules: it is refused. To do: Allow it",
            "rule files: it is refused. To do: Allow it",
            "alert mail: it is refused. To do: Allow it",
            "upkeep: it is refused. To do: Allow it");
    assertThat(after(1)).isEmpty();
    assertThat(after(298)).isEmpty();
    status = status(null, REFUSED, 0);
    assertThat(after(1)).isEmpty();
    assertThat(after(20))
        .hasSize(7)
        .contains("route iam: over after 4 min: it is refused")
        .noneMatch(line -> line.startsWith("accounts"));
    assertThat(after(20)).isEmpty();
  }

  @Test
  void aProblemThatComesAndGoesIsOne() {
    int told = 0;
    for (int round = 0; round < 100; round++) {
      status = status(null, round % 2 == 0 ? REFUSED : null, 0);
      told += after(5).size();
    }
    assertThat(told).isEqualTo(1);
  }

  @Test
  void anotherProblemOfTheSameIsToldAndOtherNumbersAreNot() {
    status = status(null, new Trouble("3 of 17 wait (request 9f-12a)", "Wait"), 0);
    assertThat(after(1)).hasSize(1);
    status = status(null, new Trouble("4 of 17 wait (request 77-0b)", "Wait"), 0);
    assertThat(after(1)).isEmpty();
    status = status(null, new Trouble("the disk is full", "Make room"), 0);
    assertThat(after(1)).containsExactly("accounts: the disk is full. To do: Make room");
  }

  @Test
  void aThousandProblemsAtOnceAreCounted() {
    Map<String, Trouble> accounts = new TreeMap<>();
    for (int account = 0; account < 1000; account++) {
      accounts.put("%012d".formatted(account), REFUSED);
    }
    SourceStatus source =
        new SourceStatus(
            "each", "listing", "RUNNING", null, Instant.EPOCH, accounts, Map.of(), null);
    status =
        new ServeStatus(
            "1",
            "/home",
            Instant.EPOCH,
            "",
            List.of(source),
            List.of(),
            RulesStatus.NONE,
            new ServeStatus.UpkeepStatus(null, null, 0),
            List.of(),
            List.of());
    assertThat(after(1)).hasSize(21).last().isEqualTo("and 980 more problems; /status names all");
    assertThat(after(1)).isEmpty();
  }

  @Test
  void onceAMinuteOneLineSaysWhatWentThroughAndNothingWhenNothingDid() {
    assertThat(after(61)).isEmpty();
    status = status(null, null, 1);
    assertThat(after(30)).isEmpty();
    assertThat(after(30))
        .containsExactly(
            "in 1 min: source trail 7 new events, 1 file; route iam 1 event looked at, 1 event"
                + " delivered; rules 1 event inspected, 1 finding; alert mail 1 message sent");
    status = status(null, null, 3);
    assertThat(after(60))
        .containsExactly(
            "in 1 min: source trail 14 new events, 2 files; route iam 2 events looked at, 2 events"
                + " delivered; rules 2 events inspected, 2 findings; alert mail 2 messages sent");
    assertThat(after(60)).isEmpty();
  }
}
