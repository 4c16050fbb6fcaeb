package io.trailhouse.platform;

import io.trailhouse.alert.AlertSpec;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.config.SourceSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.detection.DetectionRules;
import io.trailhouse.problem.Counted;
import io.trailhouse.quantity.S3Place;
import io.trailhouse.services.RouteService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What `serve` runs, a line for each thing with its name and what it is, so that who reads the log
/// need not have the configuration. No secret is in it.
///
/// @param rules null when no rule runs
record Inventory(TrailhouseConfig config, @Nullable DetectionRules rules) {
  private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);

  void log() {
    lines().forEach(line -> LOG.info("{}", line));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    config.sources().forEach(source -> lines.add("source " + source.name() + ": " + words(source)));
    for (RouteSpec route : config.routes()) {
      lines.add("route " + route.name() + ": to " + RouteService.destination(route));
      route
          .remarks()
          .forEach(each -> lines.add("route " + route.name() + ": remark: " + each.withPlace()));
    }
    DetectionRules loaded = rules;
    if (loaded != null) {
      addRules(loaded, lines);
    }
    for (AlertSpec alert : config.alerts()) {
      String heard = loaded == null ? "; no rule runs, so it says nothing" : "";
      lines.add(
          "alert %s: %s, from %s on%s"
              .formatted(alert.name(), alert.destination().place(), alert.atLeast().word(), heard));
    }
    lines.add("upkeep: every " + words(config.upkeep().every()));
    Duration within = config.heal().within();
    if (within != null) {
      lines.add("gaps of the last " + words(within) + ": fetched from Event history");
    }
    return lines;
  }

  private void addRules(DetectionRules loaded, List<String> lines) {
    if (!config.rules().sigma().isEmpty()) {
      lines.add(
          "rules: %s of %s"
              .formatted(
                  Counted.of(loaded.set().rules().size(), "rule"),
                  String.join(", ", config.rules().sigma())));
    }
    if (!config.rules().watches().isEmpty()) {
      lines.add(
          "watches: %s of %s, %s a table of places"
              .formatted(
                  Counted.of(loaded.watches().size(), "watch"),
                  String.join(", ", config.rules().watches()),
                  loaded.places().equals(io.trailhouse.watch.IpPlaces.NONE) ? "without" : "with"));
    }
  }

  private static String words(SourceSpec source) {
    return switch (source) {
      case SourceSpec.Bucket bucket -> {
        Duration every = bucket.every();
        String queue = bucket.queue();
        yield "log files in %s%s%s%s"
            .formatted(
                S3Place.text(bucket.bucket(), bucket.prefix()),
                queue == null ? "" : ", announced by " + queue,
                every == null ? "" : ", listed every " + words(every),
                bucket.role() == null ? "" : ", as " + bucket.role());
      }
      case SourceSpec.EventBus bus -> "events of EventBridge in " + bus.queue();
      case SourceSpec.EventHistory history ->
          "Event history of %s, every %s"
              .formatted(
                  history.regions().isEmpty()
                      ? "all enabled Regions"
                      : String.join(", ", history.regions()),
                  words(history.every()));
    };
  }

  private static String words(Duration time) {
    if (time.toSeconds() % 60 != 0) {
      return time.toSeconds() + " s";
    }
    return time.toMinutes() % 60 != 0
        ? time.toMinutes() + " min"
        : time.toHours() % 24 != 0 ? time.toHours() + " h" : time.toDays() + " d";
  }
}
