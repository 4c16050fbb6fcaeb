package io.trailhouse.platform;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RulePlaces;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.rule.watch.BuiltInWatches;
import io.trailhouse.rule.watch.IpPlaces;
import io.trailhouse.rule.watch.MaxMindPlaces;
import io.trailhouse.rule.watch.MetricAlarms;
import io.trailhouse.rule.watch.Watch;
import io.trailhouse.rule.watch.WatchReader;
import io.trailhouse.rule.watch.WatchSpec;
import io.trailhouse.select.InvalidConditionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The rules that the configuration names, read and sound.
///
/// @param set rules on single events, and correlations
/// @param watches rules that remember
/// @param places what tells where addresses are
record LoadedRules(RuleSet set, List<WatchSpec> watches, IpPlaces places) {
  /// Reads all of them.
  ///
  /// @throws TrailhouseException that names every problem of every file
  static LoadedRules read(RulesSpec spec) {
    List<Rule> rules =
        spec.sigma().isEmpty() ? List.of() : RulePlaces.read(spec.sigma(), Map.of()).sound();
    IpPlaces places = places(spec);
    List<WatchSpec> watches = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String place : spec.watches()) {
      switch (place) {
        case "builtin" ->
            BuiltInWatches.all().stream()
                .filter(each -> !each.needsPlaces() || !places.equals(IpPlaces.NONE))
                .forEach(watches::add);
        case "cis" -> watches.addAll(MetricAlarms.cis());
        default -> read(Path.of(place), watches, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new TrailhouseException(
          Code.CONFIG_INVALID,
          "rules have mistakes:\n  " + String.join("\n  ", problems),
          "watches",
          "Mend these files");
    }
    return new LoadedRules(new RuleSet(rules), List.copyOf(watches), places);
  }

  private static IpPlaces places(RulesSpec spec) {
    Path countries = spec.countries();
    Path networks = spec.networks();
    Path one = countries == null ? networks : countries;
    Path other = networks == null ? countries : networks;
    return one == null || other == null ? IpPlaces.NONE : MaxMindPlaces.open(one, other);
  }

  private static void read(Path place, List<WatchSpec> watches, List<String> problems) {
    try (Stream<Path> below = Files.walk(place)) {
      for (Path file : below.filter(LoadedRules::isRuleFile).sorted().toList()) {
        readFile(file, watches, problems);
      }
    } catch (IOException e) {
      problems.add(place + ": it cannot be read: " + e.getMessage());
    }
  }

  private static boolean isRuleFile(Path file) {
    return Files.isRegularFile(file) && file.toString().matches(".*\\.ya?ml");
  }

  private static void readFile(Path file, List<WatchSpec> watches, List<String> problems)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (Object document :
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadAllFromInputStream(in)) {
        if (document instanceof Map<?, ?> tree) {
          watches.add(WatchReader.read(tree));
        }
      }
    } catch (InvalidConditionException e) {
      problems.add(file + ": " + e.getMessage());
    } catch (YamlEngineException e) {
      problems.add(file + ": not YAML: " + e.getMessage());
    }
  }

  /// New watches that remember nothing yet.
  List<Watch> freshWatches() {
    return watches.stream().map(spec -> spec.watch(places)).toList();
  }

  /// Changes when the content of any rule does.
  List<String> versions() {
    List<String> versions = new ArrayList<>();
    set.rules().forEach(rule -> versions.add(rule.id() + " " + rule.version()));
    watches.forEach(spec -> versions.add(spec.rule().id() + " " + spec.rule().version()));
    return versions;
  }

  int count() {
    return set.rules().size() + watches.size();
  }
}
