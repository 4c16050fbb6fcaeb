package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.parquet.RowChunks;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stretch of time of one snapshot as a stream (spec: routes.md T40, T41).
final class StoredEventsTest {
  @TempDir private Path home;
  @TempDir private Path folder;

  private static List<String> ids(StoredEvents events) {
    List<String> ids = new ArrayList<>();
    for (Chunk chunk = events.from(events.start());
        chunk != null;
        chunk = events.from(chunk.next())) {
      ids.addAll(CommittedEventsTest.ids(chunk));
    }
    return ids;
  }

  private static List<String> ids(
      Lake lake, @Nullable String from, @Nullable String to, @Nullable Long snapshot)
      throws Exception {
    try (StoredEvents events = new StoredEvents(lake, time(from), time(to), snapshot)) {
      return ids(events);
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  @Test
  void anEmptyTableHasNothing() throws Exception {
    try (Lake lake = Lake.open(home);
        StoredEvents events = new StoredEvents(lake, null, null, null)) {
      assertThat(events.rows()).isZero();
      assertThat(events.from(events.start())).isNull();
    }
  }

  @Test
  void aStretchHoldsItsBeginningAndNotItsEnd() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      assertThat(ids(lake, null, null, null)).hasSize(12).doesNotHaveDuplicates();
      assertThat(ids(lake, "2026-05-01T10:01:00Z", "2026-05-01T11:01:00Z", null))
          .containsExactlyInAnyOrder("a-1", "a-2");
      assertThat(ids(lake, "2026-05-02T00:00:00Z", null, null))
          .containsExactlyInAnyOrder("b-0", "b-1", "b-2", "d-0", "d-1", "d-2");
      assertThat(ids(lake, null, "2026-05-01T00:00:00Z", null)).isEmpty();
    }
  }

  @Test
  void daysComeInTheirOrderAndAPositionIsFoundAgain() throws Exception {
    LogFolder logs = new LogFolder(folder);
    for (int day = 1; day <= 2; day++) {
      String date = "2026-05-0" + (3 - day); // the later day first
      logs.write(
          "day-" + day,
          IntStream.range(0, 2500)
              .mapToObj(number -> LogFolder.record(date + "-" + number, date, 5, number))
              .toArray(String[]::new));
    }
    try (Lake lake = Lake.open(home);
        StoredEvents events = new StoredEvents(lake, null, null, null)) {
      logs.importAll(lake);
      assertThat(ids(events)).as("what came later is not in it").isEmpty();
      try (StoredEvents now = new StoredEvents(lake, null, null, null)) {
        List<String> all = ids(now);
        assertThat(all).hasSize(5000).doesNotHaveDuplicates();
        assertThat(all.subList(0, 2500)).allMatch(id -> id.startsWith("2026-05-01"));
        Chunk last = now.from(new StreamPosition(now.snapshot(), 4999));
        assertThat(last).isNotNull();
        Chunk first = now.from(now.start());
        assertThat(first).isNotNull();
        assertThat(CommittedEventsTest.ids(first)).isEqualTo(all.subList(0, RowChunks.ROWS));
        assertThat(CommittedEventsTest.ids(last)).isEqualTo(all.subList(4096, 5000));
        assertThat(last.next()).isEqualTo(now.head());
        assertThat(now.from(now.head())).isNull();
      }
    }
  }

  @Test
  void aSnapshotThatIsHeldReadsTheSameAfterUpkeepAndOneThatIsGoneIsTold() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 3);
      long snapshot;
      List<String> before;
      try (StoredEvents events = new StoredEvents(lake, null, null, null)) {
        snapshot = events.snapshot();
        before = ids(events);
      }
      SnapshotRetainer holds = new SnapshotRetainer(home, InstantSource.system());
      holds.hold("replay", snapshot, Duration.ofDays(1));
      logs.write("later", LogFolder.record("later", "2026-05-01", 1, 1));
      logs.importAll(lake);
      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(ids(lake, null, null, snapshot)).isEqualTo(before);
      assertThat(ids(lake, null, null, null)).hasSize(13);

      holds.release("replay");
      Rounds.run(lake, Rounds.AT_ONCE);
      assertThatThrownBy(() -> ids(lake, null, null, snapshot))
          .isInstanceOfSatisfying(
              TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
    }
  }
}
