package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.catalog.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise 7 for the home folder: what stands in the way is said with its place and a remedy, and
/// nothing is half-written.
class BrokenHomeIT {
  @TempDir Path folder;
  private BadFiles files;

  @BeforeEach
  void makeFolder() throws IOException {
    files = new BadFiles(folder.resolve("in"));
    files.good("good.json", 10);
  }

  private Program.Ended trailhouse(String... words) {
    Program.Ended ended = Program.trailhouse(folder, words);
    BadInputIT.assertSpeaksToPeople(ended);
    return ended;
  }

  private Path home() {
    return folder.resolve("trailhouse-data");
  }

  @Test
  void saysThatAFileStandsWhereTheHomeShouldBe() throws IOException {
    Files.writeString(home(), "mine");
    Golden.compare("home-is-a-file.txt", trailhouse("import", "in"), folder);
    assertThat(home()).hasContent("mine");
  }

  @Test
  void saysThatNothingWasImportedYet() {
    Golden.compare("no-home.txt", trailhouse("query", "SELECT 1 FROM events"), folder);
    assertThat(home()).doesNotExist();
  }

  @Test
  void saysThatTheCatalogIsNoCatalog() throws IOException {
    Files.createDirectories(home());
    Files.writeString(home().resolve("catalog.db"), "This is no database. ".repeat(300));
    Golden.compare("catalog-is-garbage.txt", trailhouse("import", "in"), folder);
    Golden.compare(
        "catalog-is-garbage-query.txt", trailhouse("query", "SELECT 1 FROM events"), folder);
  }

  @Test
  void leavesATableOfANewerVersionAlone() {
    trailhouse("import", "in");
    try (Lake lake = Lake.open(home())) {
      lake.events().updateProperties().set("trailhouse.table-version", "2").commit();
    }
    files(home()).forEach(file -> assertThat(file).exists());
    List<Path> before = files(home().resolve("warehouse"));
    Golden.compare("newer-table-import.txt", trailhouse("import", "in"), folder);
    Golden.compare(
        "newer-table-query.txt", trailhouse("query", "SELECT count(*) FROM events"), folder);
    assertThat(files(home().resolve("warehouse"))).isEqualTo(before);
  }

  @Test
  void namesADataFileThatIsGone() throws IOException {
    trailhouse("import", "in");
    Path gone =
        files(home().resolve("warehouse/cloudtrail/events/data")).stream()
            .filter(file -> file.toString().endsWith(".parquet"))
            .findFirst()
            .orElseThrow();
    Files.delete(gone);
    Program.Ended ended = trailhouse("query", "SELECT eventname FROM events");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains(gone.getFileName().toString(), "to do: ");
    files.good("more.json", 10); // of the same hour, so the import has to look at that file
    Program.Ended importing = trailhouse("import", "in");
    assertThat(importing.exit()).isEqualTo(1);
    assertThat(importing.err()).contains(gone.getFileName().toString(), "to do: ");
  }

  @Test
  void saysThatTheHomeMayNotBeWritten() throws IOException {
    Files.createDirectories(home());
    Files.setPosixFilePermissions(home(), PosixFilePermissions.fromString("r-xr-xr-x"));
    Program.Ended ended = BadInputIT.Nobody.trailhouse(folder, "import", "in");
    BadInputIT.assertSpeaksToPeople(ended);
    Golden.compare("home-not-writable.txt", ended, folder);
    assertThat(home()).isEmptyDirectory();
  }

  @Test
  void saysThatTheHomesDiskIsReadOnly() throws IOException {
    try (Mount disk = Mount.of(home(), "16m")) {
      trailhouse("import", "in");
      disk.remount("ro");
      files.good("more.json", 10);
      Golden.compare("home-read-only.txt", trailhouse("import", "in"), folder);
    }
  }

  @Test
  void goesOnAfterAFullDiskWithNothingLostOrDoubled() throws IOException {
    for (int i = 0; i < 40; i++) {
      Path file = files.folder().resolve("noise-" + i + ".json");
      Files.writeString(file, noise(i));
    }
    try (Mount disk = Mount.of(home(), "3m")) {
      Program.Ended full = trailhouse("import", "in");
      assertThat(full.exit()).as(full.out() + full.err()).isEqualTo(1);
      assertThat(full.err())
          .contains("trailhouse: there is no room left on the disk\n  where: ")
          .contains("to do: Make room on the disk that this lies on");
      disk.remount("size=200m");
      Program.Ended again = trailhouse("import", "in");
      assertThat(again.exit()).as(again.err()).isZero();
      assertThat(Contents.number(home(), "SELECT count(*) FROM events")).isEqualTo(10 + 40 * 200);
      assertThat(Contents.number(home(), "SELECT count(DISTINCT eventid) FROM events"))
          .isEqualTo(10 + 40 * 200);
      assertThat(Contents.number(home(), "SELECT count(*) FROM log_files")).isEqualTo(41);
      assertThat(Contents.number(home(), "SELECT sum(new_rows) FROM log_files"))
          .isEqualTo(10 + 40 * 200);
      assertThat(home().resolve("tmp"))
          .satisfiesAnyOf(
              tmp -> assertThat(tmp).doesNotExist(), tmp -> assertThat(tmp).isEmptyDirectory());
    }
  }

  /// Records that do not compress well.
  private static String noise(int number) {
    java.util.Random random = new java.util.Random(number);
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < 60; j++) {
        text.append(Long.toHexString(random.nextLong()));
      }
      records.add(
          BadFiles.record(number + "-" + i, ",\"requestParameters\":{\"noise\":\"" + text + "\"}"));
    }
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }

  private static List<Path> files(Path below) {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
