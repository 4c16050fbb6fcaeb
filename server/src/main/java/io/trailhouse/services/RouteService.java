package io.trailhouse.services;

import io.trailhouse.config.DestinationSpec;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.quantity.S3Place;
import io.trailhouse.route.RouteAccount;
import io.trailhouse.route.RouteState;
import io.trailhouse.route.RouteStates;
import io.trailhouse.status.RouteStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The routes of a configuration: where they go, and how far they are, as the home folder remembers
/// it.
public final class RouteService {
  private final RouteStates states;
  private final List<RouteSpec> routes;

  /// @param home the home folder
  /// @param routes those of the configuration
  public RouteService(Path home, List<RouteSpec> routes) {
    this.states = new RouteStates(home.resolve("routes"));
    this.routes = routes;
  }

  /// The routes of these names, or all when none is named.
  ///
  /// @throws TrailhouseException with NOT_FOUND when one is not there
  public List<RouteSpec> named(List<String> names) {
    if (routes.isEmpty()) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "the configuration has no routes",
          "routes",
          "Write one into trailhouse.yaml, such as routes: {iam: {source: iam, to: {folder:"
              + " ./iam/}}}, or name the file with --config");
    }
    return names.isEmpty() ? routes : names.stream().map(this::named).toList();
  }

  private RouteSpec named(String name) {
    return routes.stream()
        .filter(route -> route.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private TrailhouseException unknown(String name) {
    List<String> there = routes.stream().map(RouteSpec::name).toList();
    String near = NearName.of(name, there);
    return new TrailhouseException(
        Code.NOT_FOUND,
        "there is no route " + name,
        "routes",
        near == null ? "There are " + String.join(", ", there) : "Did you mean " + near + "?");
  }

  /// What was remembered of a route last; empty for a route that never ran.
  public Optional<RouteStatus> status(String route) throws IOException {
    RouteState state = states.read(route);
    if (state == null) {
      return Optional.empty();
    }
    RouteAccount account = state.account();
    return Optional.of(
        new RouteStatus(
            route,
            null,
            state.position().toString(),
            new RouteStatus.Counts(
                account.in(),
                account.kept(),
                account.dropped(),
                account.delivered(),
                account.waiting(),
                account.failed())));
  }

  /// A destination in words, without its secrets.
  public static String destination(RouteSpec route) {
    return switch (route.to()) {
      case DestinationSpec.Folder folder -> folder.folder() + "/" + route.objects().prefix();
      case DestinationSpec.Bucket bucket ->
          S3Place.text(bucket.bucket(), route.objects().prefix().toString());
      case DestinationSpec.Service service ->
          service.service().name().toLowerCase(Locale.ROOT) + " " + service.target();
      case DestinationSpec.Webhook webhook -> "a webhook";
      case DestinationSpec.Print print -> "standard output";
    };
  }
}
