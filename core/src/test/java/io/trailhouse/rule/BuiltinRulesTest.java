package io.trailhouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuiltinRulesTest {
  /// R7: the index names what is there.
  @Test
  void theIndexIsComplete() throws IOException {
    Path folder = Path.of("src/main/resources/io/trailhouse/rule/builtin");
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> there =
          files
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .filter(name -> name.endsWith(".yml"))
              .sorted()
              .toList();
      assertThat(there).hasSizeGreaterThan(80);
      assertThat(BuiltinRules.names()).containsExactlyElementsOf(there);
    }
  }

  /// R7: all of them can be read, and their examples hold.
  @Test
  void everyRuleIsSoundAndItsExamplesHold() {
    List<Rule> rules = RulePlaces.read(List.of(BuiltinRules.WORD), Map.of()).sound();
    assertThat(rules).allMatch(rule -> !rule.examples().isEmpty());
    assertThat(new ExampleCheck(rules).run())
        .hasSizeGreaterThan(400)
        .filteredOn(outcome -> outcome.problem() != null)
        .isEmpty();
  }
}
