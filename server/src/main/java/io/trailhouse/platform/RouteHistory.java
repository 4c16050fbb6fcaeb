package io.trailhouse.platform;

import io.trailhouse.config.AwsSpec;
import io.trailhouse.config.DestinationSpec;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.lake.commit.SnapshotRetainer;
import io.trailhouse.lake.commit.StoredEvents;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.route.DryRun;
import io.trailhouse.route.ObjectRouteWriter;
import io.trailhouse.route.Route;
import io.trailhouse.route.RouteAccount;
import io.trailhouse.route.RouteMatches;
import io.trailhouse.route.RouteRun;
import io.trailhouse.route.RouteState;
import io.trailhouse.route.RouteStates;
import io.trailhouse.stream.EventStream.Chunk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// Routes over what is in the table already.
public final class RouteHistory {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Platform platform;
  private final AwsSpec aws;
  private final Stretch stretch;

  /// Which events: from a time, included, to another, not included.
  public record Stretch(@Nullable Instant from, @Nullable Instant to) {}

  public RouteHistory(Platform platform, AwsSpec aws, Stretch stretch) {
    this.platform = platform;
    this.aws = aws;
    this.stretch = stretch;
  }

  /// What routes would do, by their names; nothing is sent and no destination is asked.
  ///
  /// @param progress hears how much is done, from 0 to 1
  public Map<String, DryRun.Outcome> dryRun(List<RouteSpec> specs, DoubleConsumer progress)
      throws IOException {
    List<Route> routes = new ArrayList<>();
    try (DestinationFactory destinations =
        new DestinationFactory(aws, platform, OutputStream.nullOutputStream())) {
      specs.forEach(spec -> routes.add(destinations.routeWithoutDestination(spec)));
    }
    RouteMatches matches = new RouteMatches(routes);
    List<DryRun> runs = new ArrayList<>();
    for (int number = 0; number < routes.size(); number++) {
      RouteSpec spec = specs.get(number);
      boolean ofObjects =
          spec.to() instanceof DestinationSpec.Folder
              || spec.to() instanceof DestinationSpec.Bucket;
      DryRun.Prefixes prefixes =
          ofObjects ? ObjectRouteWriter.prefixes(spec.objects().prefix()) : (subject, time) -> "";
      runs.add(new DryRun(routes.get(number), number, matches, prefixes));
    }
    try (StoredEvents events =
        new StoredEvents(platform.lake(), stretch.from(), stretch.to(), null)) {
      for (Chunk chunk = events.from(events.start());
          chunk != null;
          chunk = events.from(chunk.next())) {
        for (DryRun run : runs) {
          run.take(chunk);
        }
        progress.accept(share(events, chunk));
      }
    }
    Map<String, DryRun.Outcome> outcomes = new LinkedHashMap<>();
    for (int number = 0; number < runs.size(); number++) {
      outcomes.put(specs.get(number).name(), runs.get(number).outcome());
    }
    return outcomes;
  }

  private static double share(StoredEvents events, Chunk chunk) {
    return (double) (chunk.start().row() + chunk.events().rows()) / Math.max(1, events.rows());
  }

  /// Sends the stretch by one route. Broken off, the same call goes on where it was, with the same
  /// objects. Its clock stands still, so that where batches end follows from the events alone and a
  /// second replay of the same snapshot writes the same objects.
  ///
  /// @param standardOutput for a route that goes there
  public RouteAccount replay(RouteSpec spec, OutputStream standardOutput, DoubleConsumer progress)
      throws IOException, InterruptedException {
    String name =
        spec.name() + "-replay" + name(stretch.from(), "-from-") + name(stretch.to(), "-to-");
    Path locks = platform.home().resolve("locks");
    try (SoleOwner alone =
        SoleOwner.of(locks.resolve(name + ".lock"), "replay of this", platform.clock())) {
      return replayAlone(spec, name, standardOutput, progress);
    }
  }

  private RouteAccount replayAlone(
      RouteSpec spec, String name, OutputStream standardOutput, DoubleConsumer progress)
      throws IOException, InterruptedException {
    RouteStates states = new RouteStates(platform.home().resolve("replays"));
    RouteState known = states.read(name);
    Long snapshot = known == null ? null : known.position().commit() - (isAtEnd(known) ? 1 : 0);
    SnapshotRetainer holds = new SnapshotRetainer(platform.home(), platform.clock());
    try (DestinationFactory destinations = new DestinationFactory(aws, platform, standardOutput);
        StoredEvents events =
            new StoredEvents(platform.lake(), stretch.from(), stretch.to(), snapshot)) {
      holds.hold(name, events.snapshot(), Duration.ofDays(8));
      Route route = destinations.route(spec, name);
      RouteRun run =
          new RouteRun(
              route,
              0,
              new RouteRun.Surroundings(
                  events,
                  Routing.id(platform),
                  new RouteMatches(List.of(route)),
                  states,
                  InstantSource.fixed(platform.clock().instant())),
              events.start());
      send(run, events, progress);
      route.destination().close();
      states.remove(name);
      holds.release(name);
      return run.status().account();
    }
  }

  private static boolean isAtEnd(RouteState state) {
    return state.position().row() == 0 && state.account().in() > 0;
  }

  private static String name(@Nullable Instant time, String word) {
    return time == null ? "" : word + time.getEpochSecond();
  }

  private static void send(RouteRun run, StoredEvents events, DoubleConsumer progress)
      throws IOException, InterruptedException {
    boolean read = events.rows() == 0;
    while (!read || !run.isSettled()) {
      Duration pause = read ? run.finish() : run.work();
      read |= run.status().position().compareTo(events.head()) >= 0;
      String problem = run.status().problem();
      if (!pause.isZero() && problem != null) {
        throw new TrailhouseException(
            Code.SOURCE_UNREADABLE,
            "the destination of the route accepts nothing: " + problem,
            run.route().name(),
            "Fix it and run the same command again: it goes on where it was");
      }
      progress.accept((double) run.status().position().row() / Math.max(1, events.rows()));
      if (!pause.isZero() && !read) {
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }
}
