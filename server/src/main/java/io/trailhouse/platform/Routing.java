package io.trailhouse.platform;

import io.trailhouse.config.RouteSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.CommittedEvents;
import io.trailhouse.lake.StreamHolds;
import io.trailhouse.problem.Causes;
import io.trailhouse.route.Route;
import io.trailhouse.route.RouteMatches;
import io.trailhouse.route.RouteRun;
import io.trailhouse.route.RouteStates;
import io.trailhouse.serve.Rounds;
import io.trailhouse.serve.RouteLoop;
import io.trailhouse.source.StreamPosition;
import io.trailhouse.status.Problem;
import io.trailhouse.status.RouteStatus;
import io.trailhouse.status.Trouble;
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

  private final StreamHolds holds;
  private final CommittedEvents events;
  private final Outlets outlets;
  private final List<RouteRun> runs = new ArrayList<>();
  private final List<RouteLoop> loops = new ArrayList<>();
  private final Rounds holding = new Rounds("route-holds", "routes", RENEW_EVERY, this::hold);

  private Routing(Platform platform, TrailhouseConfig config, OutputStream standardOutput) {
    this.holds = new StreamHolds(platform.home(), platform.clock());
    this.events = new CommittedEvents(platform.lake());
    this.outlets = new Outlets(config.aws(), platform, standardOutput);
  }

  /// Starts every route of the configuration where it was; a new one with what comes next.
  static Routing start(Platform platform, TrailhouseConfig config, OutputStream standardOutput) {
    Routing routing = new Routing(platform, config, standardOutput);
    try {
      routing.open(platform, config);
    } catch (IOException e) {
      throw Causes.unchecked(e, platform.home().toString());
    }
    return routing;
  }

  private void open(Platform platform, TrailhouseConfig config) throws IOException {
    List<Route> routes = new ArrayList<>();
    for (RouteSpec spec : config.routes()) {
      routes.add(outlets.route(spec, spec.name()));
    }
    RouteRun.Surroundings around =
        new RouteRun.Surroundings(
            events,
            id(platform),
            new RouteMatches(routes),
            new RouteStates(platform.home().resolve("routes")),
            platform.clock());
    StreamPosition head = events.head();
    for (int number = 0; number < routes.size(); number++) {
      runs.add(new RouteRun(routes.get(number), number, around, head));
    }
    renew();
    for (RouteRun run : runs) {
      loops.add(new RouteLoop(run));
    }
    loops.forEach(RouteLoop::start);
    if (!runs.isEmpty()) {
      holding.startAfter(RENEW_EVERY);
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
    runs.stream()
        .mapToLong(run -> run.remembered().commit())
        .min()
        .ifPresent(oldest -> holds.hold(FOLLOWER, oldest, KEPT));
  }

  /// What is wrong with the routes' hold on the table.
  List<Problem> problems() {
    Trouble trouble = holding.trouble();
    return trouble == null ? List.of() : List.of(new Problem("routes", trouble));
  }

  List<RouteStatus> status() {
    return loops.stream().map(RouteLoop::status).toList();
  }

  @Override
  public void close() throws InterruptedException {
    holding.end();
    for (RouteLoop loop : loops) {
      loop.stop();
    }
    renew();
    events.close();
    outlets.close();
  }
}
