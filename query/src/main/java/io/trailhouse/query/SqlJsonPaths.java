package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The SQL standard's JSON functions with their `lax` and `strict` paths: keys, places and `[*]`.
/// In a lax path a list stands for each of its elements where a key is asked for, and what is not
/// there is nothing; in a strict one both are errors, which answer NULL, or false.
final class SqlJsonPaths {
  private static final Pattern STEP =
      Pattern.compile(
          "\\s*(?:\\.\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([A-Za-z_][A-Za-z0-9_]*)(?!\\w*\\s*\\())"
              + "|\\[\\s*(\\d{1,9}|\\*|last)\\s*])\\s*");
  private static final Pattern START = Pattern.compile("\\s*(?i:(lax|strict))\\s+\\$");

  private SqlJsonPaths() {}

  private static final class StructureException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /// @param kind `value`, `query`, `wrapped` (a query with array wrapper), `unquoted` or `exists`
  static @Nullable String answer(String kind, String json, String path) {
    Matcher start = START.matcher(path);
    if (!start.lookingAt()) {
      throw wrong(path);
    }
    List<JsonNode> found;
    try {
      found = walk(JsonPaths.FIRST_KEYS.readTree(json), path, start);
    } catch (JsonProcessingException | StructureException e) {
      return kind.equals("exists") ? "false" : null;
    }
    return switch (kind) {
      case "exists" -> String.valueOf(!found.isEmpty());
      case "value" -> value(found);
      case "wrapped" -> wrapped(found);
      case "unquoted" ->
          found.size() != 1
              ? null
              : found.getFirst().isTextual()
                  ? found.getFirst().asText()
                  : found.getFirst().toString();
      default -> found.size() == 1 ? found.getFirst().toString() : null;
    };
  }

  private static @Nullable String value(List<JsonNode> found) {
    boolean one = found.size() == 1 && found.getFirst().isValueNode();
    return one && !found.getFirst().isNull() ? found.getFirst().asText() : null;
  }

  private static @Nullable String wrapped(List<JsonNode> found) {
    ArrayNode list = JsonPaths.JSON.createArrayNode();
    found.forEach(list::add);
    return found.isEmpty() ? null : list.toString();
  }

  private static List<JsonNode> walk(JsonNode root, String path, Matcher start)
      throws StructureException {
    boolean lax = start.group(1).equalsIgnoreCase("lax");
    List<JsonNode> now = root.isMissingNode() ? List.of() : List.of(root);
    Matcher step = STEP.matcher(path);
    int at = start.end();
    while (at < path.length()) {
      if (!step.region(at, path.length()).lookingAt()) {
        throw wrong(path);
      }
      String quoted = step.group(1);
      String key = quoted == null ? step.group(2) : quoted.replaceAll("\\\\(.)", "$1");
      now = key == null ? elements(now, step.group(3), lax) : members(now, key, lax);
      at = step.end();
    }
    return now;
  }

  private static List<JsonNode> members(List<JsonNode> nodes, String key, boolean lax)
      throws StructureException {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode node : nodes) {
      List<JsonNode> each = new ArrayList<>();
      if (lax && node.isArray()) {
        node.forEach(each::add);
      } else {
        each.add(node);
      }
      for (JsonNode object : each) {
        if (object.has(key)) {
          found.add(object.get(key));
        } else if (!lax) {
          throw new StructureException();
        }
      }
    }
    return found;
  }

  private static List<JsonNode> elements(List<JsonNode> nodes, String place, boolean lax)
      throws StructureException {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode node : nodes) {
      if (!node.isArray() && !lax) {
        throw new StructureException();
      }
      List<JsonNode> list = new ArrayList<>();
      if (node.isArray()) {
        node.forEach(list::add);
      } else {
        list.add(node);
      }
      if (place.equals("*")) {
        found.addAll(list);
        continue;
      }
      int i = place.equals("last") ? list.size() - 1 : Integer.parseInt(place);
      if (i >= 0 && i < list.size()) {
        found.add(list.get(i));
      } else if (!lax) {
        throw new StructureException();
      }
    }
    return found;
  }

  private static IllegalArgumentException wrong(String path) {
    return new IllegalArgumentException(
        "the JSON path '"
            + path
            + "' is not understood; Write 'lax $.key[0].\"other key\"', without filters and"
            + " methods");
  }
}
