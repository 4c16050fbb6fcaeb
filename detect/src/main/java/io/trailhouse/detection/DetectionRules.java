package io.trailhouse.detection;

import io.trailhouse.finding.RuleNotes;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleLogic;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.watch.IpPlaces;
import io.trailhouse.watch.StatefulRule;
import io.trailhouse.watch.WatchSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sound rules of every kind.
///
/// @param set rules on single events, and correlations
/// @param watches rules that remember
/// @param places what tells where addresses are
public record DetectionRules(RuleSet set, List<WatchSpec> watches, IpPlaces places) {
  public DetectionRules {
    watches = List.copyOf(watches);
  }

  /// New watches that remember nothing yet.
  List<StatefulRule> freshWatches() {
    return watches.stream().map(spec -> spec.watch(places)).toList();
  }

  /// Those of the watches that have one of these ids, and no other rule.
  DetectionRules onlyWatches(Collection<String> ids) {
    return new DetectionRules(
        new RuleSet(List.of()),
        watches.stream().filter(spec -> ids.contains(spec.rule().id())).toList(),
        places);
  }

  /// The longest timespan of a correlation; zero without any.
  Duration longestWindow() {
    Duration longest = Duration.ZERO;
    for (Rule rule : set.correlations()) {
      if (rule.logic() instanceof RuleLogic.Several several) {
        Duration timespan = several.correlation().timespan();
        longest = timespan.compareTo(longest) > 0 ? timespan : longest;
      }
    }
    return longest;
  }

  /// Changes when the content of any rule does.
  public List<String> versions() {
    List<String> versions = new ArrayList<>();
    set.rules().forEach(rule -> versions.add(rule.id() + " " + rule.version()));
    watches.forEach(spec -> versions.add(spec.rule().id() + " " + spec.rule().version()));
    return versions;
  }

  /// What each of them says of itself, by its id.
  public Map<String, RuleNotes> notes() {
    Map<String, RuleNotes> notes = new HashMap<>();
    set.rules().forEach(rule -> notes.put(rule.id(), rule.notes()));
    watches.forEach(spec -> notes.put(spec.rule().id(), spec.notes()));
    return notes;
  }

  public int count() {
    return set.rules().size() + watches.size();
  }
}
