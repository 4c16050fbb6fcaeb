package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks a real Trino what every statement means and records its answers, which the other tests then
/// hold: `-Dtrino.home=FOLDER`, the unpacked archive `io.trino:trino-server:476:tar.gz`.
class TrinoRecordingTest {
  private static final Path RECORD =
      Path.of(System.getProperty("trailhouse.root", ".."))
          .resolve("query/src/test/resources/io/trailhouse/query/trino/answers.jsonl");

  @Test
  void recordsWhatTrinoAnswers(@TempDir Path folder) throws IOException, InterruptedException {
    String home = System.getProperty("trino.home", "");
    Assumptions.assumeFalse(
        home.isEmpty(),
        "needs Trino: unpack io.trino:trino-server:476:tar.gz and give -Dtrino.home=FOLDER");
    StringBuilder record = new StringBuilder();
    try (TrinoOracle trino = TrinoOracle.start(Path.of(home), folder)) {
      assertThat(trino.ask(TrinoAnswers.events()).has("error")).isFalse();
      for (String line : new LinkedHashSet<>(TrinoAnswers.statements())) {
        ObjectNode answer = TrinoAnswers.JSON.createObjectNode().put("sql", line);
        answer.setAll(trino.ask(TrinoAnswers.statement(line.replaceFirst(";$", ""))));
        record.append(TrinoAnswers.JSON.writeValueAsString(answer)).append('\n');
      }
    }
    Files.writeString(RECORD, record);
  }
}
