package io.trailhouse.platform;

import io.trailhouse.config.RouteSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.commit.SnapshotRetainer;
import io.trailhouse.problem.Causes;
import io.trailhouse.route.Route;
import io.trailhouse.route.RouteMatches;
import io.trailhouse.route.RouteRun;
import io.trailhouse.route.RouteStates;
import io.trailhouse.serve.Loop;
import io.trailhouse.serve.Role;
import io.trailhouse.serve.RouteLoop;
import io.trailhouse.serve.Supervised;
import io.trailhouse.serve.Supervisor;
import io.trailhouse.status.Problem;
import io.trailhouse.status.RouteStatus;
import io.trailhouse.stream.EventStream;
import io.trailhouse.stream.StreamPosition;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All routes of the configuration, following the table.
final class Routing implements AutoCloseable {
  private static final String FOLLOWER = "routes";
  private static final Duration RENEW_EVERY = Duration.ofSeconds(20);

  /// How long what a route has not delivered is kept in order while the program does not run.
  private static final Duration KEPT = Duration.ofDays(8);

  private final SnapshotRetainer holds;
  private final DestinationFactory destinations;
  private final List<RouteLoop> loops = new ArrayList<>();
  private final Supervised holding;

  private Routing(
      Platform platform,
      TrailhouseConfig config,
      OutputStream standardOutput,
      Supervisor supervisor) {
    this.holding = supervisor.of(Loop.of("routes", Role.CHORE, "routes", this::hold));
    this.holds = new SnapshotRetainer(platform.home(), platform.clock());
    this.destinations = new DestinationFactory(config.aws(), platform, standardOutput);
  }

  /// Starts every route of the configuration where it was; a new one with what comes next.
  ///
  /// @param events what they follow; it stays open when they are closed
  static Routing start(
      Platform platform,
      TrailhouseConfig config,
      EventStream events,
      OutputStream standardOutput,
      Supervisor supervisor) {
    Routing routing = new Routing(platform, config, standardOutput, supervisor);
    try {
      routing.open(platform, config, events, supervisor);
    } catch (IOException e) {
      throw Causes.unchecked(e, platform.home().toString());
    }
    return routing;
  }

  private void open(
      Platform platform, TrailhouseConfig config, EventStream events, Supervisor supervisor)
      throws IOException {
    List<Route> routes = new ArrayList<>();
    for (RouteSpec spec : config.routes()) {
      routes.add(destinations.route(spec, spec.name()));
    }
    RouteRun.Surroundings around =
        new RouteRun.Surroundings(
            events,
            id(platform),
            new RouteMatches(routes),
            new RouteStates(platform.home().resolve("routes")),
            platform.clock());
    StreamPosition head = events.head();
    for (int index = 0; index < routes.size(); index++) {
      int number = index;
      Route route = routes.get(number);
      loops.add(new RouteLoop(() -> new RouteRun(route, number, around, head), supervisor));
    }
    renew();
    loops.forEach(RouteLoop::start);
    if (!loops.isEmpty()) {
      holding.start();
    }
  }

  /// Tells this table from others that write to the same place.
  static String id(Platform platform) {
    return platform.lake().events().uuid().toString().substring(0, 8);
  }

  private Duration hold() {
    renew();
    return RENEW_EVERY;
  }

  private void renew() {
    loops.stream()
        .mapToLong(loop -> loop.remembered().commit())
        .min()
        .ifPresent(oldest -> holds.hold(FOLLOWER, oldest, KEPT));
  }

  /// What is wrong with the routes' hold on the table.
  List<Problem> problems() {
    Problem problem = holding.problem();
    return problem == null ? List.of() : List.of(problem);
  }

  List<RouteStatus> status() {
    return loops.stream().map(RouteLoop::status).toList();
  }

  /// Renews the hold on the table for the last time, once the routes have ended.
  @Override
  public void close() {
    renew();
    destinations.close();
  }
}
