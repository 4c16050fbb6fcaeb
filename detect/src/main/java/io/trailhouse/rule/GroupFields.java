package io.trailhouse.rule;

import io.trailhouse.rule.Correlation.GroupField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the fields of a correlation's group in each of its rules.
final class GroupFields {
  private final Draft.Correlating draft;
  private final List<Rule> rules;

  /// @param rules in the order of the correlation's references
  GroupFields(Draft.Correlating draft, List<Rule> rules) {
    this.draft = draft;
    this.rules = rules;
  }

  List<GroupField> read() {
    checkAliases();
    List<GroupField> fields = new ArrayList<>();
    for (String name : draft.groupBy()) {
      List<String> paths = new ArrayList<>();
      for (int number = 0; number < rules.size(); number++) {
        String path = path(name, number);
        checkPath("group-by", path, rules.get(number));
        paths.add(path);
      }
      fields.add(new GroupField(name, paths));
    }
    for (Rule rule : rules) {
      draft.fields().forEach(field -> checkPath("condition", field, rule));
    }
    return fields;
  }

  private void checkAliases() {
    for (Map.Entry<String, Map<String, String>> alias : draft.aliases().entrySet()) {
      for (String reference : alias.getValue().keySet()) {
        boolean known = rules.stream().anyMatch(rule -> isNamed(rule, reference));
        if (!known) {
          draft
              .section()
              .wrong(
                  "aliases",
                  "'" + reference + "' is not one of the correlation's rules",
                  "Name one that stands in rules");
        }
      }
    }
  }

  private boolean isNamed(Rule rule, String reference) {
    return reference.equals(rule.id())
        || reference.equals(rule.name())
        || reference.equals(rule.title());
  }

  private String path(String name, int number) {
    Map<String, String> alias = draft.aliases().get(name);
    if (alias == null) {
      return name;
    }
    String path = path(alias, rules.get(number));
    if (path == null) {
      draft
          .section()
          .wrong(
              "aliases",
              "%s has no field for the rule '%s'".formatted(name, draft.rules().get(number)),
              "Add it: " + draft.rules().get(number) + ": FIELD");
      return name;
    }
    return path;
  }

  private @Nullable String path(Map<String, String> alias, Rule rule) {
    for (Map.Entry<String, String> each : alias.entrySet()) {
      if (isNamed(rule, each.getKey())) {
        return each.getValue();
      }
    }
    return null;
  }

  /// A correlation below this one has no fields but those of its own group.
  private void checkPath(String key, String path, Rule rule) {
    if (path.isEmpty() || List.of(path.split("\\.", -1)).contains("")) {
      draft.section().wrong(key, "'" + path + "' is no path", "Join names by single dots");
    }
    if (rule.logic() instanceof RuleLogic.Several below
        && below.correlation().groupBy().stream().noneMatch(field -> field.name().equals(path))) {
      draft
          .section()
          .wrong(
              key,
              "'%s' is no field that the correlation '%s' groups by".formatted(path, rule.title()),
              "Add it there, or name one of its fields by an alias");
    }
  }
}
