package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// SQL-11: every recorded expression and statement gives Trino's value or is refused.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrinoAnswersTest {
  private final Map<String, JsonNode> recorded = TrinoAnswers.recorded();
  private final List<String> right = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> other = new ArrayList<>();
  private final List<String> rightLines = new ArrayList<>();
  private final List<String> refusedLines = new ArrayList<>();
  private final Set<String> more = new HashSet<>(TrinoAnswers.lines("more.txt"));
  private final Set<String> told = new HashSet<>(TrinoAnswers.lines("told.txt"));

  @BeforeAll
  void askEverything(@TempDir Path folder) throws IOException {
    SampleTable table = new SampleTable(folder);
    table.file("one.parquet", SampleTable.TWO_EVENTS);
    try (QueryEngine engine = table.engine()) {
      recorded.forEach((line, answer) -> judge(engine, line, answer));
    }
    String report = System.getProperty("trino.report", "");
    if (!report.isEmpty()) {
      List<String> all = new ArrayList<>(other);
      refused.forEach(each -> all.add("REFUSED " + each));
      Files.write(Path.of(report), all);
    }
  }

  @Test
  void noAnswerIsSilentlyAnotherThanTrinos() {
    assertThat(other).isEmpty();
  }

  @Test
  void nearlyAllThatTrinoAnswersIsAnswered() {
    assertThat(right.size()).isGreaterThan((right.size() + refused.size()) * 95 / 100);
  }

  @Test
  void thePageAndTheListOfFunctionsSayWhatTheAnswersDo() throws IOException {
    assertThat(FunctionPage.of(rightLines, refusedLines).differences()).isEmpty();
  }

  @Test
  void everyStatementIsRecorded() {
    assertThat(recorded.keySet())
        .containsExactlyInAnyOrderElementsOf(new HashSet<>(TrinoAnswers.statements()));
  }

  private void judge(QueryEngine engine, String line, JsonNode trino) {
    try (QueryAnswer answer = engine.ask(TrinoAnswers.statement(line))) {
      ArrayNode rows = rowsOf(answer);
      if (trino.has("error")) {
        (more.contains(line) ? right : other)
            .add("MORE " + line + "  trino: " + trino.path("error").asText() + "  here: " + rows);
      } else if (same(line, trino, rows)) {
        right.add(line);
        rightLines.add(line);
      } else {
        (told.contains(line) ? right : other)
            .add("OTHER " + line + "  trino: " + trino.path("rows") + "  here: " + rows);
      }
    } catch (TrailhouseException e) {
      if (trino.has("error")) {
        right.add(line);
      } else {
        refused.add(line + "  :: " + e.problem() + " :: " + e.remedy());
        refusedLines.add(line);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      other.add("BROKEN " + line + "  " + e);
    }
  }

  private static ArrayNode rowsOf(QueryAnswer answer) throws IOException {
    ArrayNode rows = TrinoAnswers.JSON.createArrayNode();
    while (answer.next()) {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator = ValueText.JSON.createGenerator(text)) {
        generator.writeStartArray();
        for (Object value : answer.row()) {
          ValueText.write(generator, value);
        }
        generator.writeEndArray();
      }
      rows.add(TrinoAnswers.JSON.readTree(text.toString()));
    }
    return rows;
  }

  private static boolean same(String line, JsonNode trino, ArrayNode ours) {
    JsonNode theirs = trino.path("rows");
    if (theirs.size() != ours.size()) {
      return false;
    }
    boolean ordered = line.toLowerCase(Locale.ROOT).contains(" order by ");
    List<JsonNode> left = new ArrayList<>();
    ours.forEach(left::add);
    for (JsonNode row : theirs) {
      int found = -1;
      for (int i = 0; i < (ordered ? 1 : left.size()) && found < 0; i++) {
        found = same(trino.path("types"), row, left.get(i)) ? i : -1;
      }
      if (found < 0) {
        return false;
      }
      left.remove(found);
    }
    return true;
  }

  private static boolean same(JsonNode types, JsonNode theirs, JsonNode ours) {
    boolean same = theirs.size() == ours.size();
    for (int i = 0; same && i < theirs.size(); i++) {
      same = TrinoValue.same(theirs.get(i), types.get(i).asText(), ours.get(i));
    }
    return same;
  }
}
