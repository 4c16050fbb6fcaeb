package io.trailhouse.lake.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.catalog.LocalFiles;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.problem.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a check names (spec: check.md, 1 and 2).
final class LakeCheckTest extends FilledHome {
  LakeCheckTest() {
    super(2);
  }

  private static Damage only(CheckReport report) {
    assertThat(report.damages()).hasSize(1);
    return report.damages().get(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHomeWithoutDamageIsWhole(boolean deep) throws Exception {
    try (Lake lake = filled()) {
      CheckReport report = Homes.check(lake, deep);
      assertThat(report.damages()).isEmpty();
      assertThat(report.isWhole()).isTrue();
      assertThat(report.tables()).isEqualTo(2); // nobody has asked for findings
      assertThat(report.dataFiles()).isEqualTo(4 + 2);
      assertThat(report.withoutSums()).isZero();
      long size = 0;
      for (Path file : Homes.dataFiles(lake)) {
        size += Files.size(file);
      }
      if (deep) {
        assertThat(report.bytes()).isGreaterThan(size);
      }
      assertThat(home.resolve("warehouse/cloudtrail/findings")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeletedDataFileIsNamedWithItsDayItsEventsAndItsLogFiles(boolean deep) throws Exception {
    try (Lake lake = filled()) {
      Path gone = Homes.dataFiles(lake).get(0);
      Files.delete(gone);
      Damage damage = only(Homes.check(lake, deep));
      assertThat(damage.table()).isEqualTo("events");
      assertThat(damage.kind()).isEqualTo(FileKind.DATA_FILE);
      assertThat(damage.file()).isEqualTo(gone.toString());
      assertThat(damage.problem().code()).isEqualTo(Code.TABLE_DAMAGED);
      assertThat(damage.problem().remedy()).contains("trailhouse lake check --repair");
      Damage.Held held = damage.held();
      assertThat(held.rows()).isEqualTo(2);
      assertThat(held.firstDay()).isEqualTo(LocalDate.parse("2026-05-01"));
      assertThat(held.lastDay()).isEqualTo(LocalDate.parse("2026-05-01"));
      assertThat(held.first()).isBetween(at("10:00:00"), at("10:01:00"));
      assertThat(held.last()).isBetween(at("11:00:00"), at("11:02:00"));
      assertThat(damage.logFiles()).hasSize(1); // of its own batch alone
      LogFileAt file = damage.logFiles().get(0);
      assertThat(file.state()).isEqualTo(LogFileAt.State.THERE);
      Files.delete(Path.of(file.origin()));
      assertThat(file.state()).isEqualTo(LogFileAt.State.GONE);
    }
  }

  private static Instant at(String time) {
    return Instant.parse("2026-05-01T" + time + "Z");
  }

  @Test
  void aMergedFileHasTheLogFilesOfItsTime() throws Exception {
    try (Lake lake = filled()) {
      folder.write("later", LogFolder.record("z", "2026-05-03", 10, 0));
      folder.importAll(lake);
      Rounds.run(lake, Rounds.AT_ONCE);
      Path merged = Homes.dataFiles(lake).get(0);
      assertThat(merged.toString()).contains("2026-05-01");
      Files.delete(merged);
      Damage damage = only(Homes.check(lake, false));
      assertThat(damage.held().rows()).isEqualTo(4);
      assertThat(damage.logFiles())
          .extracting(file -> String.valueOf(Path.of(file.origin()).getFileName()))
          .containsExactlyInAnyOrder("file-0.json", "file-1.json");
    }
  }

  @Test
  void eachDamageIsNamedAndNoneHidesAnother() throws Exception {
    try (Lake lake = filled()) {
      List<Path> files = Homes.dataFiles(lake);
      Files.delete(files.get(0));
      Homes.cut(files.get(1), 1);
      Files.write(files.get(2), new byte[0]);
      Files.delete(files.get(3));
      Files.createDirectory(files.get(3));
      assertThat(Homes.check(lake, false).damages())
          .extracting(Damage::file)
          .containsExactlyInAnyOrderElementsOf(files.stream().map(Path::toString).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 100, 2000})
  void aCutFileIsNamed(int bytes) throws Exception {
    try (Lake lake = filled()) {
      Path file = Homes.dataFiles(lake).get(0);
      Homes.cut(file, bytes);
      assertThat(only(Homes.check(lake, false)).file()).isEqualTo(file.toString());
    }
  }

  @Test
  void anotherWholeFileInItsPlaceIsNamed() throws Exception {
    try (Lake lake = filled()) {
      List<Path> files = Homes.dataFiles(lake);
      Files.write(files.get(0), Files.readAllBytes(files.get(1)));
      assertThat(only(Homes.check(lake, false)).file()).isEqualTo(files.get(0).toString());
    }
  }

  /// The ends of the file and places in between: page headers, pages, indexes, the footer.
  @Test
  void withDeepEveryFlippedBitIsNamedAlsoInAFileThatWasFoundWholeBefore() throws Exception {
    try (Lake lake = filled()) {
      Imports.records(lake); // each file is looked through, and remembered as whole
      Path file = Homes.dataFiles(lake).get(0);
      byte[] whole = Files.readAllBytes(file);
      Random random = new Random(20261201);
      IntStream flips =
          IntStream.concat(
              IntStream.of(0, 4, whole.length - 1, whole.length - 5, whole.length - 9),
              random.ints(40, 4, whole.length));
      flips.forEach(at -> {
        Homes.flip(file, at);
        assertThat(Homes.check(lake, true).damages())
            .as("byte %d of %d", at, whole.length)
            .extracting(Damage::file)
            .containsExactly(file.toString());
        Homes.flip(file, at);
      });
      assertThat(Homes.check(lake, true).isWhole()).isTrue();
      Homes.flip(file, whole.length / 2);
      Homes.check(lake, true);
      try (Lake later = Lake.open(home)) {
        assertThatThrownBy(() -> Imports.records(later)).hasMessageContaining("its bytes are not");
      }
    }
  }

  @Test
  void withoutDeepAFlippedFooterIsNeverAStackTraceAndAFlippedPageIsNotLookedAt() throws Exception {
    try (Lake lake = filled()) {
      Path file = Homes.dataFiles(lake).get(0);
      byte[] whole = Files.readAllBytes(file);
      int footer = footerLength(whole);
      int named = 0;
      for (int at = whole.length - 8 - footer; at < whole.length; at += 41) {
        Homes.flip(file, at);
        CheckReport report = Homes.check(lake, false);
        named += report.damages().size();
        report
            .damages()
            .forEach(each -> {
              assertThat(each.file()).isEqualTo(file.toString());
              assertThat(each.problem().problem()).doesNotContain("Exception", "java.", "org.");
            });
        Homes.flip(file, at);
      }
      assertThat(named).isPositive();
      Homes.flip(file, 40);
      assertThat(Homes.check(lake, false).isWhole()).isTrue();
    }
  }

  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
  }

  /// A file as another engine writes it: no seal, perhaps no checksum of a page.
  private static Path appendForeign(Lake lake, @Nullable String codec) throws Exception {
    Table table = lake.logFiles();
    String place = table.locationProvider().newDataLocation("foreign-" + codec + ".parquet");
    Path file = LocalFiles.path(place);
    if (codec == null) {
      writeWithIceberg(table, place);
    } else {
      writeWithDuckDb(file, codec);
    }
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath(place)
                .withFileSizeInBytes(Files.size(file))
                .withRecordCount(50)
                .build())
        .commit();
    return file;
  }

  private static void writeWithIceberg(Table table, String place) throws IOException {
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(place))
            .forTable(table)
            .createWriterFunc(GenericParquetWriter::create)
            .withSpec(table.spec())
            .build();
    try (writer) {
      for (int i = 0; i < 50; i++) {
        Record row = GenericRecord.create(table.schema());
        row.setField("origin", "somewhere/" + Integer.toHexString(i * 7919));
        row.setField("records", (long) i);
        writer.write(row);
      }
    }
  }

  private static void writeWithDuckDb(Path file, String codec) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT hex(i * 7919) AS origin, i AS records FROM range(50) t(i)) TO '"
              + file
              + "' (FIELD_IDS {origin: 1, records: 9}, COMPRESSION "
              + codec
              + ")");
    }
  }

  @Test
  void aFileWithoutChecksumsIsReadInFullAndCountedAsSuch() throws Exception {
    try (Lake lake = filled()) {
      Path file = appendForeign(lake, "zstd");
      assertThat(Homes.check(lake, false).withoutSums()).isZero();
      CheckReport report = Homes.check(lake, true);
      assertThat(report.damages()).isEmpty();
      assertThat(report.withoutSums()).isEqualTo(1);
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, zeroed(whole, 30, 90));
      assertThat(only(Homes.check(lake, true)).file()).isEqualTo(file.toString());
    }
  }

  @Test
  void aFileThatCannotBeUnpackedHereIsNoDamage() throws Exception {
    try (Lake lake = filled()) {
      appendForeign(lake, "snappy");
      CheckReport report = Homes.check(lake, true);
      assertThat(report.damages()).isEmpty();
      assertThat(report.withoutSums()).isEqualTo(1);
    }
  }

  @Test
  void aFileWithoutASealIsHeldAgainstItsPagesChecksums() throws Exception {
    try (Lake lake = filled()) {
      Path file = appendForeign(lake, null);
      CheckReport report = Homes.check(lake, true);
      assertThat(report.damages()).isEmpty();
      assertThat(report.withoutSums()).isZero();
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, zeroed(whole, 60, 63));
      Damage damage = only(Homes.check(lake, true));
      assertThat(damage.file()).isEqualTo(file.toString());
      assertThat(damage.problem().remedy()).contains("--drop-lost");
      assertThat(damage.logFiles()).isNull();
      assertThat(damage.held().rows()).isEqualTo(50);
    }
  }

  private static byte[] zeroed(byte[] bytes, int from, int to) {
    byte[] copy = bytes.clone();
    Arrays.fill(copy, from, to, (byte) 0);
    return copy;
  }

  @Test
  void damagedManifestsAreNamedWithTheDaysAndEventsThatTheyLeadTo() throws Exception {
    try (Lake lake = filled()) {
      Table table = lake.events();
      List<ManifestFile> manifests = table.currentSnapshot().allManifests(table.io());
      try (CloseableIterable<String> named =
          ManifestFiles.readPaths(manifests.get(1), table.io(), table.specs())) {
        Files.delete(LocalFiles.path(named.iterator().next()));
      }
      Homes.flip(LocalFiles.path(manifests.get(0).path()), 900);
      List<Damage> damages = Homes.check(lake, false).damages();
      assertThat(damages)
          .extracting(Damage::kind)
          .containsExactly(FileKind.MANIFEST, FileKind.DATA_FILE);
      Damage.Held held = damages.get(0).held();
      assertThat(held.rows()).isEqualTo(4);
      assertThat(held.firstDay()).isEqualTo(LocalDate.parse("2026-05-01"));
      assertThat(held.lastDay()).isEqualTo(LocalDate.parse("2026-05-02"));
    }
  }

  @Test
  void aDamagedListOfManifestsIsNamedAndOtherTablesAreLookedAt() throws Exception {
    try (Lake lake = filled()) {
      Path list = LocalFiles.path(lake.events().currentSnapshot().manifestListLocation());
      Files.delete(list);
      Path ledger =
          LocalFiles.path(
              ((BaseTable) lake.logFiles()).operations().current().metadataFileLocation());
      Homes.flip(ledger, 300);
      assertThat(Homes.check(lake, false).damages())
          .extracting(Damage::table, Damage::kind, Damage::file)
          .containsExactly(
              Tuple.tuple("events", FileKind.MANIFEST_LIST, list.toString()),
              Tuple.tuple("log_files", FileKind.METADATA, ledger.toString()));
    }
  }

  @Test
  void damagedMetadataAndADamagedInputManifestAreNamed() throws Exception {
    try (Lake lake = filled()) {
      Path inputs =
          LocalFiles.path(lake.events().currentSnapshot().summary().get("trailhouse.inputs"));
      Homes.flip(inputs, 40);
      assertThat(only(Homes.check(lake, false)).kind()).isEqualTo(FileKind.INPUTS);
      Path metadata =
          LocalFiles.path(
              ((BaseTable) lake.events()).operations().current().metadataFileLocation());
      Files.delete(metadata);
      assertThat(only(Homes.check(lake, false)).kind()).isEqualTo(FileKind.METADATA);
    }
  }

  @Test
  void theLedgerThatCannotBeReadIsNoReasonToNameNoEvents() throws Exception {
    try (Lake lake = filled()) {
      Files.delete(Homes.dataFiles(lake).get(0));
      for (Path file : Rounds.onDisk(home, "log_files", ".parquet")) {
        Files.delete(file);
      }
      List<Damage> damages = Homes.check(lake, false).damages();
      assertThat(damages).hasSize(3);
      assertThat(damages.get(0).held().rows()).isEqualTo(2);
      assertThat(damages.get(0).logFiles()).isNull();
    }
  }

  /// Upkeep merges and deletes the old files while the check is at work.
  @Test
  void whatIsMergedMeanwhileIsNotTold() throws Exception {
    try (Lake lake = filled()) {
      List<Path> before = Homes.dataFiles(lake);
      boolean[] merged = {false};
      CheckReport report =
          new LakeCheck(
                  lake,
                  false,
                  share -> {
                    synchronized (merged) {
                      if (!merged[0]) {
                        merged[0] = true;
                        merge(lake);
                      }
                    }
                  })
              .run();
      assertThat(report.damages()).isEmpty();
      assertThat(before).noneMatch(Files::exists);
    }
  }

  private static void merge(Lake lake) {
    try {
      Rounds.run(lake, Rounds.AT_ONCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
