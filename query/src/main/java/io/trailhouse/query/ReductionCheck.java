package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Finds a `reduce` that doubles what it carries with each element, such as `reduce(l, 'a', (s, x)
/// -> s || s, s -> s)`: 40 elements make a terabyte of it, beyond what the engine counts. What is
/// carried may be added to, and looked at as often as one likes, but stand in one result only once.
final class ReductionCheck {
  private static final Set<String> REDUCTIONS = Set.of("list_reduce", "array_reduce", "reduce");

  /// Functions whose result holds all of their arguments.
  private static final Set<String> JOINING =
      Set.of(
          "||",
          "concat",
          "concat_ws",
          "list_concat",
          "list_cat",
          "array_concat",
          "array_cat",
          "list_append",
          "array_append",
          "array_push_back",
          "list_prepend",
          "array_prepend",
          "array_push_front",
          "array_union",
          "array_join",
          "array_to_string",
          "replace",
          "regexp_replace",
          "translate",
          "lpad",
          "rpad",
          "repeat",
          "printf",
          "map_concat",
          "struct_concat");

  /// Functions that put their arguments side by side into one value.
  private static final Set<String> MAKING =
      Set.of(
          "row",
          "struct_pack",
          "struct_insert",
          "struct_update",
          "list_value",
          "list_pack",
          "array_value",
          "map",
          "json_array",
          "json_object",
          "to_json",
          "list_zip",
          "array_zip");

  private ReductionCheck() {}

  /// Whether this node is a reduction that doubles.
  static boolean doubles(JsonNode node) {
    if (!REDUCTIONS.contains(StatementTree.lower(node.path("function_name").asText()))) {
      return false;
    }
    for (JsonNode argument : node.path("arguments")) {
      JsonNode lambda = argument.path("expression");
      if (lambda.path("class").asText().equals("LAMBDA")) {
        String carried = firstName(lambda.path("lhs"));
        Map<String, Integer> places = new HashMap<>();
        count(lambda.path("expr"), carried, "", places);
        if (places.values().stream().anyMatch(n -> n > 1)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String firstName(JsonNode parameters) {
    JsonNode first =
        parameters.path("class").asText().equals("COLUMN_REF")
            ? parameters
            : parameters.path("arguments").path(0).path("expression");
    return StatementTree.lower(first.path("column_names").path(0).asText());
  }

  /// @param within the kind of the nearest function around that keeps its arguments
  private static void count(
      JsonNode node, String carried, String within, Map<String, Integer> places) {
    String kind = within;
    String function = StatementTree.lower(node.path("function_name").asText());
    if (JOINING.contains(function)) {
      kind = "joining";
    } else if (MAKING.contains(function)) {
      kind = within.isEmpty() ? "making" : within;
    }
    JsonNode names = node.path("column_names");
    if (StatementTree.lower(names.path(0).asText()).equals(carried)) {
      boolean counts = names.size() == 1 ? !kind.isEmpty() : kind.equals("joining");
      if (counts) {
        places.merge(names.toString(), 1, Integer::sum);
      }
    }
    for (JsonNode child : node) {
      count(child, carried, kind, places);
    }
  }
}
