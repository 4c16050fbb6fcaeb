package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.event.EventField;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.parquet.RowChunks;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.stream.EventStream;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.SharedStream;
import io.trailhouse.stream.StreamPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table's commits as a stream (spec: routes.md T10, T13, T16).
final class CommittedEventsTest {
  private static final StreamPosition START = new StreamPosition(0, 0);

  @TempDir private Path home;
  @TempDir private Path folder;

  static List<String> ids(Chunk chunk) {
    return IntStream.range(0, chunk.events().rows())
        .mapToObj(row -> String.valueOf(chunk.events().view(row).text(EventField.EVENT_ID)))
        .toList();
  }

  /// The ids from a position to the end, read as a follower does.
  private static List<String> idsFrom(CommittedEvents events, StreamPosition from) {
    List<String> ids = new ArrayList<>();
    StreamPosition at = from;
    for (Chunk chunk = events.from(at); chunk != null; chunk = events.from(at)) {
      for (int index = 0; index < chunk.events().rows(); index++) {
        StreamPosition row =
            new StreamPosition(chunk.start().commit(), chunk.start().row() + chunk.rows()[index]);
        if (row.compareTo(at) >= 0) {
          ids.add(ids(chunk).get(index));
        }
      }
      assertThat(chunk.next()).isGreaterThan(at);
      at = chunk.next();
    }
    return ids;
  }

  private static String[] records(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> LogFolder.record(prefix + number, "2026-05-01", number % 24, number))
        .toArray(String[]::new);
  }

  @Test
  void commitsComeInTheirOrderEachEventOnceAndThenNothing() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      assertThat(events.head()).isEqualTo(START);
      assertThat(events.from(START)).isNull();
      logs.importManyTimes(lake, 3);
      List<String> ids = idsFrom(events, START);
      assertThat(ids).hasSize(12).doesNotHaveDuplicates();
      for (int commit = 0; commit < 3; commit++) {
        assertThat(ids.subList(4 * commit, 4 * commit + 4))
            .containsExactlyInAnyOrder("a-" + commit, "b-" + commit, "c-" + commit, "d-" + commit);
      }
      StreamPosition head = events.head();
      assertThat(events.from(head)).isNull();
      logs.write("later", records("later-", 3));
      logs.importAll(lake);
      assertThat(idsFrom(events, head)).hasSize(3).allMatch(id -> id.startsWith("later-"));
      assertThat(idsFrom(new CommittedEvents(lake), START)).startsWith(ids.toArray(String[]::new));
    }
  }

  @Test
  void aLargeCommitComesInChunksThatAreFoundAgainFromAnyRow() throws Exception {
    LogFolder logs = new LogFolder(folder);
    logs.write("large", records("r-", 5000));
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      logs.importAll(lake);
      List<String> ids = idsFrom(events, START);
      assertThat(ids).hasSize(5000).doesNotHaveDuplicates();
      Chunk first = chunk(events, START);
      assertThat(first.events().rows()).isEqualTo(RowChunks.ROWS);
      assertThat(first.origins())
          .hasSize(RowChunks.ROWS)
          .allMatch(origin -> origin.endsWith("large.json"));
      assertThat(first.next()).isEqualTo(new StreamPosition(1, RowChunks.ROWS));
      for (long row : new long[] {4999, 1, 2048, 2047, 4096, 0}) {
        StreamPosition at = new StreamPosition(1, row);
        assertThat(idsFrom(events, at)).isEqualTo(ids.subList((int) row, 5000));
        assertThat(chunk(events, at).start().row() % RowChunks.ROWS).isZero();
      }
    }
  }

  @Test
  void whoFollowsCloselyBehindGetsTheVerySameChunk() throws Exception {
    LogFolder logs = new LogFolder(folder);
    logs.write("large", records("r-", 5000));
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      logs.importAll(lake);
      SharedStream shared = new SharedStream(events, 1 << 24);
      Chunk first = chunk(shared, START);
      assertThat(chunk(shared, new StreamPosition(1, 0))).isSameAs(first);
      assertThat(chunk(shared, new StreamPosition(1, 2047))).isSameAs(first);
      Chunk second = chunk(shared, first.next());
      assertThat(second).isNotSameAs(first);
      assertThat(chunk(shared, START)).isSameAs(first);
    }
  }

  @Test
  void whatCompactionMovesIsNeitherRepeatedNorLost() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      new SnapshotRetainer(home, InstantSource.system()).hold("test", 0, Duration.ofDays(1));
      logs.importManyTimes(lake, 3);
      Chunk first = chunk(events, START);
      assertThat(Rounds.run(lake, Rounds.AT_ONCE).filesAfter()).isEqualTo(2);
      logs.write("later", records("later-", 3));
      logs.importAll(lake);
      Rounds.run(lake, Rounds.AT_ONCE);
      List<String> rest = idsFrom(events, first.next());
      List<String> all = new ArrayList<>(ids(first));
      all.addAll(rest);
      assertThat(all).hasSize(15).doesNotHaveDuplicates();
      assertThat(idsFrom(new CommittedEvents(lake), START)).isEqualTo(all);
    }
  }

  @Test
  void whatRetentionTakesAwayIsNoCommitOfNewRows() throws Exception {
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      new SnapshotRetainer(home, InstantSource.system()).hold("test", 0, Duration.ofDays(1));
      new LogFolder(folder).importManyTimes(lake, 2);
      Retention day = Retention.parse("management=1d,data=1d,insight=1d");
      Rounds.run(lake, Rounds.options(day, Duration.ZERO));
      assertThat(Imports.records(lake)).isEmpty();
      assertThat(idsFrom(events, START)).hasSize(8).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatRetentionWritesAnewIsNoCommitOfNewRows() throws Exception {
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      LogFolder logs = new LogFolder(folder);
      logs.write(
          "mixed",
          LogFolder.record("kept", "2026-05-01", "\"eventCategory\":\"Management\""),
          LogFolder.record("dropped", "2026-05-01", "\"eventCategory\":\"Data\""));
      logs.importAll(lake);
      long behind = events.head().commit();
      Rounds.run(lake, Rounds.options(Retention.parse("data=1d"), Duration.ofDays(1)));
      assertThat(Imports.records(lake)).hasSize(1);
      assertThat(events.from(new StreamPosition(behind, 0))).isNull();
    }
  }

  @Test
  void upkeepKeepsWhatIsFollowedAndLetsTheRestGo() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      logs.importManyTimes(lake, 6);
      SnapshotRetainer holds = new SnapshotRetainer(home, InstantSource.system());
      holds.hold("test", 4, Duration.ofDays(1));
      List<String> wanted = idsFrom(events, new StreamPosition(4, 0));
      assertThat(wanted).hasSize(12);

      assertThat(Rounds.run(lake, Rounds.AT_ONCE).snapshotsExpired()).isPositive();

      CommittedEvents anew = new CommittedEvents(lake);
      assertThat(idsFrom(anew, new StreamPosition(4, 0))).isEqualTo(wanted);
      assertThatThrownBy(() -> anew.from(new StreamPosition(1, 2)))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.NOT_FOUND);
                assertThat(e.problem()).isEqualTo("the commits from 1 to 2 have expired");
                assertThat(e.remedy()).contains("routes replay").contains("routes/NAME.json");
              });

      holds.release("test");
      assertThat(Rounds.run(lake, Rounds.AT_ONCE).snapshotsExpired()).isPositive();
      assertThat(new HashSet<>(Imports.records(lake))).hasSize(24);
      assertThatThrownBy(() -> new CommittedEvents(lake).from(new StreamPosition(4, 0)))
          .isInstanceOf(TrailhouseException.class);
      StreamPosition head = events.head();
      assertThat(events.from(head)).isNull();
      logs.write("later", records("later-", 3));
      logs.importAll(lake);
      assertThat(idsFrom(events, head)).hasSize(3);
    }
  }

  private static Chunk chunk(EventStream events, StreamPosition at) {
    @Nullable Chunk chunk = events.from(at);
    if (chunk == null) {
      throw new AssertionError("nothing at " + at);
    }
    return chunk;
  }
}
