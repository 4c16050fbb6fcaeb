package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
