package io.trailhouse.dashboard;

import io.trailhouse.durable.DurableFile;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The dashboards of a user: a folder with a YAML file for each, whose name is the id. Files are
/// read anew each time, so that one that was edited is seen at once. One writer at a time; whoever
/// has several sees to that.
public final class OwnDashboards {
  static final int MOST_FILES = 500;

  private static final List<String> ENDINGS = List.of(".yaml", ".yml");

  private final Path folder;
  private final Set<String> taken;

  /// @param folder need not be there
  /// @param taken ids that belong to others
  public OwnDashboards(Path folder, Set<String> taken) {
    this.folder = folder;
    this.taken = Set.copyOf(taken);
  }

  /// What a folder holds.
  ///
  /// @param dashboards those without a mistake, by id
  /// @param problems every mistake of the others
  public record Reading(List<Dashboard> dashboards, List<DashboardProblem> problems) {}

  /// Reads all files. A mistake in one says nothing about the next.
  public Reading read() {
    List<DashboardProblem> problems = new ArrayList<>();
    Map<String, Dashboard> byId = new TreeMap<>();
    for (Path file : files(problems)) {
      Dashboard dashboard = readFile(file, problems);
      if (dashboard != null && byId.putIfAbsent(dashboard.id(), dashboard) != null) {
        wrong(file, "id", "another file has this id", "Leave one of them", problems);
      }
    }
    return new Reading(List.copyOf(byId.values()), List.copyOf(problems));
  }

  private List<Path> files(List<DashboardProblem> problems) {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(file -> ENDINGS.stream().anyMatch(name(file)::endsWith)).sorted().toList();
      if (files.size() > MOST_FILES) {
        String problem = "more than " + MOST_FILES + " dashboards are in the folder";
        wrong(folder, "", problem, "The first by name are used; take some away", problems);
      }
      return files.stream().limit(MOST_FILES).toList();
    } catch (IOException e) {
      String problem = "the folder cannot be read: " + FileReason.of(e);
      wrong(folder, "", problem, "Make it readable", problems);
      return List.of();
    }
  }

  private @Nullable Dashboard readFile(Path file, List<DashboardProblem> problems) {
    if (!Files.isRegularFile(file)) { // a pipe would never end
      wrong(file, "", "it cannot be read: it is no file", "Take it away", problems);
      return null;
    }
    int before = problems.size();
    try (InputStream in = Files.newInputStream(file)) {
      Dashboard dashboard = DashboardReader.read(in, file.toString(), problems);
      if (dashboard != null) {
        judgeId(file, dashboard.id(), problems);
      }
      return problems.size() == before ? dashboard : null;
    } catch (IOException e) {
      String problem = "it cannot be read: " + FileReason.of(e);
      wrong(file, "", problem, "Make the file readable", problems);
      return null;
    }
  }

  private void judgeId(Path file, String id, List<DashboardProblem> problems) {
    if (taken.contains(id)) {
      String remedy = "Give it another id, and the file its name";
      wrong(file, "id", "a dashboard that comes with the program has it", remedy, problems);
    } else if (ENDINGS.stream().noneMatch(ending -> name(file).equals(id + ending))) {
      String remedy = "Call the file " + id + ENDINGS.getFirst();
      wrong(file, "id", "it is not the file's name", remedy, problems);
    }
  }

  private static void wrong(
      Path file, String key, String problem, String remedy, List<DashboardProblem> problems) {
    problems.add(new DashboardProblem(file.toString(), 1, 1, key, problem, remedy));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// All that is wrong with a dashboard that somebody wants to keep.
  public List<DashboardProblem> problems(Dashboard dashboard) {
    List<DashboardProblem> problems = new ArrayList<>();
    byte[] yaml = dashboard.yaml().getBytes(StandardCharsets.UTF_8);
    String name = dashboard.id() + ENDINGS.getFirst();
    DashboardReader.read(new ByteArrayInputStream(yaml), name, problems);
    if (taken.contains(dashboard.id())) {
      String remedy = "Give it another id";
      wrong(
          Path.of("dashboards"),
          "id",
          "a dashboard that comes with the program has it",
          remedy,
          problems);
    }
    return problems;
  }

  /// Keeps a dashboard in the place of the one with its id. A crash leaves the old or the new one.
  ///
  /// @param dashboard one without [#problems]
  /// @throws TrailhouseException with WRONG_USE when its file is there and is no such dashboard, or
  ///   when there are as many as there may be; with HOME_UNUSABLE when it cannot be written
  public void keep(Dashboard dashboard) {
    Path file = fileOf(dashboard.id());
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      refuseOther(file);
    } else if (files(new ArrayList<>()).size() >= MOST_FILES) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "there are " + MOST_FILES + " dashboards",
          folder.toString(),
          "Take some away first");
    }
    try {
      new DurableFile(file).write(dashboard.yaml().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(file, "cannot be written", e);
    }
  }

  /// What somebody wrote by hand and has mistakes is not written over: it would be lost.
  private void refuseOther(Path file) {
    List<DashboardProblem> problems = new ArrayList<>();
    if (readFile(file, problems) == null) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "a file with mistakes is in the place of the dashboard",
          file.toString(),
          "Mend it or take it away: " + problems.getFirst().text());
    }
  }

  /// Takes a dashboard away; false when there is none of this id.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when its file cannot be removed
  public boolean drop(String id) {
    if (read().dashboards().stream().noneMatch(each -> each.id().equals(id))) {
      return false;
    }
    Path file = fileOf(id);
    try {
      new DurableFile(file).remove();
      return true;
    } catch (IOException e) {
      throw unusable(file, "cannot be removed", e);
    }
  }

  private Path fileOf(String id) {
    if (!Dashboard.isId(id)) {
      throw new IllegalArgumentException("no id");
    }
    return ENDINGS.stream()
        .map(ending -> folder.resolve(id + ending))
        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        .findFirst()
        .orElse(folder.resolve(id + ENDINGS.getFirst()));
  }

  private static TrailhouseException unusable(Path file, String what, IOException why) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the dashboard " + what + ": " + FileReason.of(why),
        file.toString(),
        "Make room and its folder writable",
        why);
  }
}
