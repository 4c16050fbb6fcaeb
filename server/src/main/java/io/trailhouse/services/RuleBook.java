package io.trailhouse.services;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.finding.RuleNotes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.rule.BuiltinRules;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RulePlaces;
import io.trailhouse.watch.BuiltInWatches;
import io.trailhouse.watch.MetricAlarms;
import io.trailhouse.watch.WatchFiles;
import io.trailhouse.watch.WatchSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All rules that can be named here: those that come with the program, run or not, and those of the
/// configuration. Files with mistakes are passed over; `rules list` names these.
final class RuleBook {
  private static final String BUILT_IN_FILE = BuiltinRules.WORD + ":";

  private final Map<String, RuleNotes> byId = new TreeMap<>();
  private final Map<String, String> idByName = new TreeMap<>();

  private RuleBook() {}

  /// Reads them.
  static RuleBook of(RulesSpec spec) {
    RuleBook book = new RuleBook();
    book.addSigma(List.of(BuiltinRules.WORD));
    BuiltInWatches.all().forEach(book::add);
    for (String version : MetricAlarms.VERSIONS) {
      MetricAlarms.cis(version).forEach(book::add);
    }
    spec.sigma().forEach(place -> book.addSigma(List.of(place)));
    for (String place : spec.watches()) {
      if (!RulesSpec.isWord(place)) {
        WatchFiles.read(Path.of(place), new ArrayList<>()).forEach(book::add);
      }
    }
    return book;
  }

  private void addSigma(List<String> places) {
    try {
      for (Rule rule : RulePlaces.read(places, Map.of()).rules()) {
        byId.put(rule.id(), rule.notes());
        name(rule.name(), rule.id());
        String file = rule.origin().file();
        if (file.startsWith(BUILT_IN_FILE) && rule.alerts()) {
          name(file.substring(BUILT_IN_FILE.length()).replaceFirst("\\.ya?ml$", ""), rule.id());
        }
      }
    } catch (TrailhouseException e) {
      return; // a place that is not there has no rules
    }
  }

  private void add(WatchSpec spec) {
    byId.put(spec.rule().id(), spec.notes());
  }

  private void name(@Nullable String name, String id) {
    if (name != null) {
      idByName.putIfAbsent(name, id);
    }
  }

  /// What the rule of an id says of itself.
  RuleNotes notes(String id) {
    RuleNotes notes = byId.get(id);
    return notes == null ? RuleNotes.unknown(id) : notes;
  }

  /// The id of the rule that a person means.
  ///
  /// @param word an id, a name, the file of a built-in rule, or a title
  /// @param hasFindings whether there are findings of a rule of this id, which may be gone by now
  /// @throws TrailhouseException with NOT_FOUND that names a near one
  String idOf(String word, Predicate<String> hasFindings) {
    if (byId.containsKey(word)) {
      return word;
    }
    String named = idByName.get(word);
    if (named != null) {
      return named;
    }
    List<RuleNotes> titled =
        byId.values().stream().filter(each -> each.title().equalsIgnoreCase(word)).toList();
    if (titled.size() == 1) {
      return titled.get(0).id();
    }
    if (hasFindings.test(word)) {
      return word;
    }
    throw new TrailhouseException(
        Code.NOT_FOUND,
        titled.isEmpty()
            ? "there is no rule " + word
            : "%d rules have the title %s".formatted(titled.size(), word),
        "rule",
        titled.isEmpty() ? near(word) : "Name one by its id: " + ids(titled));
  }

  private static String ids(List<RuleNotes> rules) {
    return String.join(", ", rules.stream().map(RuleNotes::id).toList());
  }

  private String near(String word) {
    String all = "`trailhouse rules list` names all rules, each finding its own";
    String name = NearName.of(word, idByName.keySet());
    if (name != null) {
      return "Did you mean %s (%s)? %s".formatted(name, idByName.get(name), all);
    }
    String id = NearName.of(word, byId.keySet());
    if (id != null) {
      return "Did you mean %s (%s)? %s".formatted(id, notes(id).title(), all);
    }
    for (RuleNotes each : byId.values()) {
      if (each.title().equals(NearName.of(word, List.of(each.title())))) {
        return "Did you mean %s (%s)? %s".formatted(each.id(), each.title(), all);
      }
    }
    return "Give a rule's id, its name, or '*' for every rule. " + all;
  }
}
