package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
  @TempDir Path folder;

  @Test
  void tellsItsVersion() {
    Program.Ended ended = Program.trailhouse(folder, "--version");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).startsWith("trailhouse ").contains("Java 25");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void answersWrongUseWithTwoAndTheHelp() {
    Program.Ended ended = Program.trailhouse(folder, "no-such-command");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("no-such-command").contains("--help");
  }

  @Test
  void leavesNothingBehindWhenItOnlyTells() throws IOException {
    Program.trailhouse(folder, "--help");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void startsThroughALinkWithSpacesInItsPath() throws IOException {
    Path link = Files.createDirectory(folder.resolve("my programs")).resolve("trailhouse");
    Files.createSymbolicLink(link, Program.app().resolve("trailhouse"));
    Program.Ended ended = Program.run(folder, Map.of(), List.of(link.toString(), "--version"));
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  @Test
  void passesOverAJavaThatIsTooOld() throws IOException {
    Path old = fakeJdk("old", "17.0.15");
    assertThat(foundBy(old)).isNotEqualTo(old.toString());
  }

  @Test
  void takesTheJavaItIsTold() throws IOException {
    Path told = fakeJdk("told", "26");
    assertThat(foundBy(told)).isEqualTo(told.toString());
  }

  /// An app folder that was moved with a cache that does not fit: whatever Java says about that.
  @Test
  void javaItselfSaysNothingOnStandardOutput() throws IOException {
    Path moved = Files.createDirectories(folder.resolve("moved")).toRealPath();
    Path lib = Files.createDirectories(moved.resolve("lib"));
    try (Stream<Path> files = Files.list(Program.app().resolve("lib"))) {
      for (Path file : files.filter(each -> !each.toString().contains(".aot")).toList()) {
        Files.createSymbolicLink(lib.resolve(file.getFileName()), file);
      }
    }
    Files.createSymbolicLink(moved.resolve("bin"), Program.app().resolve("bin"));
    Files.copy(Program.app().resolve("trailhouse"), moved.resolve("trailhouse"));
    String build =
        Program.run(
                folder,
                Map.of(),
                List.of(
                    "sh",
                    "-c",
                    ". '"
                        + Program.app()
                        + "/bin/find-jdk'; trailhouse_find_jdk jre;"
                        + " printf %s \"$TRAILHOUSE_JAVA_BUILD\""))
            .out();
    Path cache = lib.resolve("trailhouse-" + build + ".aot");
    Files.writeString(cache, "no cache at all");
    Files.writeString(lib.resolve(cache.getFileName() + ".for"), moved + "\n");
    Program.Ended ended =
        Program.run(
            folder,
            Map.of("TRAILHOUSE_NO_CACHE", "yes"),
            List.of(moved.resolve("trailhouse").toString(), "--version"));
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("trailhouse ").doesNotContain("[");
    Files.delete(moved.resolve("bin"));
    try (Stream<Path> links = Files.list(lib)) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void standardOutputThatCannotBeWrittenEndsWithOne() throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full of Linux");
    Files.writeString(folder.resolve("in.json"), EVENT);
    assertThat(Program.trailhouse(folder, "import", "in.json").exit()).isZero();
    for (List<String> words :
        List.of(
            List.of("--help"),
            List.of("import", "in.json"),
            List.of("query", "--json", "SELECT eventname FROM events"),
            List.of("query", "--parquet", "-", "SELECT eventname FROM events"),
            List.of("rules", "list"))) {
      List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" > /dev/full"));
      command.add(Program.app().resolve("trailhouse").toString());
      command.addAll(words);
      Program.Ended ended = Program.run(folder, Map.of(), command);
      assertThat(ended.exit()).as("%s: %s", words, ended.err()).isEqualTo(1);
      assertThat(ended.err()).contains("standard output cannot be written");
    }
  }

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws IOException {
    Path tmp = Files.createDirectory(folder.resolve("tmp"));
    Files.writeString(folder.resolve("in.json"), EVENT);
    Map<String, String> environment =
        Map.of("TMPDIR", tmp.toString(), "TRAILHOUSE_JAVA_OPTS", "-Djava.io.tmpdir=" + tmp);
    try (Program.Running running =
        Program.startTrailhouse(folder, environment, "import", "in.json")) {
      while (running.isAlive() && !Files.exists(folder.resolve("trailhouse-data/catalog.db"))) {
        Thread.onSpinWait();
      }
      running.kill();
    }
    assertThat(tmp).isEmptyDirectory();
  }

  private static final String EVENT =
      """
      {"Records":[{"eventVersion":"1.08","eventTime":"2026-05-01T00:00:00Z","eventName":"ListUsers",
      "eventSource":"iam.amazonaws.com","eventID":"00000000-0000-0000-0000-000000000001"}]}
      """;

  private String foundBy(Path javaHome) {
    String script = ". '" + Program.checkout() + "/bin/find-jdk'; trailhouse_find_jdk jdk";
    List<String> command = List.of("sh", "-euc", script + "; printf %s \"$JAVA_HOME\"");
    Program.Ended ended = Program.run(folder, Map.of("JAVA_HOME", javaHome.toString()), command);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended.out();
  }

  private Path fakeJdk(String name, String version) throws IOException {
    Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
    for (String program : List.of("java", "javac")) {
      assertThat(Files.createFile(bin.resolve(program)).toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(
        folder.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return folder.resolve(name);
  }
}
