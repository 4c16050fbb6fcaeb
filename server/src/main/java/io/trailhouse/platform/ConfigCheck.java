package io.trailhouse.platform;

import io.trailhouse.aws.destination.PlaceName;
import io.trailhouse.config.ConfigFile;
import io.trailhouse.config.ConfigProblem;
import io.trailhouse.config.DestinationSpec;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.destination.OutputPlace;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Everything that `serve` would find wrong with a configuration before it reaches another machine:
/// the file itself, the rules, watches and tables that it names, and the names of destinations.
public final class ConfigCheck {
  private ConfigCheck() {}

  /// All problems, in the order of lines.
  ///
  /// @param home the home folder that `serve` would have
  public static List<ConfigProblem> of(ConfigFile file, Path home) {
    List<ConfigProblem> problems = new ArrayList<>(file.problems());
    TrailhouseConfig config = file.readable();
    List<LoadedRules.Mistake> mistakes = new ArrayList<>(destinations(config));
    mistakes.addAll(folders(config, home));
    LoadedRules.read(config.rules(), mistakes);
    for (LoadedRules.Mistake each : mistakes) {
      boolean known = problems.stream().anyMatch(other -> other.key().equals(each.key()));
      if (!known || !each.key().startsWith("places.")) { // a table that is not there is told once
        problems.add(file.problem(each.key(), each.problem()));
      }
    }
    problems.sort(
        Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column));
    return problems;
  }

  /// What is wrong with the folders that are written: asked of those who write them.
  private static List<LoadedRules.Mistake> folders(TrailhouseConfig config, Path home) {
    List<LoadedRules.Mistake> mistakes = new ArrayList<>();
    Path warehouse = Platform.warehouse(home, config.lake());
    try {
      Lake.requireWarehouseIn(home, warehouse);
      String unfit = config.lake().warehouse() == null ? null : OutputPlace.problem(warehouse);
      if (unfit != null) {
        mistakes.add(new LoadedRules.Mistake("lake.warehouse", warehouse + ": " + unfit));
      }
    } catch (TrailhouseException e) {
      mistakes.add(new LoadedRules.Mistake("lake.warehouse", e.place() + ": " + e.problem()));
    }
    OutputPlace place = new OutputPlace(List.of(home, warehouse));
    for (RouteSpec route : config.routes()) {
      RouteSpec.Errors errors = route.errors();
      for (DestinationSpec to :
          errors == null ? List.of(route.to()) : List.of(route.to(), errors.to())) {
        if (to instanceof DestinationSpec.Folder folder) {
          try {
            String unfit = OutputPlace.problem(place.folder(folder.folder()));
            if (unfit != null) {
              String problem = "to: " + folder.folder() + ": " + unfit;
              mistakes.add(new LoadedRules.Mistake("routes." + route.name(), problem));
            }
          } catch (TrailhouseException e) {
            mistakes.add(
                new LoadedRules.Mistake(
                    "routes." + route.name(), "to: " + e.place() + ": " + e.problem()));
          }
        }
      }
    }
    return mistakes;
  }

  /// @throws TrailhouseException with CONFIG_INVALID that names every destination that can have no
  ///   such name
  static void requireDestinations(TrailhouseConfig config) {
    List<LoadedRules.Mistake> mistakes = destinations(config);
    if (!mistakes.isEmpty()) {
      List<String> lines =
          mistakes.stream().map(each -> "\n  " + each.key() + ": " + each.problem()).toList();
      throw new TrailhouseException(
          Code.CONFIG_INVALID,
          Counted.format("%d destinations are wrong:%s", lines.size(), String.join("", lines)),
          "routes",
          "Write them as the services show them");
    }
  }

  private static List<LoadedRules.Mistake> destinations(TrailhouseConfig config) {
    List<LoadedRules.Mistake> mistakes = new ArrayList<>();
    for (RouteSpec route : config.routes()) {
      if (route.to() instanceof DestinationSpec.Service service) {
        PlaceName name = name(service.service());
        boolean right = name.isOne(service.target());
        if (!right
            || (name == PlaceName.LOG_GROUP && !PlaceName.LOG_STREAM.isOne(service.part()))) {
          String shown = right ? service.part() : service.target();
          mistakes.add(
              new LoadedRules.Mistake(
                  "routes." + route.name(),
                  "to: '" + shown + "' can be no name of " + words(service.service())));
        }
      }
    }
    return mistakes;
  }

  private static PlaceName name(DestinationSpec.Kind service) {
    return switch (service) {
      case SQS -> PlaceName.QUEUE;
      case SNS -> PlaceName.TOPIC;
      case EVENTBRIDGE -> PlaceName.BUS;
      case KINESIS -> PlaceName.STREAM;
      case FIREHOSE -> PlaceName.FIREHOSE;
      case LOGS -> PlaceName.LOG_GROUP;
    };
  }

  private static String words(DestinationSpec.Kind service) {
    return switch (service) {
      case SQS -> "a queue; it is named by its URL";
      case SNS -> "a topic; it is named by its ARN";
      case EVENTBRIDGE -> "an EventBridge bus";
      case KINESIS -> "a Kinesis data stream";
      case FIREHOSE -> "a Firehose stream";
      case LOGS -> "a log group or its stream";
    };
  }
}
