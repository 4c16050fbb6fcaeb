package io.trailhouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /// R44: a word that any caller can write must not make a rule look away.
  @Test
  void noRuleIsSilencedByWhatACallerWritesAlone() throws IOException {
    Pattern filter =
        Pattern.compile("^    (filter\\w*):\\n((?:        .*\\n)+)", Pattern.MULTILINE);
    int filters = 0;
    for (String name : BuiltinRules.names()) {
      String text =
          Files.readString(Path.of("src/main/resources/io/trailhouse/rule/builtin", name));
      for (Matcher block = filter.matcher(text); block.find(); filters++) {
        List<String> keys =
            block
                .group(2)
                .lines()
                .filter(line -> line.matches("        [a-zA-Z].*"))
                .map(line -> line.strip().replaceFirst("[|:].*", ""))
                .toList();
        assertThat(keys)
            .as(name + ": " + block.group(1))
            .anyMatch(key -> !key.equals("userAgent") && !key.endsWith("oleSessionName"));
      }
    }
    assertThat(filters).isGreaterThan(150);
  }
}
