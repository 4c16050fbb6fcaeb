package io.trailhouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/rules.md names every built-in rule.
class RulesPageTest {
  /// Those that the page counts: correlations, and rules that do not only serve one.
  private static List<Rule> told() {
    return RulePlaces.read(List.of(BuiltinRules.WORD), Map.of()).sound().stream()
        .filter(rule -> rule.alerts() || rule.logic() instanceof RuleLogic.Several)
        .toList();
  }

  private static String page() throws IOException {
    Path root = Path.of(System.getProperty("trailhouse.root", ".."));
    return Files.readString(root.resolve("docs/rules.md"));
  }

  @Test
  void everyRuleHasItsRowWithTitleAndLevel() throws IOException {
    List<String> lines = page().lines().toList();
    for (Rule rule : told()) {
      String row = "| %s | %s |".formatted(rule.title(), rule.level().word());
      assertThat(lines).as(row).anyMatch(line -> line.contains(row));
    }
  }

  @Test
  void theCountsAreThoseOfTheRules() throws IOException {
    List<Rule> rules = told();
    long correlations =
        rules.stream().filter(rule -> rule.logic() instanceof RuleLogic.Several).count();
    String levels =
        Arrays.stream(Level.values())
            .sorted((one, two) -> two.compareTo(one))
            .map(
                level -> rules.stream().filter(rule -> rule.level() == level).count() + " " + level)
            .collect(Collectors.joining(", "))
            .toLowerCase(Locale.ROOT);
    assertThat(page())
        .contains(
            "%d rules and %d correlations come"
                .formatted(rules.size() - correlations, correlations))
        .contains("By level: " + levels + ".");
  }
}
