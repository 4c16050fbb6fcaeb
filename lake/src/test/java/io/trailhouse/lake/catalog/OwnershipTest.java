package io.trailhouse.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.lake.findings.Findings;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Catalog and tables belong together, or nothing is touched (spec: home.md, sections 1 to 3).
final class OwnershipTest {
  @TempDir private Path folder;
  private Path home;
  private LogFolder logs;

  @BeforeEach
  void importOnce() throws Exception {
    home = folder.resolve("home");
    logs = new LogFolder(Files.createDirectory(folder.resolve("logs")));
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 4);
      Findings.append(FindingTable.open(lake), Findings.findings(0, 3));
    }
  }

  private Path warehouse() {
    return home.resolve("warehouse");
  }

  private Path catalog() {
    return home.resolve("catalog.db");
  }

  private static void refused(ThrowingCallable step, String... words) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            problem -> {
              assertThat(problem.code()).isIn(Code.HOME_UNUSABLE, Code.TABLE_DAMAGED);
              assertThat(problem.problem() + " " + problem.place() + " " + problem.remedy())
                  .contains(words);
            });
  }

  private static List<String> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  private static void inCatalog(Path catalog, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void age() throws IOException {
    for (String file : files(home)) {
      Files.setLastModifiedTime(
          Path.of(file), FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    }
  }

  private static int records(Path home) throws IOException {
    try (Lake lake = Lake.open(home)) {
      return Imports.records(lake).size();
    }
  }

  private List<LakeRegister.Registered> register(Path... chosen) {
    return new LakeRegister(home, warehouse(), Set.of(chosen)).run();
  }

  @Test
  void aCatalogThatIsGoneIsSaidAndNoOtherIsMade() throws Exception {
    Files.delete(catalog());
    List<String> before = files(warehouse());
    refused(() -> Lake.open(home), "is gone", "trailhouse lake register");
    refused(() -> Lake.openToRead(home, warehouse()), "is gone", "trailhouse lake register");
    assertThat(catalog()).doesNotExist();
    assertThat(files(warehouse())).isEqualTo(before);
  }

  @Test
  void anEmptyCatalogIsSaidToo() throws Exception {
    Files.write(catalog(), new byte[0]);
    refused(() -> Lake.open(home), "is empty", "trailhouse lake register");
    assertThat(catalog()).isEmptyFile();
  }

  @Test
  void aTableThatTheCatalogHasForgottenIsNotMadeASecondTime() throws Exception {
    for (String table : Ownership.TABLES) {
      inCatalog(catalog(), "DELETE FROM iceberg_tables WHERE table_name = '" + table + "'");
      try (Lake lake = Lake.open(home)) {
        refused(
            switch (table) {
              case "events" -> lake::events;
              case "log_files" -> lake::logFiles;
              default -> lake::findings;
            },
            "does not know the table " + table,
            "trailhouse lake register");
      }
    }
    List<LakeRegister.Registered> taken = register();
    assertThat(taken).extracting(LakeRegister.Registered::name).isEqualTo(Ownership.TABLES);
    assertThat(taken).extracting(LakeRegister.Registered::rows).containsExactly(16L, 4L, 3L);
  }

  @Test
  void aSecondHomeWithTheSameWarehouseIsRefused() throws Exception {
    Path other = folder.resolve("other");
    refused(() -> Lake.open(other, warehouse()), "belongs to another home", home.toString());
    assertThat(other.resolve("catalog.db")).doesNotExist();
    refused(() -> new LakeRegister(other, warehouse(), Set.of()).run(), "belongs to another home");
    assertThat(records(home)).isEqualTo(16);
  }

  @Test
  void aCopyOfAHomeIsRefusedWhileTheOriginalIsThere() throws Exception {
    Path copy = folder.resolve("copy");
    Storage.copy(home, copy);
    refused(() -> Lake.open(copy), "is a copy of " + home);
    refused(() -> Lake.openToRead(copy, copy.resolve("warehouse")), "is a copy of " + home);
  }

  @Test
  void aHomeThatWasMovedWithItsTablesSaysFromWhereToWhere() throws Exception {
    Path moved = folder.resolve("moved");
    Files.move(home, moved);
    String from = warehouse().toString();
    String to = moved.resolve("warehouse").toString();
    refused(() -> Lake.open(moved), "moved", from, to, "ln -s " + to + " " + from);
    refused(() -> new LakeRegister(moved, Path.of(to), Set.of()).run(), "moved", from, to);
    assertThat(home).doesNotExist();
    Files.createSymbolicLink(home, moved);
    assertThat(records(home)).isEqualTo(16);
    assertThat(records(moved)).as("as the message says").isEqualTo(16);
  }

  @Test
  void aHomeThatWasMovedWithoutItsWarehouseGoesOn() throws Exception {
    Path apart = folder.resolve("apart");
    Path first = folder.resolve("first");
    try (Lake lake = Lake.open(first, apart)) {
      logs.importAll(lake);
    }
    Path second = folder.resolve("second");
    Files.move(first, second);
    try (Lake lake = Lake.open(second, apart)) {
      assertThat(Imports.records(lake)).hasSize(16);
    }
    assertThat(WarehouseMarker.read(apart)).extracting(WarehouseMarker::home).isEqualTo(second);
  }

  @Test
  void aWarehouseThatIsNotMountedIsSaidAndNotMadeAnew() throws Exception {
    Files.move(warehouse(), folder.resolve("away"));
    refused(() -> Lake.open(home), "not where its catalog says", warehouse().toString());
    assertThat(warehouse()).doesNotExist();
    Files.createDirectory(warehouse()); // the empty folder that a disk is mounted on
    refused(() -> Lake.open(home), "not where its catalog says", warehouse().toString());
    assertThat(warehouse()).isEmptyDirectory();
  }

  @Test
  void aHomeOfBeforeThereWereMarksGetsOne() throws Exception {
    forgetMarks();
    assertThat(records(home)).isEqualTo(16);
    WarehouseMarker marker = WarehouseMarker.read(warehouse());
    assertThat(marker).isNotNull();
    assertThat(marker.tables()).containsOnlyKeys(Ownership.TABLES);
    assertThat(LakeCatalog.lakeOf(home)).isEqualTo(marker.lake());
  }

  private void forgetMarks() throws Exception {
    Files.delete(WarehouseMarker.in(warehouse()));
    inCatalog(catalog(), "DELETE FROM iceberg_namespace_properties");
    inCatalog(
        catalog(),
        "INSERT INTO iceberg_namespace_properties VALUES ('trailhouse', 'cloudtrail', 'exists',"
            + " 'true')");
  }

  @Test
  void aHomeOfBeforeWithTwoTablesInOneFolderIsToldAndOneCanBeChosen() throws Exception {
    forgetMarks();
    Path foreign = foreignMetadata();
    refused(() -> Lake.open(home), "does not know", "lake register", foreign.toString());
    assertThatThrownBy(this::register)
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(Code.WRONG_USE);
              assertThat(problem.problem())
                  .contains("several tables", foreign.toString(), "16 rows");
            });
    Path own = Path.of(metadataFile());
    assertThat(register(own)).hasSize(3);
    assertThat(records(home)).isEqualTo(16);
  }

  private String metadataFile() {
    try (LakeCatalog catalog = LakeCatalog.open(home, warehouse(), true, InstantSource.system())) {
      return String.valueOf(catalog.metadataOf(Ownership.identifier("events")));
    }
  }

  /// Metadata of another table in the folder of `events`.
  private Path foreignMetadata() throws IOException {
    String text = Files.readString(Path.of(metadataFile()));
    TableMetadata own = TableMetadataParser.fromJson(text);
    int version = MetadataFiles.versionOf(Path.of(metadataFile()));
    Path file =
        warehouse()
            .resolve("cloudtrail/events/metadata/%05d-other.metadata.json".formatted(version));
    String unsealed = text.replaceFirst("\"trailhouse.crc32c\" ?: ?\"[0-9a-f]{8}\",", "");
    unsealed = unsealed.replaceFirst("\"trailhouse.file\":\"[^\"]+\",", "");
    Files.writeString(file, unsealed.replace(own.uuid(), "11111111-2222-3333-4444-555555555555"));
    return file;
  }

  @Test
  void upkeepStopsAtMetadataThatTheCatalogDoesNotKnowAndRemovesNothing() throws Exception {
    try (Lake lake = Lake.open(home)) {
      Path foreign = foreignMetadata();
      Files.writeString(warehouse().resolve("cloudtrail/events/data/old.parquet"), "an orphan");
      age();
      List<String> before = files(warehouse());
      refused(() -> Rounds.run(lake, Rounds.AT_ONCE), foreign.toString(), "taken nothing away");
      assertThat(files(warehouse())).isEqualTo(before);
    }
  }

  @Test
  void upkeepKeepsWhatACommitReachesThatTheCatalogHasNotSeen() throws Exception {
    Path saved = folder.resolve("saved.db");
    Files.copy(catalog(), saved);
    try (Lake lake = Lake.open(home)) {
      logs.write("more", LogFolder.record("more", "2026-05-03", 1, 1));
      logs.importAll(lake);
    }
    List<Path> data = Rounds.onDisk(home, "events", ".parquet");
    Files.copy(saved, catalog(), StandardCopyOption.REPLACE_EXISTING);
    age();
    try (Lake lake = Lake.open(home)) {
      Rounds.run(lake, Rounds.ORPHANS_ONLY);
      assertThat(Rounds.onDisk(home, "events", ".parquet")).containsAll(data);
    }
    assertThat(register().get(0).rows()).isEqualTo(17);
  }

  @Test
  void aCatalogFromABackupIsToldAndTheNewestIsTakenBack() throws Exception {
    Path saved = folder.resolve("saved.db");
    Files.copy(catalog(), saved);
    try (Lake lake = Lake.open(home)) {
      logs.write("more", LogFolder.record("more", "2026-05-03", 1, 1));
      logs.importAll(lake);
      logs.write("most", LogFolder.record("most", "2026-05-03", 1, 2));
      logs.importAll(lake);
    }
    Files.copy(saved, catalog(), StandardCopyOption.REPLACE_EXISTING);
    try (Lake lake = Lake.open(home)) {
      refused(lake::events, "older than the table events", "trailhouse lake register");
    }
    assertThat(register().get(0).rows()).isEqualTo(18);
    assertThat(records(home)).isEqualTo(18);
    try (Lake lake = Lake.open(home)) {
      assertThat(logs.importAll(lake)).as("the ledger knows each file").isEmpty();
    }
  }

  @Test
  void aHomeThatIsDeletedWhileItIsOpenIsNotMadeAgain() throws Exception {
    try (Lake lake = Lake.open(home)) {
      lake.events();
      Storage.delete(home);
      logs.write("more", LogFolder.record("more", "2026-05-03", 1, 1));
      refused(() -> logs.importAll(lake), "deleted, unmounted or replaced");
      assertThat(home).doesNotExist();
    }
  }

  @Test
  void anotherHomeInItsPlaceIsNotTakenForIt() throws Exception {
    try (Lake lake = Lake.open(home)) {
      BaseTable events = (BaseTable) lake.events();
      Files.move(home, folder.resolve("away"));
      Lake.open(home).close();
      refused(
          () -> events.updateProperties().set("a", "b").commit(), "deleted, unmounted or replaced");
      try (Lake other = Lake.open(home)) {
        assertThat(Imports.records(other)).isEmpty();
      }
    }
  }

  @Test
  void aKillWhileTheFirstTableIsMadeStopsNobody() throws Exception {
    Path fresh = folder.resolve("fresh");
    try (Lake lake = Lake.open(fresh)) {
      assertThat(lake.events().currentSnapshot()).isNull();
    }
    inCatalog(fresh.resolve("catalog.db"), "DELETE FROM iceberg_tables");
    WarehouseMarker marker = WarehouseMarker.read(fresh.resolve("warehouse"));
    assertThat(marker).isNotNull();
    new WarehouseMarker(marker.lake(), marker.home(), Map.of()).write(fresh.resolve("warehouse"));
    try (Lake lake = Lake.open(fresh)) {
      assertThat(logs.importAll(lake)).isNotEmpty();
      assertThat(Imports.records(lake)).hasSize(16);
    }
  }

  @Test
  void aLostCatalogIsRegisteredWithAllTablesAndASecondTimeChangesNothing() throws Exception {
    Files.delete(catalog());
    assertThat(register())
        .allMatch(LakeRegister.Registered::changed)
        .extracting(LakeRegister.Registered::rows)
        .containsExactly(16L, 4L, 3L);
    assertThat(register()).noneMatch(LakeRegister.Registered::changed);
    assertThat(records(home)).isEqualTo(16);
    try (Lake lake = Lake.open(home)) {
      assertThat(logs.importAll(lake)).isEmpty();
      assertThat(Findings.rows(lake)).hasSize(3);
      refused(this::register, "somebody has this home open");
    }
  }

  @Test
  void anotherHomeTakesTheTablesOverOnceTheFirstIsGone() throws Exception {
    Path apart = folder.resolve("apart");
    Path first = folder.resolve("first");
    try (Lake lake = Lake.open(first, apart)) {
      logs.importAll(lake);
    }
    Path backup = folder.resolve("backup.db");
    Files.move(first.resolve("catalog.db"), backup);
    Path second = folder.resolve("second");
    refused(() -> Lake.open(second, apart), "lake register");
    new LakeRegister(second, apart, Set.of()).run();
    try (Lake lake = Lake.open(second, apart)) {
      assertThat(Imports.records(lake)).hasSize(16);
    }
    Files.move(backup, first.resolve("catalog.db"));
    refused(() -> Lake.open(first, apart), "belongs to another home: " + second);
  }
}
