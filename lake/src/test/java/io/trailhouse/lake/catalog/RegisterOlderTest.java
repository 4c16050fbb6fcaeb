package io.trailhouse.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An older state of the table is taken with its ledger, or not at all (spec: home.md, 2.2 and 2.4;
/// table.md, G2).
final class RegisterOlderTest {
  @TempDir private Path folder;
  private Path home;
  private LogFolder logs;

  /// Three commits of four events each.
  @BeforeEach
  void importThrice() throws Exception {
    home = folder.resolve("home");
    logs = new LogFolder(Files.createDirectory(folder.resolve("logs")));
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 3);
    }
  }

  private Path metadata(String table, int version) throws IOException {
    Path of = home.resolve("warehouse/cloudtrail/" + table + "/metadata");
    try (Stream<Path> all = Files.list(of)) {
      return all.filter(file -> String.valueOf(file.getFileName()).endsWith(".metadata.json"))
          .filter(file -> MetadataFiles.versionOf(file) == version)
          .findFirst()
          .orElseThrow();
    }
  }

  private List<LakeRegister.Registered> register(boolean older, Path... chosen) {
    return new LakeRegister(home, home.resolve("warehouse"), Set.of(chosen), older).run();
  }

  private void refused(boolean older, Path chosen, String... words) {
    assertThatThrownBy(() -> register(older, chosen))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(Code.WRONG_USE);
              assertThat(problem.problem() + " " + problem.place() + " " + problem.remedy())
                  .contains(words);
            });
  }

  private static List<Long> newRows(Lake lake) throws IOException {
    List<Long> found = new ArrayList<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(lake.logFiles()).select("new_rows").build()) {
      rows.forEach(row -> found.add((Long) row.getField("new_rows")));
    }
    return found;
  }

  /// Everything is there, and the ledger's sum is the number of rows.
  private void assertNothingIsLostOnceTheFilesAreReadAgain() throws Exception {
    try (Lake lake = Lake.open(home)) {
      logs.importAll(lake);
      assertThat(Imports.records(lake)).hasSize(12);
      assertThat(newRows(lake)).hasSize(3);
      assertThat(newRows(lake).stream().mapToLong(each -> each).sum()).isEqualTo(12);
      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(Imports.records(lake)).hasSize(12);
    }
  }

  @Test
  void anOlderStateIsRefusedWhileANewerOneIsThere() throws Exception {
    refused(
        false,
        metadata("events", 1),
        "a newer state of this table is there",
        metadata("events", 3).toString(),
        "12 rows",
        "--older");
    refused(false, metadata("log_files", 2), "a newer state of this table is there");
    try (Lake lake = Lake.open(home)) {
      assertThat(Imports.records(lake)).hasSize(12);
    }
  }

  @Test
  void saidTwiceTheLedgerGoesBackWithTheTable() throws Exception {
    List<LakeRegister.Registered> done = register(true, metadata("events", 1));
    assertThat(done).extracting(LakeRegister.Registered::rows).startsWith(4L, 1L);
    assertThat(done).extracting(LakeRegister.Registered::givenUp).startsWith(8L, 2L);
    try (Lake lake = Lake.open(home)) {
      assertThat(Imports.records(lake)).hasSize(4);
      assertThat(newRows(lake)).containsExactly(4L);
    }
    assertNothingIsLostOnceTheFilesAreReadAgain();
  }

  @Test
  void newestMetadataThatIsDamagedTakesTheLedgerBackToo() throws Exception {
    Files.writeString(metadata("events", 3), "half a file");
    List<LakeRegister.Registered> done = register(false);
    assertThat(done).extracting(LakeRegister.Registered::rows).startsWith(8L, 2L);
    assertThat(done.get(1).givenUp()).isEqualTo(1);
    assertNothingIsLostOnceTheFilesAreReadAgain();
  }

  @Test
  void aLedgerThatCannotGoBackSoFarIsToldAndNothingIsChanged() throws Exception {
    Files.delete(metadata("log_files", 1));
    refused(true, metadata("events", 1), "the ledger knows log files whose events");
  }
}
