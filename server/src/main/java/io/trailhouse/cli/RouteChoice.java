package io.trailhouse.cli;

import io.trailhouse.config.RouteSpec;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import java.util.ArrayList;
import java.util.List;

/// Routes of the configuration that a command names.
final class RouteChoice {
  private RouteChoice() {}

  /// The named routes, or all when none is named.
  ///
  /// @throws TrailhouseException with NOT_FOUND when one is not there
  static List<RouteSpec> of(List<RouteSpec> all, List<String> names) {
    if (all.isEmpty()) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "the configuration has no routes",
          "routes",
          "Write one into trailhouse.yaml, such as routes: {iam: {source: iam, to: {folder:"
              + " ./iam/}}}, or name the file with --config");
    }
    List<RouteSpec> chosen = new ArrayList<>();
    for (String name : names) {
      all.stream()
          .filter(route -> route.name().equals(name))
          .findFirst()
          .ifPresentOrElse(chosen::add, () -> unknown(all, name));
    }
    return names.isEmpty() ? all : chosen;
  }

  private static void unknown(List<RouteSpec> all, String name) {
    List<String> there = all.stream().map(RouteSpec::name).toList();
    String near = NearName.of(name, there);
    throw new TrailhouseException(
        Code.NOT_FOUND,
        "there is no route " + name,
        "routes",
        near == null ? "There are " + String.join(", ", there) : "Did you mean " + near + "?");
  }
}
