package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The definitions of functions; what they answer is held by [TrinoAnswersTest].
class FunctionPageTest {
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
