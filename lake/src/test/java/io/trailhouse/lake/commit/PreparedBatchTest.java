package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.event.EventReader;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A batch that is prepared in one place and committed in another (spec: table.md, P1 to P7). Two
/// lakes on one home stand for two processes: each has its own catalog and memory.
final class PreparedBatchTest {
  private static final Appends.File FIRST = file("first", "a", "b");
  private static final Appends.File SECOND = file("second", "b", "c");

  @TempDir private Path home;

  @Test
  void aBatchIsCommittedByAnotherProcessFromItsBytes() throws Exception {
    try (Lake one = Lake.open(home);
        Lake other = Lake.open(home)) {
      byte[] bytes = prepare(Appends.appender(one), FIRST, SECOND).toBytes();
      assertThat(Imports.records(one)).as("nothing is there before the commit").isEmpty();

      assertThat(commit(other, bytes)).isTrue();

      assertThat(Imports.records(one)).hasSize(3);
      List<Map<String, @Nullable Object>> ledger = Appends.ledger(other);
      assertThat(ledger).extracting(row -> row.get("origin")).containsExactly("first", "second");
      assertThat(ledger).extracting(row -> row.get("new_rows")).containsExactly(2L, 1L);
      assertThat(ledger).extracting(row -> row.get("duplicates")).containsExactly(0L, 1L);
    }
  }

  @Test
  void itsBytesGiveTheSameBatchAgain() throws Exception {
    try (Lake lake = Lake.open(home)) {
      PreparedBatch batch = prepare(Appends.appender(lake), FIRST, SECOND);

      PreparedBatch read = PreparedBatch.of(batch.toBytes(), lake.events());

      assertThat(read.toBytes()).isEqualTo(batch.toBytes());
      assertThat(read.lines()).isEqualTo(batch.lines());
      assertThat(read.files()).usingRecursiveComparison().isEqualTo(batch.files());
    }
  }

  @Test
  void aVersionThatIsNotKnownIsRefusedByItsNumber() throws Exception {
    try (Lake lake = Lake.open(home)) {
      byte[] bytes = prepare(Appends.appender(lake), FIRST).toBytes();
      bytes[4] = 2;
      assertThatThrownBy(() -> PreparedBatch.of(bytes, lake.events()))
          .isInstanceOfSatisfying(
              TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.TABLE_NEWER))
          .hasMessageContaining("version 2, this program knows version 1");
    }
  }

  @Test
  void everyCutEveryFlippedBitAndWhatFollowsTheEndIsRefused() throws Exception {
    try (Lake lake = Lake.open(home)) {
      Table events = lake.events();
      byte[] bytes = prepare(Appends.appender(lake), FIRST).toBytes();
      for (int at = 0; at < bytes.length; at++) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        refused(flipped, events);
        refused(Arrays.copyOf(bytes, at), events);
      }
      refused(Arrays.copyOf(bytes, bytes.length + 1), events);
    }
  }

  private static void refused(byte[] bytes, Table events) {
    assertThatThrownBy(() -> PreparedBatch.of(bytes, events))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> assertThat(e.code()).isIn(Code.TABLE_DAMAGED, Code.TABLE_NEWER));
  }

  @Test
  void anotherTableIsRefused() throws Exception {
    Path elsewhere = home.resolve("elsewhere");
    try (Lake lake = Lake.open(home.resolve("here"));
        Lake other = Lake.open(elsewhere)) {
      byte[] bytes = prepare(Appends.appender(lake), FIRST).toBytes();
      assertThatThrownBy(() -> PreparedBatch.of(bytes, other.events()))
          .isInstanceOfSatisfying(
              TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.WRONG_USE));
    }
  }

  @Test
  void committedAgainByAnybodyItStaysOneCommit() throws Exception {
    try (Lake lake = Lake.open(home);
        Lake other = Lake.open(home)) {
      byte[] bytes = prepare(Appends.appender(lake), FIRST, SECOND).toBytes();
      BatchCommit commits = BatchCommit.open(lake, Imports.CLOCK);
      BatchCommit second = BatchCommit.open(other, Imports.CLOCK);
      PreparedBatch batch = PreparedBatch.of(bytes, lake.events());
      assertThat(commits.commit(batch)).isTrue();
      assertThat(commits.commit(batch)).as("by the same").isFalse();
      assertThat(second.commit(batch)).as("by one that was open already").isFalse();
      assertThat(commit(other, bytes)).as("by one that comes later").isFalse();
      assertThat(Imports.records(lake)).hasSize(3);
      assertThat(Appends.ledger(lake)).hasSize(2);
    }
  }

  @Test
  void committedAgainAfterItsFilesAndItsSnapshotHaveGoneItStaysOneCommit() throws Exception {
    try (Lake lake = Lake.open(home)) {
      byte[] bytes = prepare(Appends.appender(lake), FIRST).toBytes();
      commit(lake, bytes);
      Appends.add(lake, SECOND);
      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(lake.events().snapshots()).hasSize(1);

      assertThat(commit(lake, bytes)).isFalse();

      assertThat(Imports.records(lake)).hasSize(3);
      assertThat(Appends.ledger(lake)).hasSize(2);
    }
  }

  @Test
  void aBatchOfDuplicatesOnlyIsCommittedOnceToo() throws Exception {
    try (Lake lake = Lake.open(home)) {
      Appends.add(lake, FIRST);
      byte[] bytes = prepare(Appends.appender(lake), file("copy", "a", "b")).toBytes();
      assertThat(commit(lake, bytes)).isTrue();
      assertThat(commit(lake, bytes)).isFalse();
      assertThat(Appends.ledger(lake)).hasSize(2);
      assertThat(Imports.records(lake)).hasSize(2);
    }
  }

  @Test
  void whatAnotherWriterHasCommittedMeanwhileIsTakenOutOfIt() throws Exception {
    try (Lake one = Lake.open(home);
        Lake other = Lake.open(home)) {
      PreparedBatch batch = prepare(Appends.appender(one), FIRST);
      Appends.add(other, SECOND);
      byte[] bytes = batch.toBytes();

      assertThat(commit(other, bytes)).isTrue();

      assertThat(Imports.records(one)).hasSize(3);
      List<Map<String, @Nullable Object>> ledger = Appends.ledger(one);
      assertThat(Appends.sum(ledger, "new_rows")).isEqualTo(3);
      assertThat(Appends.sum(ledger, "duplicates")).isEqualTo(1);
      assertThat(batch.locations())
          .as("who prepared it may be reading what was replaced")
          .allMatch(location -> Files.exists(Path.of(location)));
      assertThat(commit(one, bytes)).isFalse();
    }
  }

  @Test
  void batchesOfTwoWritersThatKnewNothingOfEachOtherBecomeOneRowAnEvent() throws Exception {
    try (Lake one = Lake.open(home);
        Lake other = Lake.open(home);
        Lake third = Lake.open(home)) {
      byte[] first = prepare(Appends.appender(one), FIRST).toBytes();
      byte[] second = prepare(Appends.appender(other), SECOND).toBytes();
      BatchCommit commits = BatchCommit.open(third, Imports.CLOCK);
      commits.commit(PreparedBatch.of(second, third.events()));
      commits.commit(PreparedBatch.of(first, third.events()));
      assertThat(Imports.records(one)).hasSize(3);
      assertThat(Appends.sum(Appends.ledger(one), "new_rows")).isEqualTo(3);
    }
  }

  @Test
  void whatIsNeverCommittedStaysUntilTheOrphanAgeAndIsRefusedAfterIt() throws Exception {
    try (Lake lake = Lake.open(home)) {
      PreparedBatch batch = prepare(Appends.appender(lake), FIRST);
      Appends.add(lake, file("other", "x"));
      Path file = Path.of(batch.locations().get(0));

      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(file).exists();

      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(file).doesNotExist();
      assertThatThrownBy(() -> commit(lake, batch.toBytes()))
          .isInstanceOfSatisfying(
              TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
      assertThat(Imports.records(lake)).hasSize(1);
      assertThat(Appends.add(lake, FIRST)).as("its log files can be given again").hasSize(1);
      assertThat(Imports.records(lake)).hasSize(3);
    }
  }

  @Test
  void aRestoredBatchCountsAsThereAndIsStillCommitted() throws Exception {
    try (Lake lake = Lake.open(home);
        Lake other = Lake.open(home)) {
      byte[] bytes = prepare(Appends.appender(lake), FIRST).toBytes();

      EventAppender next = Appends.appender(other); // as after a crash of the first
      PreparedBatch restored = PreparedBatch.of(bytes, other.events());
      next.restore(restored);
      byte[] later = prepare(next, SECOND).toBytes();
      assertThat(commit(lake, bytes)).isTrue();
      next.release(restored);
      next.refresh();
      assertThat(commit(lake, later)).isTrue();

      assertThat(Imports.records(lake)).hasSize(3);
      assertThat(Appends.ledger(lake))
          .extracting(row -> row.get("new_rows"))
          .containsExactlyInAnyOrder(2L, 1L);
    }
  }

  @Test
  void theLedgerTellsWhatWasCommittedAndIsNotWrittenForIt() throws Exception {
    try (Lake lake = Lake.open(home)) {
      PreparedBatch batch = prepare(Appends.appender(lake), FIRST);
      assertThat(Ledger.read(lake).knowsBatch(batch.id())).isFalse();
      commit(lake, batch.toBytes());
      // as after a crash between the two commits
      lake.logFiles().newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();

      Ledger ledger = Ledger.read(lake);

      assertThat(ledger.knowsBatch(batch.id())).isTrue();
      assertThat(ledger.knows(FIRST.logFile())).isTrue();
      assertThat(Appends.ledger(lake)).isEmpty();
    }
  }

  private static boolean commit(Lake lake, byte[] bytes) {
    return BatchCommit.open(lake, Imports.CLOCK).commit(PreparedBatch.of(bytes, lake.events()));
  }

  private static PreparedBatch prepare(EventAppender appender, Appends.File... files)
      throws IOException {
    AppendBatch batch = appender.begin();
    for (Appends.File file : files) {
      batch.start(file.logFile());
      byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
      batch.end(new EventReader().read(new ByteArrayInputStream(bytes), batch::write));
    }
    return batch.prepare();
  }

  /// A log file with an event of the same day for each id.
  private static Appends.File file(String origin, String... ids) {
    List<String> records =
        Arrays.stream(ids).map(id -> LogFolder.record(id, "2026-05-01", 8, 0)).toList();
    return new Appends.File(origin, "{\"Records\":[" + String.join(",", records) + "]}");
  }
}
