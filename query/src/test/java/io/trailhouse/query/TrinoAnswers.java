package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What Trino answered to each line of `trino/statements.txt`, as recorded.
final class TrinoAnswers {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> STATEMENTS =
      List.of("select ", "values ", "with ", "table ", "explain ", "(select 1) union");

  private TrinoAnswers() {}

  /// The statements in their order.
  static List<String> statements() {
    return lines("statements.txt");
  }

  /// An expression as a statement; a statement stays what it is.
  static String statement(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    return STATEMENTS.stream().anyMatch(lower::startsWith) ? line : "select " + line;
  }

  static String events() {
    return String.join("\n", lines("events.sql"));
  }

  /// `{types, rows}` or `{error}` for each line.
  static Map<String, JsonNode> recorded() {
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    for (String line : lines("answers.jsonl")) {
      try {
        ObjectNode answer = (ObjectNode) JSON.readTree(line);
        answers.put(answer.remove("sql").asText(), answer);
      } catch (IOException e) {
        throw new IllegalStateException("answers.jsonl has a line that is not JSON", e);
      }
    }
    return answers;
  }

  /// The lines of a file beside the statements, without comments and empty ones.
  static List<String> lines(String name) {
    try (InputStream file = TrinoAnswers.class.getResourceAsStream("trino/" + name)) {
      if (file == null) {
        throw new IllegalStateException("trino/" + name + " is missing");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
