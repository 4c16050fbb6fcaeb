package io.trailhouse.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The dashboards that come with the program.
public final class BuiltInDashboards {
  private static final String FOLDER = "builtin/";

  /// Lists the files, because a folder on the class path cannot.
  private static final String INDEX = FOLDER + "index.txt";

  private static final List<Dashboard> ALL = read();

  private BuiltInDashboards() {}

  /// All of them, in the order in which they are shown.
  public static List<Dashboard> all() {
    return ALL;
  }

  private static List<Dashboard> read() {
    List<Dashboard> all = new ArrayList<>();
    List<DashboardProblem> problems = new ArrayList<>();
    for (String name : names()) {
      try (InputStream in = open(FOLDER + name)) {
        Dashboard dashboard = DashboardReader.read(in, name, problems);
        if (dashboard != null) {
          all.add(dashboard);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          String.join("\n", problems.stream().map(DashboardProblem::text).toList()));
    }
    return List.copyOf(all);
  }

  private static List<String> names() {
    try (InputStream in = open(INDEX)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    @Nullable InputStream in = BuiltInDashboards.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(name + " is missing from the program");
    }
    return in;
  }
}
