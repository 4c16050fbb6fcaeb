package io.trailhouse.lake.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each finding once, and its states (spec: findings.md, F1 to F12).
final class FindingTableTest {
  @TempDir private Path home;

  @Test
  void aFindingIsThereOnceHoweverOftenItIsMet() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FindingTable table = FindingTable.open(lake);
      List<Finding> twice = new ArrayList<>(Findings.findings(0, 5));
      twice.addAll(Findings.findings(3, 8));
      assertThat(Findings.append(table, twice)).isEqualTo(Findings.findings(0, 8));
      assertThat(Findings.append(table, Findings.findings(6, 9)))
          .isEqualTo(Findings.findings(8, 9));
      assertThat(Findings.append(table, Findings.findings(0, 9))).isEmpty();
      assertThat(lake.findings().snapshots()).hasSize(2);
      assertThat(table.knows(Findings.id(8))).isTrue();
      assertThat(table.knows(Findings.id(9))).isFalse();
    }
    try (Lake lake = Lake.open(home)) {
      assertThat(Findings.append(FindingTable.open(lake), Findings.findings(0, 9))).isEmpty();
      assertThat(Findings.rows(lake)).hasSize(9);
    }
  }

  @Test
  void aRowTellsEverythingOfItsFinding() throws Exception {
    try (Lake lake = Lake.open(home)) {
      Findings.append(FindingTable.open(lake), List.of(Findings.finding(1)));
      Record row = Findings.rows(lake).get(0);
      assertThat(row.getField("rule_id")).isEqualTo("rule-a");
      assertThat(row.getField("level")).isEqualTo("high");
      assertThat(row.getField("time")).isEqualTo(LocalDateTime.parse("2026-03-01T12:00:01"));
      assertThat(row.getField("region")).isNull();
      assertThat(row.getField("event_ids")).isEqualTo(List.of("event-1"));
      assertThat(row.getField("event_count")).isEqualTo(1L);
      assertThat(row.getField("event_json")).isEqualTo("[{\"eventID\":\"event-1\",\"n\":1.10}]");
      assertThat(row.getField("state")).isEqualTo("new");
      assertThat(row.getField("found_at")).isEqualTo(LocalDateTime.parse("2026-03-01T12:00"));
    }
  }

  @Test
  void recordsAreBoundedAndEventsAreCounted() throws Exception {
    List<FoundEvent> events =
        IntStream.range(0, 9)
            .mapToObj(i ->
                new FoundEvent(
                    "e" + i,
                    Findings.NOON,
                    "Call",
                    "\"" + i + "ä".repeat(i == 1 ? 90_000 : 30_000) + "\""))
            .toList();
    try (Lake lake = Lake.open(home)) {
      Findings.append(
          FindingTable.open(lake), List.of(Findings.found(1, "rule", "principal", events)));
      Record row = Findings.rows(lake).get(0);
      String json = String.valueOf(row.getField("event_json"));
      assertThat(json.getBytes(StandardCharsets.UTF_8).length)
          .isGreaterThan(200 << 10)
          .isLessThanOrEqualTo(256 << 10);
      assertThat(json).startsWith("[\"0").endsWith("\"]").contains("\"1").doesNotContain("\"3");
      assertThat(row.getField("event_count")).isEqualTo(9L);
      assertThat((List<?>) row.getField("event_ids")).hasSize(9);
    }
  }

  @Test
  void takesEventsWithoutTheirRecordsAndTimesOfAnyYear() throws Exception {
    Finding usual = Findings.finding(1);
    List<FoundEvent> events =
        List.of(
            new FoundEvent("a", Instant.MAX, "Call", ""),
            new FoundEvent("b", Instant.MAX, "Call", "{}"),
            new FoundEvent("c", Instant.MAX, "Call", ""));
    Finding odd =
        new Finding(usual.id(), "r", "v", "t", usual.level(), Instant.MAX, "", "", "p", events);
    try (Lake lake = Lake.open(home)) {
      Findings.append(FindingTable.open(lake), List.of(odd));
      Record row = Findings.rows(lake).get(0);
      assertThat(row.getField("event_json")).isEqualTo("[{}]");
      assertThat(row.getField("event_ids")).isEqualTo(List.of("a", "b", "c"));
      assertThat(row.getField("time")).isEqualTo(LocalDateTime.parse("9999-12-31T23:59:59"));
    }
  }

  @Test
  void changesOfSeveralWritersAreAllThereInOneOrder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Lake one = Lake.open(home);
        Lake other = Lake.open(home)) {
      Findings.append(FindingTable.open(one), Findings.findings(0, 1));
      List<Future<?>> done = new ArrayList<>();
      for (Lake lake : List.of(one, other)) {
        FindingTable table = FindingTable.open(lake);
        done.add(
            threads.submit(() -> {
              for (int i = 0; i < 6; i++) {
                String reason = lake.hashCode() + " " + i;
                table.change(
                    List.of(Findings.id(0)),
                    FindingTable.State.CLOSED,
                    reason,
                    "ann",
                    Findings.NOON);
              }
            }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      assertThat(Findings.rows(one).stream().map(FindingRows::changedAt))
          .hasSize(13)
          .doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void twoWritersAtOnceStoreEachFindingOnceAndTellItOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    ConcurrentHashMap<String, Integer> told = new ConcurrentHashMap<>();
    try (Lake one = Lake.open(home);
        Lake other = Lake.open(home)) {
      List<FindingTable> tables = List.of(FindingTable.open(one), FindingTable.open(other));
      CyclicBarrier start = new CyclicBarrier(4);
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        FindingTable table = tables.get(thread % 2);
        int from = thread;
        done.add(
            threads.submit(() -> {
              start.await();
              for (int i = from; i < 10; i++) {
                Findings.append(table, Findings.findings(3 * i, 3 * i + 6))
                    .forEach(finding -> told.merge(finding.id(), 1, Integer::sum));
              }
              return null;
            }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      assertThat(Findings.rows(one)).hasSize(33);
      assertThat(told).hasSize(33).allSatisfy((id, times) -> assertThat(times).isOne());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatWasWrittenAndNotCommittedIsStoredByTheNextRun() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FindingTable table = FailingCatalog.beforeCommit(lake.findings()).open();
      assertThatThrownBy(() -> Findings.append(table, Findings.findings(0, 3)))
          .hasMessage("killed");
      assertThat(Findings.rows(lake)).isEmpty();
    }
    try (Lake lake = Lake.open(home)) {
      assertThat(Findings.append(FindingTable.open(lake), Findings.findings(0, 3))).hasSize(3);
      assertThat(Findings.rows(lake)).hasSize(3);
    }
  }

  @Test
  void aCommitThatTookEffectWithoutAnAnswerCountsAsOwn() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FindingTable table = FailingCatalog.afterCommit(lake.findings()).open();
      assertThat(Findings.append(table, Findings.findings(0, 3))).hasSize(3);
      assertThat(Findings.append(table, Findings.findings(0, 3))).isEmpty();
      assertThat(Findings.rows(lake)).hasSize(3);
    }
  }

  @Test
  void aCommitOfWhichNobodyKnowsIsToldAndItsFileStays() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FindingTable table = FailingCatalog.unknown(lake.findings()).open();
      assertThatThrownBy(() -> Findings.append(table, Findings.findings(0, 3)))
          .isInstanceOfSatisfying(
              TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.COMMIT_UNKNOWN));
      assertThat(Rounds.onDisk(home, "findings", ".parquet")).hasSize(1);
      assertThat(Findings.append(table, Findings.findings(0, 3))).hasSize(3);
      assertThat(Findings.rows(lake)).hasSize(3);
    }
  }

  @Test
  void aChangeIsANewRowThatIsLaterWhateverTheClockSays() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FindingTable table = FindingTable.open(lake);
      Findings.append(table, Findings.findings(0, 3));
      List<String> two = List.of(Findings.id(0), Findings.id(1));
      assertThat(table.change(two, FindingTable.State.ACKNOWLEDGED, "", "ann", Findings.NOON))
          .isEqualTo(2);
      assertThat(
              table.change(
                  List.of(Findings.id(0)),
                  FindingTable.State.CLOSED,
                  "a drill",
                  "bob",
                  Findings.NOON.minus(Duration.ofDays(9))))
          .isOne();

      assertThat(Findings.rows(lake)).hasSize(6);
      Record closed = Findings.newest(lake).get(Findings.id(0));
      assertThat(closed.getField("state")).isEqualTo("closed");
      assertThat(closed.getField("reason")).isEqualTo("a drill");
      assertThat(closed.getField("changed_by")).isEqualTo("bob");
      assertThat(closed.getField("title")).isEqualTo("Title of rule-a");
      assertThat(closed.getField("event_ids")).isEqualTo(List.of("event-0"));
      assertThat(Findings.newest(lake).get(Findings.id(1)).getField("state"))
          .isEqualTo("acknowledged");
      assertThat(Findings.newest(lake).get(Findings.id(2)).getField("state")).isEqualTo("new");
      assertThat(Findings.append(table, Findings.findings(0, 3))).isEmpty();
    }
  }

  @Test
  void theSameChangeAgainChangesNothing() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FindingTable table = FindingTable.open(lake);
      Findings.append(table, Findings.findings(0, 1));
      List<String> ids = List.of(Findings.id(0), Findings.id(0));
      assertThat(table.change(ids, FindingTable.State.CLOSED, "done", "ann", Findings.NOON))
          .isOne();
      assertThat(table.change(ids, FindingTable.State.CLOSED, "done", "ann", Findings.NOON))
          .isZero();
      assertThat(table.change(ids, FindingTable.State.CLOSED, "else", "ann", Findings.NOON))
          .isOne();
      assertThat(Findings.rows(lake)).hasSize(3);
    }
  }

  @Test
  void anUnknownIdIsToldAndNothingIsChanged() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FindingTable table = FindingTable.open(lake);
      Findings.append(table, Findings.findings(0, 1));
      List<String> ids = List.of(Findings.id(0), Findings.id(7));
      assertThatThrownBy(
              () -> table.change(ids, FindingTable.State.CLOSED, "", "ann", Findings.NOON))
          .isInstanceOfSatisfying(
              TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND))
          .hasMessageContaining(Findings.id(7));
      assertThat(Findings.rows(lake)).hasSize(1);
    }
  }

  @Test
  void theBeginningOfAnIdIsEnoughWhenNoOtherBeginsSo() {
    try (Lake lake = Lake.open(home)) {
      FindingTable table = FindingTable.open(lake);
      Findings.append(table, Findings.findings(0, 3));
      String id = Findings.id(2);
      assertThat(table.idOf(id)).isEqualTo(id);
      assertThat(table.idOf(id.substring(0, 6).toUpperCase(java.util.Locale.ROOT))).isEqualTo(id);
      assertThat(code(table, id.substring(0, 5))).isEqualTo(Code.WRONG_USE);
      assertThat(code(table, "ffffff")).isEqualTo(Code.NOT_FOUND);
      String twin = id.substring(0, 8) + "f".repeat(24);
      Finding like = Findings.finding(2);
      Findings.append(
          table,
          List.of(
              new Finding(
                  twin,
                  like.ruleId(),
                  like.ruleVersion(),
                  like.title(),
                  like.level(),
                  like.time(),
                  like.account(),
                  like.region(),
                  like.principal(),
                  like.events())));
      assertThat(code(table, id.substring(0, 8))).isEqualTo(Code.WRONG_USE);
      assertThat(table.idOf(twin.substring(0, 9))).isEqualTo(twin);
    }
  }

  private static Code code(FindingTable table, String prefix) {
    try {
      table.idOf(prefix);
      throw new AssertionError("it was found");
    } catch (TrailhouseException e) {
      return e.code();
    }
  }

  @Test
  void whatIsSuppressedIsStoredAndNotTold() throws Exception {
    Suppression planned =
        new Suppression("*", "*user/ann", "*", Findings.NOON.plusSeconds(60), "planned work");
    Finding bob = Findings.finding(2, "rule-a", "arn:aws:iam::111122223333:user/bob");
    try (Lake lake = Lake.open(home)) {
      List<Finding> told =
          FindingTable.open(lake)
              .append(
                  List.of(Findings.finding(1), bob),
                  finding ->
                      planned.covers(finding, Findings.NOON)
                          ? Optional.of(planned)
                          : Optional.empty(),
                  Findings.NOON);
      assertThat(told).containsExactly(bob);
      Record row = Findings.newest(lake).get(Findings.id(1));
      assertThat(row.getField("state")).isEqualTo("suppressed");
      assertThat(row.getField("reason")).isEqualTo("planned work");
    }
  }

  @Test
  void upkeepMakesOneFileOfManyAndKeepsEveryRow() throws Exception {
    try (Lake lake = Lake.open(home);
        Lake other = Lake.open(home)) {
      FindingTable table = FindingTable.open(lake);
      FindingTable late = FindingTable.open(other);
      for (int i = 0; i < 12; i++) {
        Findings.append(table, Findings.findings(i, i + 1));
      }
      table.change(List.of(Findings.id(0)), FindingTable.State.CLOSED, "", "ann", Findings.NOON);
      List<Record> before = Findings.rows(lake);

      Rounds.run(lake, Rounds.AT_ONCE);

      assertThat(Rounds.onDisk(home, "findings", ".parquet")).hasSize(1);
      assertThat(lake.findings().snapshots()).hasSize(1);
      assertThat(Findings.rows(lake)).containsExactlyInAnyOrderElementsOf(before).hasSize(13);
      assertThat(Findings.append(table, Findings.findings(0, 12))).isEmpty();
      assertThat(Findings.append(late, Findings.findings(0, 13))).hasSize(1);
    }
  }
}
