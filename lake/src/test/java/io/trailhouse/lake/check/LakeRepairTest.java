package io.trailhouse.lake.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.destination.Sink;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.catalog.LocalFiles;
import io.trailhouse.lake.check.RepairReport.Outcome;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.CommittedEvents;
import io.trailhouse.lake.commit.EventAppender;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.source.FolderSource;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a repair brings back, and what it leaves alone (spec: check.md, 3).
final class LakeRepairTest extends FilledHome {
  LakeRepairTest() {
    super(3);
  }

  private void read(List<Path> files, Sink into) throws InterruptedException {
    Path side = home.resolve("tmp");
    new IngestPipeline(
            new FolderSource(files, side),
            into,
            new QuarantineStore(side.resolve("quarantine"), () -> side),
            new QuarantineStore(side.resolve("digests"), () -> side),
            new IngestMetrics())
        .run(2);
  }

  private RepairReport repair(Lake lake, boolean dropLost, Path... from)
      throws InterruptedException {
    return new LakeRepair(lake, dropLost, Imports.CLOCK)
        .run(Homes.check(lake, true), List.of(from), this::read);
  }

  private static List<String> records(Lake lake) throws IOException {
    return Imports.records(lake).stream().sorted().toList();
  }

  private static List<String> ledger(Lake lake) throws IOException {
    List<String> rows = new ArrayList<>();
    try (CloseableIterable<Record> all = IcebergGenerics.read(lake.logFiles()).build()) {
      all.forEach(row -> rows.add(row.toString()));
    }
    return rows.stream().sorted().toList();
  }

  private static List<String> followed(CommittedEvents events) {
    List<String> ids = new ArrayList<>();
    StreamPosition position = new StreamPosition(0, 0);
    for (Chunk chunk = events.from(position); chunk != null; chunk = events.from(position)) {
      for (int row = 0; row < chunk.events().rows(); row++) {
        EventView view = chunk.events().view(row);
        ids.add(String.valueOf(view.scalar(EventField.EVENT_ID)));
      }
      position = chunk.next();
    }
    return ids;
  }

  private static void damage(Path file, String how) throws IOException {
    switch (how) {
      case "deleted" -> Files.delete(file);
      case "cut" -> Homes.cut(file, 100);
      default -> Homes.flip(file, 100);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "cut", "flipped"})
  void theTableIsEqualToBeforeAndNobodyTakesItsEventsForNews(String how) throws Exception {
    try (Lake lake = filled();
        CommittedEvents events = new CommittedEvents(lake)) {
      List<String> before = records(lake);
      List<String> ledger = ledger(lake);
      List<String> ids = followed(events);
      damage(Homes.dataFiles(lake).get(1), how);

      RepairReport report = repair(lake, false);
      assertThat(report.left()).isEmpty();
      assertThat(report.days())
          .containsExactly(
              new RepairReport.Day(LocalDate.parse("2026-05-01"), 1, 2, 2, Outcome.REPAIRED));
      assertThat(records(lake)).isEqualTo(before).doesNotHaveDuplicates();
      assertThat(ledger(lake)).isEqualTo(ledger);
      assertThat(Homes.check(lake, true).isWhole()).isTrue();
      StreamPosition behind = new StreamPosition(4, 0); // the three imports are behind it
      assertThat(events.from(behind)).isNull();
      assertThat(ids).hasSize(12);
      folder.importAll(lake);
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  @Test
  void aDayThatWasMergedComesBackFromAllItsLogFiles() throws Exception {
    try (Lake lake = filled()) {
      Rounds.run(lake, Rounds.AT_ONCE);
      List<String> before = records(lake);
      for (Path file : Homes.dataFiles(lake)) {
        Files.delete(file);
      }
      RepairReport report = repair(lake, false);
      assertThat(report.days())
          .extracting(RepairReport.Day::held, RepairReport.Day::cameBack)
          .containsOnly(Tuple.tuple(6L, 6L))
          .hasSize(2);
      assertThat(records(lake)).isEqualTo(before);
      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  @Test
  void whatCannotComeBackWholeStaysAsItIsUnlessItIsGivenUp() throws Exception {
    try (Lake lake = filled()) {
      List<String> before = records(lake);
      List<Path> files = Homes.dataFiles(lake);
      for (Path file : files.subList(0, 3)) { // those of the first day
        Files.delete(file);
      }
      Files.move(logs.resolve("file-1.json"), logs.resolve("moved"));
      long snapshot = lake.events().currentSnapshot().snapshotId();

      RepairReport kept = repair(lake, false);
      assertThat(kept.days())
          .containsExactly(
              new RepairReport.Day(LocalDate.parse("2026-05-01"), 3, 6, 4, Outcome.KEPT));
      assertThat(kept.days().get(0).missing()).isEqualTo(2);
      assertThat(kept.left()).hasSize(3);
      assertThat(kept.notRead())
          .extracting(LogFileAt::origin)
          .containsExactly(logs.resolve("file-1.json").toString());
      assertThat(lake.events().currentSnapshot().snapshotId()).isEqualTo(snapshot);
      assertThat(Rounds.onDisk(home, "events", ".parquet")).hasSize(3);

      RepairReport dropped = repair(lake, true);
      assertThat(dropped.left()).isEmpty();
      assertThat(dropped.days().get(0).outcome()).isEqualTo(Outcome.REPAIRED);
      assertThat(records(lake)).hasSize(10);
      assertThat(Homes.check(lake, true).isWhole()).isTrue();

      // found after all, under another name: read again, row by row
      Path found = Files.createDirectory(logs.resolve("found"));
      Files.move(logs.resolve("moved"), found.resolve("file-1.json"));
      Imports.Taker taker =
          new Imports.Taker(
              EventAppender.open(lake, AppendOptions.named("x"), Imports.CLOCK).comparingCopies());
      new FolderSource(List.of(found), home.resolve("tmp")).emit(taker);
      taker.commit();
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  @Test
  void nothingOfItComesBackAndNothingIsDropped() throws Exception {
    try (Lake lake = filled()) {
      Files.delete(Homes.dataFiles(lake).get(0));
      try (Stream<Path> all = Files.list(logs)) {
        for (Path log : all.toList()) {
          Files.delete(log);
        }
      }
      RepairReport report = repair(lake, false);
      assertThat(report.days().get(0).cameBack()).isZero();
      assertThat(report.days().get(0).outcome()).isEqualTo(Outcome.KEPT);
      assertThat(report.left()).hasSize(1);
      assertThat(repair(lake, true).left()).isEmpty();
      assertThat(records(lake)).hasSize(10);
    }
  }

  @Test
  void copiesUnderOtherNamesBringItBackAndOtherFilesBesideThemDoNotComeIn() throws Exception {
    try (Lake lake = filled()) {
      List<String> before = records(lake);
      Files.delete(Homes.dataFiles(lake).get(0));
      Path copies = Files.createDirectory(home.resolve("copies"));
      for (int i = 0; i < 3; i++) {
        Files.move(logs.resolve("file-" + i + ".json"), copies.resolve("copy-" + i + ".json"));
      }
      new LogFolder(copies).write("news", LogFolder.record("new", "2026-05-01", 10, 30));
      RepairReport report = repair(lake, false, copies);
      assertThat(report.left()).isEmpty();
      assertThat(report.changed()).isEmpty();
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  @Test
  void aLogFileThatHoldsSomethingElseNowIsLeftAlone() throws Exception {
    try (Lake lake = filled()) {
      Files.delete(Homes.dataFiles(lake).get(0));
      for (int i = 0; i < 3; i++) {
        folder.write("file-" + i, LogFolder.record("other-" + i, "2026-05-01", 10, i));
      }
      RepairReport report = repair(lake, false);
      assertThat(report.days().get(0).cameBack()).isZero();
      assertThat(report.changed()).hasSize(3);
    }
  }

  /// The first log file is gone, but a second one has had the same events.
  @Test
  void anotherLogFileOfTheSameEventsBringsThemBack() throws Exception {
    try (Lake lake = Lake.open(home)) {
      String[] events = {
        LogFolder.record("a", "2026-05-01", 10, 0), LogFolder.record("b", "2026-05-01", 10, 1)
      };
      folder.write("one", events);
      folder.importAll(lake);
      folder.write("two", events[1], events[0], LogFolder.record("c", "2026-05-01", 10, 2));
      folder.importAll(lake);
      List<String> before = records(lake);
      Path first =
          Homes.dataFiles(lake).stream()
              .filter(file -> Homes.rows(lake, file) == 2)
              .findFirst()
              .orElseThrow();
      Files.delete(first);
      Files.delete(logs.resolve("one.json"));
      assertThat(repair(lake, false).left()).isEmpty();
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  @Test
  void stoppedWhileItReadsItHasChangedNothingAndIsRunAgain() throws Exception {
    try (Lake lake = filled()) {
      List<String> before = records(lake);
      for (Path file : Homes.dataFiles(lake)) {
        Files.delete(file);
      }
      CheckReport found = Homes.check(lake, true);
      long snapshot = lake.events().currentSnapshot().snapshotId();
      LakeRepair repair = new LakeRepair(lake, false, Imports.CLOCK);
      for (int files = 0; files < 3; files++) {
        int some = files;
        assertThatThrownBy(() ->
                repair.run(
                    found,
                    List.of(),
                    (paths, into) -> {
                      read(paths.subList(0, some), into);
                      throw new InterruptedException("killed");
                    }))
            .isInstanceOf(InterruptedException.class);
        assertThat(lake.events().currentSnapshot().snapshotId()).isEqualTo(snapshot);
      }
      assertThat(repair(lake, false).left()).isEmpty();
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  /// As a kill between the commits of two days leaves it.
  @Test
  void oneDayIsRepairedAndTheOtherOneIsFoundByTheNextRun() throws Exception {
    try (Lake lake = Lake.open(home)) {
      folder.write("one", LogFolder.record("a", "2026-05-01", 10, 0));
      folder.write("two", LogFolder.record("b", "2026-05-02", 10, 1));
      folder.importAll(lake);
      List<String> before = records(lake);
      for (Path file : Homes.dataFiles(lake)) {
        Files.delete(file);
      }
      Files.move(logs.resolve("two.json"), home.resolve("two"));
      RepairReport half = repair(lake, false);
      assertThat(half.days())
          .extracting(RepairReport.Day::outcome)
          .containsExactly(Outcome.REPAIRED, Outcome.KEPT);
      assertThat(half.left()).hasSize(1);
      Files.move(home.resolve("two"), logs.resolve("two.json"));
      assertThat(repair(lake, false).left()).isEmpty();
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  @Test
  void whenSomebodyElseHasRepairedItMeanwhileNothingIsDoubled() throws Exception {
    try (Lake lake = filled()) {
      List<String> before = records(lake);
      Files.delete(Homes.dataFiles(lake).get(0));
      CheckReport found = Homes.check(lake, true);
      RepairReport late =
          new LakeRepair(lake, false, Imports.CLOCK)
              .run(
                  found,
                  List.of(),
                  (paths, into) -> {
                    read(paths, into);
                    assertThat(repair(lake, false).left()).isEmpty();
                  });
      assertThat(late.days().get(0).outcome()).isEqualTo(Outcome.BUSY);
      assertThat(records(lake)).isEqualTo(before);
      assertThat(repair(lake, false).days()).isEmpty(); // what the late one found is whole by now
    }
  }

  @Test
  void anImportMeanwhileStays() throws Exception {
    try (Lake lake = filled()) {
      List<String> before = records(lake);
      Files.delete(Homes.dataFiles(lake).get(0));
      RepairReport report =
          new LakeRepair(lake, false, Imports.CLOCK)
              .run(
                  Homes.check(lake, true),
                  List.of(),
                  (paths, into) -> {
                    read(paths, into);
                    folder.write("more", LogFolder.record("more", "2026-05-03", 1, 1));
                    folder.importAll(lake);
                  });
      assertThat(report.left()).isEmpty();
      assertThat(records(lake)).containsAll(before).hasSize(13);
    }
  }

  @Test
  void whatRetentionHasDroppedOnOtherDaysStaysDropped() throws Exception {
    try (Lake lake = Lake.open(home)) {
      String old = LocalDate.now(ZoneOffset.UTC).minusDays(5).toString();
      String young = LocalDate.now(ZoneOffset.UTC).toString();
      folder.write(
          "both", LogFolder.record("old", old, 1, 1), LogFolder.record("new", young, 0, 0));
      folder.importAll(lake);
      Rounds.run(
          lake, Rounds.options(Retention.parse("management=2d,data=2d,insight=2d"), Duration.ZERO));
      List<String> before = records(lake);
      assertThat(before).hasSize(1);
      Files.delete(Homes.dataFiles(lake).get(0));
      assertThat(repair(lake, false).left()).isEmpty();
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  @Test
  void aDamagedFileOfTheLedgerGoesOnlyWhenItIsGivenUp() throws Exception {
    try (Lake lake = filled()) {
      List<String> before = records(lake);
      for (Path file : Rounds.onDisk(home, "log_files", ".parquet")) {
        Files.delete(file);
      }
      assertThat(repair(lake, false).left()).hasSize(3);
      RepairReport report = repair(lake, true);
      assertThat(report.dropped()).hasSize(3);
      assertThat(report.left()).isEmpty();
      folder.importAll(lake);
      assertThat(records(lake)).isEqualTo(before);
    }
  }

  @Test
  void damagedManifestsAreLeftAlone() throws Exception {
    try (Lake lake = filled()) {
      Files.delete(Homes.dataFiles(lake).get(0));
      CheckReport report = Homes.check(lake, true);
      Homes.flip(
          LocalFiles.path(
              lake.events().currentSnapshot().allManifests(lake.events().io()).get(0).path()),
          900);
      assertThat(report.damages()).hasSize(1);
      RepairReport left = repair(lake, true);
      assertThat(left.days()).isEmpty();
      assertThat(left.left()).isNotEmpty();
    }
  }
}
