package io.trailhouse.lake.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nobody needs goes, and nothing else (spec: upkeep.md, sections 4 and 5).
final class LeftoversTest {
  private static final UpkeepOptions ALONE =
      new UpkeepOptions(
          Retention.FOREVER,
          128 << 20,
          UpkeepOptions.Expiry.whenAloneOr(Duration.ofHours(1)),
          Rounds.DAY);

  private static final String OLD = "11111111-2222-3333-4444-555555555555";
  private static final String YOUNG = "11111111-2222-3333-4444-666666666666";

  @TempDir private Path home;
  @TempDir private Path folder;

  @Test
  void whatOnlyExpiredSnapshotsLedToIsGoneFromTheFolderAndTheRestIsThere() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 6);
      assertThat(Rounds.onDisk(home, "events", ".jsonl.gz")).hasSize(6);

      UpkeepReport report = Rounds.run(lake, Rounds.AT_ONCE);

      assertThat(report.snapshotsExpired()).isPositive();
      assertThat(lake.events().snapshots()).hasSize(1);
      assertThat(Rounds.onDisk(home, "events", ".parquet"))
          .isEqualTo(
              Imports.files(lake).stream().map(file -> Path.of(file.location())).sorted().toList());
      assertThat(Rounds.onDisk(home, "events", ".jsonl.gz")).isEmpty();
      Table events = lake.events();
      Snapshot current = events.currentSnapshot();
      Set<Path> manifests =
          current.allManifests(events.io()).stream()
              .map(manifest -> Path.of(manifest.path()))
              .collect(Collectors.toSet());
      manifests.add(Path.of(current.manifestListLocation()));
      assertThat(Rounds.onDisk(home, "events", ".avro")).hasSameElementsAs(manifests);
      assertThat(Imports.records(lake)).hasSize(24);
    }
  }

  @Test
  void theLedgerOutlivesTheSnapshotsItCameFrom() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 4);
      // as after a crash between the two commits: the ledger has nothing, the manifests have all
      lake.logFiles()
          .newDelete()
          .deleteFromRowFilter(org.apache.iceberg.expressions.Expressions.alwaysTrue())
          .commit();

      Rounds.run(lake, Rounds.AT_ONCE);

      assertThat(Rounds.onDisk(home, "events", ".jsonl.gz")).isEmpty();
      assertThat(logs.importAll(lake)).as("the ledger knows each file").isEmpty();
    }
  }

  @Test
  void aSnapshotStaysAsLongAsItWasReplacedOnlyNow() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      List<Path> files = Rounds.onDisk(home, "events", ".parquet");
      InstantSource yesterday =
          InstantSource.offset(InstantSource.system(), Duration.ofHours(24).negated());
      Rounds.run(lake, Rounds.LATER, yesterday);
      assertThat(lake.events().snapshots()).as("all were replaced after yesterday").hasSize(6);

      // a reader who planned just before the compaction, of a table that is older than the age
      InstantSource inTime = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(59));
      UpkeepReport early = Rounds.run(lake, Rounds.LATER, inTime);
      assertThat(early.snapshotsExpired()).isZero();
      assertThat(Rounds.onDisk(home, "events", ".parquet")).containsAll(files);

      InstantSource late = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(61));
      assertThat(Rounds.run(lake, Rounds.LATER, late).snapshotsExpired()).isPositive();
      assertThat(Rounds.onDisk(home, "events", ".parquet")).hasSize(2);
    }
  }

  @Test
  void whileNobodyElseHasTheHomeOpenOldFilesGoAtOnce() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      try (Lake reader = Lake.open(home)) {
        assertThat(reader.events()).isNotNull();
        assertThat(Rounds.run(lake, ALONE).snapshotsExpired()).isZero();
        assertThat(Rounds.onDisk(home, "events", ".parquet")).hasSize(8);
      }
      assertThat(Rounds.run(lake, ALONE).snapshotsExpired()).isPositive();
      assertThat(Rounds.onDisk(home, "events", ".parquet")).hasSize(2);
      assertThat(Imports.records(lake)).hasSize(12);
    }
  }

  @Test
  void aSnapshotThatATagNamesStaysReadable() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      Table events = lake.events();
      long tagged = events.currentSnapshot().snapshotId();
      events.manageSnapshots().createTag("audit", tagged).commit();

      Rounds.run(lake, Rounds.AT_ONCE);

      List<DataFile> files = new ArrayList<>();
      try (var tasks = lake.events().newScan().useRef("audit").planFiles()) {
        tasks.forEach(task -> files.add(task.file()));
      }
      assertThat(files)
          .hasSize(6)
          .allSatisfy(file -> assertThat(Path.of(file.location())).exists());
    }
  }

  @Test
  void whatNoWriterOfTheTableNamesSoIsNotTakenAway() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      Path events = Path.of(lake.events().location());
      Path day = Files.createDirectories(events.resolve("data/AWSLogs/111122223333/2026"));
      List<Path> others =
          List.of(
              day.resolve("111122223333_CloudTrail_us-east-1_20260501T1005Z_Ab3.json.gz"),
              day.resolve("report.parquet"),
              events.resolve(OLD + ".parquet"),
              events.resolve("metadata/notes.avro"),
              events.resolve("data/" + OLD + ".txt"));
      for (Path file : others) {
        Files.writeString(file, "somebody's");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
      }

      UpkeepReport report = Rounds.run(lake, Rounds.LATER);

      assertThat(report.orphansRemoved()).isZero();
      assertThat(others).allSatisfy(file -> assertThat(file).exists());
    }
  }

  @Test
  void onlyOldFilesThatNothingLeadsToAreOrphans() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 3);
      Path events = Path.of(lake.events().location());
      Path ledger = Path.of(lake.logFiles().location());
      List<Path> old =
          List.of(
              events.resolve("data/eventtime_day=2026-05-01/" + OLD + ".parquet"),
              events.resolve("metadata/inputs-" + OLD + ".jsonl.gz"),
              events.resolve("metadata/" + OLD + "-m0.avro"),
              events.resolve("metadata/00099-" + OLD + ".metadata.json"),
              ledger.resolve("data/" + OLD + ".parquet"));
      Path young = Files.writeString(events.resolve("data/" + YOUNG + ".parquet"), "on its way");
      for (Path file : old) {
        Files.writeString(file, "half a file");
      }
      for (Path file : Rounds.onDisk(home, "", "")) {
        boolean isYoung = file.equals(young);
        if (Files.isRegularFile(file) && !isYoung) {
          Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        }
      }
      List<String> before = Rounds.sortedRecords(lake);

      UpkeepReport report = Rounds.run(lake, Rounds.LATER);

      assertThat(report.orphansRemoved()).isEqualTo(old.size());
      assertThat(old).allSatisfy(file -> assertThat(file).doesNotExist());
      assertThat(young).exists();
      assertThat(Rounds.sortedRecords(lake)).isEqualTo(before);
      assertThat(lake.logFiles().newScan().planFiles()).hasSize(3);
    }
  }

  @Test
  void aFileThatIsSpelledWithItsSchemeInTheMetadataIsNoOrphan() throws Exception {
    try (Lake lake = Lake.open(home)) {
      new LogFolder(folder).importManyTimes(lake, 2);
      Table events = lake.events();
      DataFile file = Imports.files(lake).get(0);
      String location = file.location();
      DataFile spelled =
          org.apache.iceberg.DataFiles.builder(events.spec())
              .copy(file)
              .withPath("file://" + location)
              .build();
      events.newRewrite().deleteFile(file).addFile(spelled).commit();
      for (Path each : Rounds.onDisk(home, "", "")) {
        if (Files.isRegularFile(each)) {
          Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        }
      }
      UpkeepOptions noMerging =
          new UpkeepOptions(
              Retention.FOREVER, 1, UpkeepOptions.Expiry.after(Duration.ZERO), Rounds.DAY);

      UpkeepReport report = Rounds.run(lake, noMerging);

      assertThat(report.orphansRemoved()).isZero();
      assertThat(Path.of(location)).exists();
      assertThat(Imports.records(lake)).hasSize(8);
    }
  }

  @Test
  void theLedgersSmallFilesBecomeOneWithTheSameRows() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 10);
      assertThat(Rounds.onDisk(home, "log_files", ".parquet")).hasSize(10);
      List<String> before = ledger(lake);

      Rounds.run(lake, Rounds.AT_ONCE);

      assertThat(Rounds.onDisk(home, "log_files", ".parquet")).hasSize(1);
      assertThat(ledger(lake)).isEqualTo(before).hasSize(10);
      assertThat(logs.importAll(lake)).isEmpty();
    }
  }

  private static List<String> ledger(Lake lake) throws Exception {
    List<String> rows = new ArrayList<>();
    try (var all = org.apache.iceberg.data.IcebergGenerics.read(lake.logFiles()).build()) {
      all.forEach(row -> rows.add(row.toString().toLowerCase(Locale.ROOT)));
    }
    return rows.stream().sorted().toList();
  }
}
