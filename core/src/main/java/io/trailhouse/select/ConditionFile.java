package io.trailhouse.select;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trailhouse.match.Predicate;
import io.trailhouse.problem.JsonReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Conditions in JSON files.
public final class ConditionFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// EventBridge lets the last of two equal keys win; elsewhere they are a mistake.
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /// What a file holds.
  public enum Language {
    EVENT_PATTERN,
    SELECTORS,
    CONDITION
  }

  private ConditionFile() {}

  /// The conditions of a file by their names: the file's name without its ending, or the names that
  /// a list of patterns gives.
  ///
  /// @throws IOException when the file cannot be read
  /// @throws InvalidConditionException with all mistakes of the file
  public static Map<String, Predicate> read(Path file, Language language)
      throws IOException, InvalidConditionException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z0-9]+$", "");
    JsonNode tree = tree(language == Language.EVENT_PATTERN ? JSON : STRICT, text);
    return switch (language) {
      case EVENT_PATTERN ->
          tree.isArray() ? patterns(tree) : Map.of(name, EventPattern.compile(text));
      case SELECTORS -> Map.of(name, EventSelectors.compile(JSON.treeToValue(tree, Object.class)));
      case CONDITION -> {
        if (!tree.isObject()) {
          throw new InvalidConditionException("", "expected an object with a condition");
        }
        yield Map.of(name, Condition.compile(JSON.treeToValue(tree, Map.class)));
      }
    };
  }

  /// What the conditions of a file say that can match nothing.
  ///
  /// @throws IOException when the file cannot be read
  public static List<ParseProblem> remarks(Path file, Language language) throws IOException {
    JsonNode tree = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
    return switch (language) {
      case SELECTORS -> List.of();
      case CONDITION -> ConditionRemarks.of(JSON.treeToValue(tree, Map.class));
      case EVENT_PATTERN -> {
        List<ParseProblem> remarks = new ArrayList<>();
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
          String at = tree.get(i).path("name").asText("[" + i + "]");
          ConditionRemarks.ofEventPattern(tree.get(i).path("pattern").toString())
              .forEach(each -> remarks.add(each.below(at)));
        }
        yield tree.isArray() ? remarks : ConditionRemarks.ofEventPattern(tree.toString());
      }
    };
  }

  private static JsonNode tree(ObjectMapper mapper, String text) throws InvalidConditionException {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidConditionException("", "is no JSON: " + JsonReason.written(e));
    }
  }

  private static Map<String, Predicate> patterns(JsonNode list) throws InvalidConditionException {
    Map<String, Predicate> patterns = new LinkedHashMap<>();
    List<ParseProblem> problems = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String at = "[" + i + "]";
      JsonNode pattern = list.get(i).path("pattern");
      String name = list.get(i).path("name").asText(at);
      try {
        if (patterns.put(name, EventPattern.compile(pattern.toString())) != null) {
          problems.add(new ParseProblem(at, "the name " + name + " is here twice"));
        }
      } catch (InvalidConditionException e) {
        e.problems().forEach(each -> problems.add(each.below(at)));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConditionException(problems);
    }
    return patterns;
  }
}
