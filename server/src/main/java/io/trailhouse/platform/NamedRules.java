package io.trailhouse.platform;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.detection.DetectionRules;
import io.trailhouse.rule.BuiltinRules;
import io.trailhouse.rule.RulePlaces;
import io.trailhouse.rule.RuleReading;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.watch.BuiltInWatches;
import io.trailhouse.watch.IpPlaces;
import io.trailhouse.watch.MetricAlarms;
import io.trailhouse.watch.WatchFiles;
import io.trailhouse.watch.WatchSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Rules of every kind as somebody names them: files and folders, and words for those that come
/// with the program.
///
/// @param sigma rules on single events, and correlations
/// @param watches rules that remember, each with where it stands
/// @param problems what is wrong with watches, a line for people each
/// @param places what tells where addresses are
public record NamedRules(
    RuleReading sigma, List<Placed> watches, List<String> problems, IpPlaces places) {
  /// The built-in rules of Sigma's kind.
  public static final String BUILT_IN = BuiltinRules.WORD;

  /// The built-in rules that remember, but for alarms.
  public static final String WATCHES = "watches";

  /// The alarms of the CIS benchmark in the newest version that they are usual in.
  public static final String BENCHMARK = RulesSpec.BENCHMARK;

  /// A watch and where it stands.
  ///
  /// @param file as it was named
  public record Placed(WatchSpec spec, String file) {}

  /// Reads them.
  ///
  /// @param named files, folders, and the words
  /// @param placeholders values of `%name%`
  /// @param spec names the files of places
  public static NamedRules read(
      List<String> named, Map<String, List<String>> placeholders, RulesSpec spec) {
    IpPlaces places = LoadedRules.places(spec);
    List<Placed> watches = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<String> sigma = new ArrayList<>();
    for (String place : named) {
      switch (place) {
        case BUILT_IN -> sigma.add(place);
        case WATCHES ->
            BuiltInWatches.all().stream()
                .filter(each -> !each.needsPlaces() || !places.equals(IpPlaces.NONE))
                .forEach(each -> watches.add(new Placed(each, WATCHES)));
        case BENCHMARK ->
            MetricAlarms.cis().forEach(each -> watches.add(new Placed(each, BENCHMARK)));
        default -> sigma.addAll(others(place, watches, problems));
      }
    }
    RuleReading reading =
        sigma.isEmpty()
            ? new RuleReading(List.of(), List.of(), List.of())
            : RulePlaces.read(sigma, placeholders);
    return new NamedRules(reading, List.copyOf(watches), List.copyOf(problems), places);
  }

  /// Takes the watches of a place; what is left of it is for who reads Sigma rules.
  private static List<String> others(String place, List<Placed> watches, List<String> problems) {
    List<Path> holding = holding(place);
    for (Path file : holding) {
      WatchFiles.read(file, problems)
          .forEach(each -> watches.add(new Placed(each, file.toString())));
    }
    if (holding.isEmpty()) {
      return List.of(place);
    }
    return RulePlaces.files(Path.of(place)).stream()
        .filter(file -> !holding.contains(file))
        .map(Path::toString)
        .toList();
  }

  private static List<Path> holding(String place) {
    try {
      Path path = Path.of(place);
      return Files.exists(path) ? WatchFiles.in(path) : List.of();
    } catch (InvalidPathException e) {
      return List.of(); // said by who reads Sigma rules
    }
  }

  /// All that are sound, to be run.
  public DetectionRules rules() {
    return new DetectionRules(
        new RuleSet(sigma.rules()), watches.stream().map(Placed::spec).toList(), places);
  }

  /// Whether nothing is wrong with any.
  public boolean isSound() {
    return sigma.problems().isEmpty() && problems.isEmpty();
  }

  /// How many there are.
  public int size() {
    return sigma.rules().size() + watches.size();
  }
}
