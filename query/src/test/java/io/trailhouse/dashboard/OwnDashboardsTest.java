package io.trailhouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A user's own dashboards: `docs/spec/dashboards.md`, clause DB-2.
class OwnDashboardsTest {
  @TempDir Path home;
  private Path folder;
  private OwnDashboards own;

  @BeforeEach
  void name() {
    folder = home.resolve("dashboards");
    own = new OwnDashboards(folder, Set.of("overview"));
  }

  private static Dashboard dashboard(String id, String title) {
    Widget widget = new Widget("a", title, Chart.TABLE, "SELECT 1 AS n", Widget.Axes.NONE);
    return new Dashboard(id, title, "", List.of(widget));
  }

  private void write(String name, Dashboard dashboard) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), dashboard.yaml());
  }

  private List<String> told() {
    return own.read().problems().stream()
        .map(problem -> folder.relativize(Path.of(problem.file())) + ": " + problem.about())
        .toList();
  }

  private List<String> ids() {
    return own.read().dashboards().stream().map(Dashboard::id).toList();
  }

  @Test
  void withoutAFolderThereIsNoneAndNoMistake() {
    assertThat(own.read()).isEqualTo(new OwnDashboards.Reading(List.of(), List.of()));
    assertThat(folder).doesNotExist();
  }

  @Test
  void keepsReplacesAndDrops() throws IOException {
    own.keep(dashboard("mine", "One"));
    own.keep(dashboard("mine", "Two"));
    own.keep(dashboard("other", "Three"));
    assertThat(own.read().dashboards())
        .containsExactly(dashboard("mine", "Two"), dashboard("other", "Three"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("mine.yaml", "other.yaml");
    }
    assertThat(own.drop("mine")).isTrue();
    assertThat(own.drop("mine")).isFalse();
    assertThat(ids()).containsExactly("other");
  }

  @Test
  void aFileNameComesFromTheIdAlone() throws IOException {
    own.keep(dashboard("mine", "../../evil\n$(reboot) \u202e<b>"));
    assertThat(own.read().dashboards().getFirst().title()).startsWith("../../evil\n");
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(folder.resolve("mine.yaml"));
    }
    for (String id :
        List.of("", "..", "../x", "a/b", "A", "a.b", "a b", "x".repeat(65), "\u0131")) {
      assertThat(own.problems(dashboard(id, "x"))).as(id).isNotEmpty();
      assertThat(own.drop(id)).as(id).isFalse();
      assertThatThrownBy(() -> own.keep(dashboard(id, "x")))
          .as(id)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyMistakeIsToldAndTheOthersAreServed() throws IOException {
    write("good.yaml", dashboard("good", "Good"));
    write("also.yml", dashboard("also", "Also"));
    write("overview.yaml", dashboard("overview", "Mine"));
    write("wrong.yaml", dashboard("right", "x"));
    Files.writeString(folder.resolve("broken.yaml"), "id: [");
    Files.createDirectory(folder.resolve("folder.yaml"));
    Files.createSymbolicLink(folder.resolve("lost.yaml"), folder.resolve("nowhere"));
    Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff, 0, 1});
    Files.writeString(folder.resolve("note.txt"), "no dashboard");
    assertThat(ids()).containsExactly("also", "good");
    assertThat(told())
        .hasSize(6)
        .contains(
            "folder.yaml: it cannot be read: it is no file",
            "lost.yaml: it cannot be read: it is no file",
            "overview.yaml: id: a dashboard that comes with the program has it",
            "wrong.yaml: id: it is not the file's name")
        .anyMatch(text -> text.startsWith("broken.yaml: it is not YAML"))
        .anyMatch(text -> text.startsWith("bytes.yaml: "));
  }

  @Test
  void oneIdInTwoFilesIsToldAndTheFirstCounts() throws IOException {
    write("twice.yaml", dashboard("twice", "First"));
    write("twice.yml", dashboard("twice", "Second"));
    assertThat(own.read().dashboards()).containsExactly(dashboard("twice", "First"));
    assertThat(told()).containsExactly("twice.yml: id: another file has this id");
  }

  @Test
  void aFileWithTheOtherEndingIsReplacedAndNotDoubled() throws IOException {
    write("mine.yml", dashboard("mine", "One"));
    own.keep(dashboard("mine", "Two"));
    assertThat(own.read().dashboards()).containsExactly(dashboard("mine", "Two"));
    assertThat(told()).isEmpty();
  }

  @Test
  void whatSomebodyWroteWithAMistakeIsNotLost() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("mine.yaml"), "id: mine\ntitel: x\n");
    assertThatThrownBy(() -> own.keep(dashboard("mine", "Two")))
        .isInstanceOf(TrailhouseException.class)
        .hasMessageContaining("a file with mistakes");
    assertThat(folder.resolve("mine.yaml")).hasContent("id: mine\ntitel: x\n");
  }

  @Test
  void aBuiltInsIdIsRefused() {
    assertThat(own.problems(dashboard("overview", "Mine")))
        .extracting(DashboardProblem::about)
        .containsExactly("id: a dashboard that comes with the program has it");
    assertThat(own.problems(dashboard("mine", "Mine"))).isEmpty();
  }

  @Test
  void thereAreNotMoreThanThereMayBe() throws IOException {
    for (int i = 0; i <= OwnDashboards.MOST_FILES; i++) {
      write("d%03d.yaml".formatted(i), dashboard("d%03d".formatted(i), "x"));
    }
    assertThat(ids()).hasSize(OwnDashboards.MOST_FILES);
    assertThat(own.read().problems()).hasSize(1);
    assertThatThrownBy(() -> own.keep(dashboard("more", "x")))
        .isInstanceOf(TrailhouseException.class);
    own.keep(dashboard("d000", "changed"));
    assertThat(own.read().dashboards().getFirst().title()).isEqualTo("changed");
  }
}
