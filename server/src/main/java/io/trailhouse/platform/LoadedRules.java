package io.trailhouse.platform;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.detection.DetectionRules;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RulePlaces;
import io.trailhouse.rule.RuleReading;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.watch.BuiltInWatches;
import io.trailhouse.watch.IpPlaces;
import io.trailhouse.watch.MaxMindPlaces;
import io.trailhouse.watch.MetricAlarms;
import io.trailhouse.watch.WatchFiles;
import io.trailhouse.watch.WatchSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the rules that the configuration names.
final class LoadedRules {
  private static final String BUILT_IN = RulesSpec.BUILT_IN;
  private static final String BENCHMARK = RulesSpec.BENCHMARK;
  private static final List<String> WATCH_WORDS = List.of(BUILT_IN, BENCHMARK);

  private LoadedRules() {}

  /// What is wrong with what a key of the configuration names.
  ///
  /// @param key such as `rules`
  record Mistake(String key, String problem) {}

  /// Reads all of them.
  ///
  /// @throws TrailhouseException that names every problem of every file
  static DetectionRules read(RulesSpec spec) {
    List<Mistake> mistakes = new ArrayList<>();
    DetectionRules rules = read(spec, mistakes);
    if (mistakes.isEmpty()) {
      return rules;
    }
    throw new TrailhouseException(
        Code.CONFIG_INVALID,
        "%s wrong with the rules:%s"
            .formatted(
                Counted.of(mistakes.size(), "thing", "is", "are"),
                mistakes.stream()
                    .map(each -> "\n  " + each.key() + ": " + each.problem())
                    .collect(Collectors.joining())),
        mistakes.stream().map(Mistake::key).distinct().collect(Collectors.joining(", ")),
        "Fix these files and names; `trailhouse config check` names what is left");
  }

  /// Reads what can be read, to its end.
  ///
  /// @param mistakes gets everything that is wrong
  static DetectionRules read(RulesSpec spec, List<Mistake> mistakes) {
    List<Rule> rules = rules(spec, mistakes);
    IpPlaces places = IpPlaces.NONE;
    try {
      places = places(spec);
    } catch (TrailhouseException e) {
      boolean isCountries = e.place().equals(String.valueOf(spec.countries()));
      mistakes.add(
          new Mistake(
              isCountries ? "places.countries" : "places.networks",
              e.place() + ": " + e.problem() + ". " + e.remedy()));
    }
    List<WatchSpec> watches = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    boolean knowsPlaces = !places.equals(IpPlaces.NONE);
    for (String place : existing("watches", spec.watches(), WATCH_WORDS, mistakes)) {
      switch (place) {
        case BUILT_IN ->
            BuiltInWatches.all().stream()
                .filter(each -> !each.needsPlaces() || knowsPlaces)
                .forEach(watches::add);
        case BENCHMARK -> watches.addAll(MetricAlarms.cis());
        default -> watches.addAll(WatchFiles.read(Path.of(place), problems));
      }
    }
    problems.forEach(problem -> mistakes.add(new Mistake("watches", problem)));
    return new DetectionRules(new RuleSet(rules), watches, places);
  }

  private static List<Rule> rules(RulesSpec spec, List<Mistake> mistakes) {
    List<String> there = existing("rules", spec.sigma(), List.of(BUILT_IN), mistakes);
    if (there.isEmpty()) {
      return List.of();
    }
    RuleReading reading = RulePlaces.read(there, Map.of());
    reading.problems().forEach(problem -> mistakes.add(new Mistake("rules", problem.text())));
    return reading.rules();
  }

  /// The places that are there; each of the others is a mistake, with the word that may be meant.
  private static List<String> existing(
      String key, List<String> places, List<String> words, List<Mistake> mistakes) {
    List<String> there = new ArrayList<>();
    for (String place : places) {
      if (words.contains(place) || Files.exists(Path.of(place))) {
        there.add(place);
        continue;
      }
      String near = NearName.of(String.valueOf(Path.of(place).getFileName()), words);
      String meant =
          near == null
              ? "name a file or folder, or " + String.join(" or ", words)
              : "did you mean " + near + "?";
      mistakes.add(new Mistake(key, place + " does not exist; " + meant));
    }
    return there;
  }

  /// What the named files look like from outside, for who wants to know cheaply whether to read
  /// them again: changes when one is made, written or removed.
  static List<String> stamps(RulesSpec spec) {
    List<String> stamps = new ArrayList<>();
    Stream.concat(spec.sigma().stream(), spec.watches().stream())
        .filter(place -> !RulesSpec.isWord(place))
        .forEach(place -> stamp(Path.of(place), stamps));
    return stamps;
  }

  private static void stamp(Path place, List<String> stamps) {
    try (Stream<Path> below = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : below.filter(Files::isRegularFile).sorted().toList()) {
        stamps.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException | UncheckedIOException e) {
      stamps.add(place + " " + e.getMessage());
    }
  }

  static IpPlaces places(RulesSpec spec) {
    Path countries = spec.countries();
    Path networks = spec.networks();
    Path one = countries == null ? networks : countries;
    Path other = networks == null ? countries : networks;
    return one == null || other == null ? IpPlaces.NONE : MaxMindPlaces.open(one, other);
  }
}
