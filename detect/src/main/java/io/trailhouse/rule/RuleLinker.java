package io.trailhouse.rule;

import io.trailhouse.match.Predicate;
import io.trailhouse.problem.NearName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what documents refer to in each other: correlations their rules, filters theirs.
final class RuleLinker {
  private final List<Draft> drafts;
  private final Set<String> refused;
  private final Map<String, Draft> byId = new LinkedHashMap<>();
  private final Map<String, Draft> byName = new HashMap<>();
  private final Map<String, List<Draft>> byTitle = new HashMap<>();
  private final Map<Draft, Rule> linked = new LinkedHashMap<>();
  private final Set<Draft> open = new HashSet<>();
  private final Set<Draft> failed = new HashSet<>();

  /// @param refused ids, names and titles of documents that were read and refused
  RuleLinker(List<Draft> drafts, Set<String> refused) {
    this.drafts = drafts;
    this.refused = refused;
  }

  List<Rule> link() {
    for (Draft draft : drafts) {
      Rule rule = rule(draft);
      if (rule != null) {
        note(draft, rule);
      }
    }
    for (Draft draft : byId.values()) {
      if (draft instanceof Draft.Detection detection) {
        linked.put(draft, detection.rule());
      }
    }
    for (Draft draft : byId.values()) {
      if (draft instanceof Draft.Correlating correlating) {
        link(correlating);
      }
    }
    for (Draft draft : drafts) {
      if (draft instanceof Draft.Filtering filter) {
        apply(filter);
      }
    }
    Set<String> silent = silent();
    List<Rule> rules = new ArrayList<>();
    for (Draft draft : byId.values()) {
      Rule rule = linked.get(draft);
      if (rule != null) {
        rules.add(rule.alerting(!silent.contains(rule.id())));
      }
    }
    return rules;
  }

  private static @Nullable Rule rule(Draft draft) {
    if (draft instanceof Draft.Detection detection) {
      return detection.rule();
    }
    return draft instanceof Draft.Correlating correlating ? correlating.rule() : null;
  }

  private void note(Draft draft, Rule rule) {
    Draft other = byId.get(rule.id());
    String name = rule.name();
    if (other == null && name != null) {
      other = byName.get(name);
    }
    Rule first = other == null ? null : rule(other);
    if (first != null) {
      tellTwice(draft, rule, first);
      return;
    }
    byId.put(rule.id(), draft);
    byTitle.computeIfAbsent(rule.title(), title -> new ArrayList<>()).add(draft);
    if (name != null) {
      byName.put(name, draft);
    }
  }

  private static void tellTwice(Draft draft, Rule rule, Rule first) {
    if (rule.version().equals(first.version()) && rule.id().equals(first.id())) {
      draft
          .review()
          .remark(
              rule.origin().line(),
              "id",
              "the same rule stands in " + first.origin(),
              "It is taken once; one of the copies can go");
    } else {
      draft
          .review()
          .wrong(
              rule.origin().line(),
              "id",
              "another rule with the id, or name, of this one stands in " + first.origin(),
              "Give each its own");
    }
  }

  /// The document that an id, a name or a title stands for; null, with the reason told, when it is
  /// not clear.
  private @Nullable Draft find(String reference, Section section) {
    Draft found = byId.get(reference);
    found = found == null ? byName.get(reference) : found;
    if (found != null) {
      return found;
    }
    List<Draft> titled = byTitle.getOrDefault(reference, List.of());
    if (titled.size() == 1) {
      return titled.get(0);
    }
    if (titled.size() > 1) {
      section.wrong(
          "rules", "several rules have the title '" + reference + "'", "Name one by its id");
    } else if (refused.contains(reference)) {
      section.wrong(
          "rules", "the rule '" + reference + "' is refused itself", "Fix that rule first");
    } else {
      Set<String> names = new HashSet<>(byName.keySet());
      names.addAll(byTitle.keySet());
      String near = NearName.of(reference, names);
      section.wrong(
          "rules",
          "there is no rule '" + reference + "'",
          near == null
              ? "Read the file with that rule too, or name it by id, name or title"
              : "Did you mean '" + near + "'?");
    }
    return null;
  }

  private @Nullable Rule link(Draft.Correlating draft) {
    Rule done = linked.get(draft);
    if (done != null || failed.contains(draft)) {
      return done;
    }
    int before = draft.review().count();
    if (!open.add(draft)) {
      draft.section().wrong("rules", "it refers to itself, in a circle", "Break the circle");
      return null;
    }
    List<Rule> rules = rules(draft);
    open.remove(draft);
    if (draft.review().count() == before && rules.size() == draft.rules().size()) {
      List<Correlation.GroupField> groups = new GroupFields(draft, rules).read();
      if (draft.review().count() == before) {
        Correlation correlation =
            new Correlation(
                draft.type(),
                rules.stream().map(Rule::id).toList(),
                List.copyOf(groups),
                draft.timespan(),
                List.copyOf(draft.fields()),
                draft.wanted());
        Rule rule = draft.rule().with(new RuleLogic.Several(correlation), draft.rule().version());
        linked.put(draft, rule);
        return rule;
      }
    }
    failed.add(draft);
    return null;
  }

  private List<Rule> rules(Draft.Correlating draft) {
    List<Rule> rules = new ArrayList<>();
    for (String reference : draft.rules()) {
      Draft other = find(reference, draft.section());
      int before = draft.review().count();
      Rule rule =
          other instanceof Draft.Correlating chained
              ? link(chained)
              : other == null ? null : linked.get(other);
      if (rule != null && rules.contains(rule)) {
        draft.section().wrong("rules", "'" + reference + "' is here twice", "Name it once");
      } else if (rule != null) {
        rules.add(rule);
      } else if (other != null && draft.review().count() == before) {
        draft
            .section()
            .wrong("rules", "the correlation '" + reference + "' is refused", "Fix it first");
      }
    }
    return rules;
  }

  private void apply(Draft.Filtering filter) {
    List<Draft> chosen = new ArrayList<>();
    if (filter.rules().isEmpty()) {
      chosen.addAll(byId.values());
      chosen.removeIf(draft -> !(draft instanceof Draft.Detection));
    }
    for (String reference : filter.rules()) {
      Draft draft = byId.get(reference);
      draft = draft == null ? byName.get(reference) : draft;
      if (draft instanceof Draft.Detection) {
        chosen.add(draft);
      } else {
        filter
            .review()
            .remark(
                filter.section().line("rules"),
                "filter.rules",
                draft == null
                    ? "there is no rule '" + reference + "', so this filter does nothing to it"
                    : "'" + reference + "' is a correlation, and filters do not apply to those",
                draft == null ? "Read that rule too" : "Name the correlation's rules");
      }
    }
    for (Draft draft : chosen) {
      Rule rule = linked.get(draft);
      if (rule != null
          && draft instanceof Draft.Detection detection
          && rule.logic() instanceof RuleLogic.OneEvent one
          && filter.source().covers(detection.source())) {
        Predicate both = new Predicate.All(List.of(one.predicate(), filter.predicate()));
        String version = YamlJson.sha256(rule.version() + filter.version());
        linked.put(draft, rule.with(new RuleLogic.OneEvent(both), version));
      }
    }
  }

  /// Ids of rules that only serve correlations.
  private Set<String> silent() {
    Set<String> silent = new HashSet<>();
    Set<String> loud = new HashSet<>();
    linked.forEach((draft, rule) -> {
      if (draft instanceof Draft.Correlating correlating
          && rule.logic() instanceof RuleLogic.Several several) {
        (correlating.generate() ? loud : silent).addAll(several.correlation().rules());
      }
    });
    silent.removeAll(loud);
    return silent;
  }
}
