package io.trailhouse.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user may name as a target (spec: table.md, F7 to F9).
final class OutputPlaceTest {
  @TempDir private Path folder;
  private Path home;
  private OutputPlace place;

  @BeforeEach
  void makeHome() throws IOException {
    folder = folder.toRealPath();
    home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("catalog.db"), "mine");
    place = new OutputPlace(List.of(home, folder.resolve("warehouse")));
  }

  private static void assertRefused(ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            problem -> assertThat(problem.code()).isEqualTo(Code.WRONG_USE));
  }

  @Test
  void anAddressIsNoLocalPath() {
    for (String address : List.of("s3://bucket/x/y.parquet", "file:///tmp/y.parquet")) {
      assertThatThrownBy(() -> place.file(Path.of(address)))
          .hasMessageContaining("it is an address");
      assertThatThrownBy(() -> place.folder(Path.of(address)))
          .hasMessageContaining("it is an address");
    }
  }

  @Test
  void anAbsentOrARegularFileIsTaken() throws IOException {
    Path file = folder.resolve("a.parquet");
    assertThat(place.file(file)).isEqualTo(file);
    Files.writeString(file, "old");
    assertThat(place.file(file)).isEqualTo(file);
    assertThat(place.file(folder.resolve("home/../b"))).isEqualTo(folder.resolve("b"));
  }

  @Test
  void whatIsNoFileIsRefused() throws Exception {
    assertRefused(() -> place.file(Path.of("/dev/null")));
    assertRefused(() -> place.file(Path.of("/dev/stdout")));
    assertRefused(() -> place.file(Path.of("/")));
    assertRefused(() -> place.file(Path.of("")));
    assertRefused(() -> place.file(folder));
    assertRefused(() -> place.file(folder.resolve("none/a")));
    new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
    assertRefused(() -> place.file(folder.resolve("pipe")));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("victim"));
    assertRefused(() -> place.file(link));
    Files.writeString(folder.resolve("victim"), "mine");
    assertRefused(() -> place.file(link));
  }

  @Test
  void nothingIsWrittenAmongTheFilesOfTheTable() throws IOException {
    assertRefused(() -> place.file(home.resolve("catalog.db")));
    assertRefused(() -> place.file(home.resolve("new")));
    assertRefused(() -> place.file(folder.resolve("x/../home/new")));
    Path around = Files.createSymbolicLink(folder.resolve("around"), home);
    assertRefused(() -> place.file(around.resolve("new")));
    assertRefused(() -> place.folder(home));
    assertRefused(() -> place.folder(around));
    assertRefused(() -> place.folder(around.resolve("a/b")));
    assertRefused(() -> place.folder(folder.resolve("warehouse/below")));
    assertRefused(() -> place.folder(home.resolve("catalog.db")));
    assertThat(place.folder(folder.resolve("home-2"))).isEqualTo(folder.resolve("home-2"));
  }

  @Test
  void nothingIsWrittenAmongTheFilesOfAnyOtherLakeEither() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("catalog.db"), "theirs");
    Files.writeString(other.resolve("tenants.lock"), "");
    Path warehouse = Files.createDirectories(folder.resolve("disk/warehouse"));
    Files.writeString(warehouse.resolve("lake.json"), "{\"lake\":\"1\",\"home\":\"/gone\"}");
    Path table = Files.createDirectories(folder.resolve("tables/logs"));
    Files.createDirectories(table.resolve("metadata"));
    Files.writeString(table.resolve("metadata/v1.metadata.json"), "{}");
    for (Path lake : List.of(other, warehouse, table)) {
      Path data = Files.createDirectories(lake.resolve("data"));
      assertRefused(() -> place.file(lake.resolve("catalog.db")));
      assertRefused(() -> place.file(data.resolve("a.parquet")));
      assertRefused(() -> place.folder(lake));
      assertRefused(() -> place.folder(data.resolve("a/b")));
    }
    Path beside = Files.createDirectories(folder.resolve("disk/plain"));
    Files.writeString(beside.resolve("lake.json"), "{\"depth\":12}");
    assertThat(place.file(beside.resolve("a"))).isEqualTo(beside.resolve("a"));
    assertThat(place.folder(folder.resolve("disk/b"))).isEqualTo(folder.resolve("disk/b"));
  }

  @Test
  void noLinkBelowAFolderIsFollowed() throws Exception {
    Path evidence = folder.resolve("evidence");
    FolderFiles files = FolderFiles.open(evidence, place);
    files.write("a/b.json.gz", new byte[] {1});
    assertThat(evidence.resolve("a/b.json.gz")).hasBinaryContent(new byte[] {1});

    Files.createSymbolicLink(evidence.resolve("out"), home);
    assertRefused(() -> files.write("out/b.json.gz", new byte[] {1}));
    Files.createSymbolicLink(evidence.resolve("a/c.json.gz"), home.resolve("catalog.db"));
    assertRefused(() -> files.write("a/c.json.gz", new byte[] {1}));
    assertRefused(() -> files.open("a/c.json.gz"));
    new ProcessBuilder("mkfifo", evidence.resolve("a/pipe").toString()).start().waitFor();
    assertRefused(() -> files.open("a/pipe"));
    assertThat(home.resolve("catalog.db")).hasContent("mine");
    assertThat(home).isDirectoryContaining("glob:**catalog.db");
    assertThat(files.open("a/none")).isNull();
  }

  /// The folder itself may be a link, as that of a mounted disk often is.
  @Test
  void theFolderThatIsNamedMayBeALink() throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Path link = Files.createSymbolicLink(folder.resolve("evidence"), disk);
    FolderFiles.open(link, place).write("a/b.json.gz", new byte[] {1});
    assertThat(disk.resolve("a/b.json.gz")).exists();
  }
}
