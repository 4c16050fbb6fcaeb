package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page for users tells of every function, and of none that is not there.
class FunctionPageTest {
  private static final Set<String> OF_THE_ENGINE =
      Set.of(
          "contains",
          "arbitrary",
          "count_if",
          "max_by",
          "min_by",
          "array_agg",
          "to_hex",
          "from_base64",
          "try",
          "try_cast",
          "if");

  @Test
  void namesExactlyTheFunctionsThatThereAre() throws IOException {
    Path page = Path.of(System.getProperty("trailhouse.root", "..")).resolve("docs/sql.md");
    String table =
        Files.readString(page)
            .lines()
            .filter(line -> line.startsWith("| ") && line.contains("` `"))
            .collect(Collectors.joining("\n"));
    Set<String> told = new TreeSet<>();
    Pattern.compile("`([a-z0-9_]+)`").matcher(table).results().forEach(m -> told.add(m.group(1)));
    Set<String> there = new TreeSet<>(Macros.names());
    there.addAll(FunctionSpellings.names());
    there.addAll(OF_THE_ENGINE);
    assertThat(told).isEqualTo(there);
  }

  @Test
  void everyMacroIsUnderstoodByTheEngine(@TempDir Path folder) {
    try (QueryEngine engine = new SampleTable(folder).engine()) {
      for (String name : Macros.names()) {
        try (QueryAnswer answer = engine.ask("SELECT 1 AS \"" + name + "\"")) {
          assertThat(answer.next()).as(name).isTrue();
        }
      }
    }
  }
}
