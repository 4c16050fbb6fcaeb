package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trailhouse.event.RecordTrees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Trino's `json_extract` and its kin, for what the engine's own reader cannot do: keys with any
/// character, half a surrogate pair in some other value, numbers as they are written.
final class JsonPaths {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /// Of a key that repeats, the first; of [#JSON] the last, as Trino's `json_parse` has it.
  static final ObjectMapper FIRST_KEYS = JSON.copy().setNodeFactory(RecordTrees.FIRST_KEYS);

  private static final ThreadLocal<Parsed> LAST =
      ThreadLocal.withInitial(() -> new Parsed("$", List.of()));

  private JsonPaths() {}

  /// A path and its steps: a key as text, a place in a list as number.
  private record Parsed(String path, List<Object> steps) {}

  /// The text of the scalar that a path leads to; null for an object, a list, null and nothing.
  static @Nullable String scalar(String json, String path) {
    try (JsonParser parser = at(json, path)) {
      if (parser == null) {
        return null;
      }
      JsonToken token = parser.currentToken();
      boolean scalar = token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL;
      return scalar ? parser.getText() : null;
    } catch (IOException e) {
      return null;
    }
  }

  /// The JSON that a path leads to, its keys in order; of a key that repeats, the first.
  static @Nullable String extract(String json, String path) {
    try (JsonParser parser = at(json, path)) {
      return parser == null ? null : written(FIRST_KEYS.readTree(parser));
    } catch (IOException e) {
      return null;
    }
  }

  /// A JSON text without blanks, its keys in order; of a key that repeats, the last.
  static String sorted(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      JsonNode tree = JSON.readTree(parser);
      if (tree == null || tree.isMissingNode() || parser.nextToken() != null) {
        throw new IllegalArgumentException("this text is not JSON");
      }
      return written(tree);
    } catch (IOException e) {
      throw new IllegalArgumentException("this text is not JSON", e);
    }
  }

  private static String written(JsonNode tree) throws JsonProcessingException {
    return JSON.writeValueAsString(JSON.treeToValue(tree, Object.class));
  }

  /// A parser on the first token of what a path leads to; of a key that repeats, the first.
  private static @Nullable JsonParser at(String json, String path) throws IOException {
    JsonParser parser = JSON.createParser(json);
    parser.nextToken();
    for (Object step : steps(path)) {
      if (!(step instanceof String key ? member(parser, key) : element(parser, (Integer) step))) {
        parser.close();
        return null;
      }
    }
    return parser;
  }

  private static boolean member(JsonParser parser, String key) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(key);
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static boolean element(JsonParser parser, int place) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return false;
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (parser.currentToken() == null) {
        return false;
      }
      if (i == place) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static List<Object> steps(String path) {
    Parsed last = LAST.get();
    if (!last.path().equals(path)) {
      last = new Parsed(path, parse(path));
      LAST.set(last);
    }
    return last.steps();
  }

  static List<Object> parse(String path) {
    List<Object> steps = new ArrayList<>();
    int at = path.startsWith("$") ? 1 : 0;
    if (at == 0) {
      throw wrong(path);
    }
    while (at < path.length()) {
      char c = path.charAt(at);
      boolean quoted = path.startsWith(".\"", at);
      int end =
          quoted
              ? path.indexOf('"', at + 2) + 1
              : c == '.' ? wordEnd(path, at + 1) : c == '[' ? bracketEnd(path, at + 1) : -1;
      if (end <= at + 1) {
        throw wrong(path);
      }
      String inner = path.substring(at + 1, c == '[' ? end - 1 : end);
      if (c == '[' && inner.matches("\\d{1,9}")) {
        steps.add(Integer.valueOf(inner));
      } else if (c == '[' && !inner.matches("(?s)[\"'].*")) {
        throw wrong(path);
      } else {
        steps.add(c == '[' || quoted ? unquoted(inner) : inner);
      }
      at = end;
    }
    return steps;
  }

  private static int wordEnd(String path, int from) {
    int end = from;
    while (end < path.length() && ".[]\"'* ".indexOf(path.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /// Behind the bracket that closes this one.
  private static int bracketEnd(String path, int from) {
    char quote = from < path.length() ? path.charAt(from) : ']';
    if (quote != '"' && quote != '\'') {
      return path.indexOf(']', from) + 1;
    }
    for (int i = from + 1; i < path.length(); i++) {
      if (path.charAt(i) == '\\') {
        i++;
      } else if (path.charAt(i) == quote) {
        return path.startsWith("]", i + 1) ? i + 2 : -1;
      }
    }
    return -1;
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replaceAll("(?s)\\\\(.)", "$1");
  }

  private static IllegalArgumentException wrong(String path) {
    return new IllegalArgumentException(
        "the JSON path '" + path + "' is not understood; Write it as $.key[0][\"other key\"]");
  }
}
