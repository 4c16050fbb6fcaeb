package io.trailhouse.lake.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.EventAppender;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.source.FolderSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small files become few sorted ones, and no answer changes (spec: upkeep.md, sections 1 and 2).
final class CompactionTest {
  @TempDir private Path home;
  @TempDir private Path folder;

  @Test
  void manySmallFilesBecomeOneSortedFileADayWithTheSameRecords() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 6);
      List<String> before = Rounds.sortedRecords(lake);
      assertThat(Imports.files(lake)).hasSize(12);

      UpkeepReport report = Rounds.run(lake, Rounds.AT_ONCE);

      assertThat(report.filesBefore()).isEqualTo(12);
      assertThat(report.filesAfter()).isEqualTo(2);
      assertThat(report.rowsRewritten()).isEqualTo(24);
      assertThat(Rounds.sortedRecords(lake)).isEqualTo(before).hasSize(24);
      for (DataFile file : Imports.files(lake)) {
        assertThat(Rounds.times(lake, file)).isSorted().hasSize(12);
      }
      assertThat(Rounds.onDisk(home, "events", ".parquet")).hasSize(2);
      assertThat(logs.importAll(lake)).isEmpty();
    }
  }

  @Test
  void theManifestsOfManyCommitsBecomeOne() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 6);
      assertThat(manifests(lake)).isEqualTo(6);

      Rounds.run(lake, Rounds.AT_ONCE);

      assertThat(manifests(lake)).isEqualTo(1);
      assertThat(Rounds.sortedRecords(lake)).hasSize(24);
      assertThat(logs.importAll(lake)).isEmpty();
    }
  }

  private static int manifests(Lake lake) {
    Table events = lake.events();
    return events.currentSnapshot().dataManifests(events.io()).size();
  }

  @Test
  void aSecondRoundFindsNothingToDo() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 12);
      Rounds.run(lake, Rounds.AT_ONCE);
      Rounds.run(lake, Rounds.AT_ONCE); // the snapshot that the ledger's compaction replaced
      List<Path> before = Rounds.onDisk(home, "", "");

      UpkeepReport again = Rounds.run(lake, Rounds.AT_ONCE);

      assertThat(again.rowsRewritten()).isZero();
      assertThat(again.snapshotsExpired()).isZero();
      assertThat(again.filesDeleted()).isZero();
      assertThat(again.orphansRemoved()).isZero();
      assertThat(Rounds.onDisk(home, "", "")).isEqualTo(before);
    }
  }

  @Test
  void aDayIsCutIntoFilesOfAboutTheSizeAsked() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 20);
      List<String> before = Rounds.sortedRecords(lake);
      long bytes = Imports.files(lake).stream().mapToLong(DataFile::fileSizeInBytes).sum();
      UpkeepOptions small =
          new UpkeepOptions(
              Retention.FOREVER, bytes / 10, UpkeepOptions.Expiry.after(Duration.ZERO), Rounds.DAY);

      for (int round = 0; round < 4; round++) {
        Rounds.run(lake, small);
      }

      assertThat(Imports.files(lake)).hasSizeBetween(2, 12);
      assertThat(Rounds.sortedRecords(lake)).isEqualTo(before);
    }
  }

  @Test
  void anAppendThatStartedBeforeAndEndsBehindSucceedsAndKnowsItsDuplicates() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home);
        Lake other = Lake.open(home)) {
      logs.importManyTimes(lake, 4);
      Set<String> wanted = new HashSet<>(Imports.records(lake));
      LogFolder late = new LogFolder(Files.createDirectory(folder.resolve("late")));
      late.write("late", LogFolder.record("late", "2026-05-01", 10, 30));
      late.write("copy", LogFolder.record("a-1", "2026-05-01", 10, 1));
      Imports.Taker taker =
          new Imports.Taker(
              EventAppender.open(other, AppendOptions.named("import"), Imports.CLOCK));
      new FolderSource(List.of(late.path()), home.resolve("tmp")).emit(taker);

      UpkeepReport report = Rounds.run(lake, Rounds.LATER);
      taker.commit();

      assertThat(report.filesAfter()).isEqualTo(2);
      wanted.add(LogFolder.record("late", "2026-05-01", 10, 30));
      assertThat(Imports.records(lake)).containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  @Test
  void filesOfARewriteThatWasNeverCommittedAreOrphansAndGoInTheirTime() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      List<String> before = Rounds.sortedRecords(lake);
      List<DataFile> day =
          Imports.files(lake).stream()
              .filter(file -> file.partition().get(0, Integer.class) == 20_574)
              .toList();
      assertThat(day).hasSize(3);
      List<DataFile> abandoned =
          new DayRewrite(lake.events()).merge(20_574, day, 1_000, DayExpiry.NOTHING).files();
      Path orphan = Path.of(abandoned.get(0).location());
      assertThat(Rounds.sortedRecords(lake)).isEqualTo(before);

      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(orphan).exists();

      Files.setLastModifiedTime(
          orphan, FileTime.from(java.time.Instant.now().minus(Duration.ofHours(25))));
      UpkeepReport report = Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(report.orphansRemoved()).isEqualTo(1);
      assertThat(orphan).doesNotExist();
      assertThat(Rounds.sortedRecords(lake)).isEqualTo(before);
    }
  }

  @Test
  void aDamagedFileStopsUpkeepWhichNamesItAndTakesNothingAway() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      List<Path> files = Rounds.onDisk(home, "events", ".parquet");
      Path damaged = files.get(files.size() - 1);
      byte[] whole = Files.readAllBytes(damaged);
      byte[] changed = whole.clone();
      for (int at = 4; at < 200; at++) {
        changed[at] ^= 0x55;
      }
      Files.write(damaged, changed, StandardOpenOption.TRUNCATE_EXISTING);

      assertThatThrownBy(() -> Rounds.run(lake, Rounds.AT_ONCE))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              problem -> {
                assertThat(problem.code()).isEqualTo(Code.TABLE_DAMAGED);
                assertThat(problem.place()).endsWith(damaged.getFileName().toString());
              });

      assertThat(Rounds.onDisk(home, "events", ".parquet")).containsAll(files);
      Files.write(damaged, whole);
      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(Imports.records(lake)).hasSize(12);
    }
  }

  @Test
  void compactionIsAReplaceThatKeepsItsRowsAsOldAsTheyWere() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      long sequence = lake.events().currentSnapshot().sequenceNumber();

      Rounds.run(lake, Rounds.LATER);

      Snapshot current = lake.events().currentSnapshot();
      assertThat(current.operation()).isEqualTo(DataOperations.REPLACE);
      assertThat(current.summary())
          .containsEntry("total-records", "12")
          .containsEntry("total-data-files", "2");
      assertThat(Imports.files(lake))
          .allSatisfy(file -> assertThat(file.dataSequenceNumber()).isEqualTo(sequence));
    }
  }
}
