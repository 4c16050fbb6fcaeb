package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Names in an expression of ORDER BY mean the columns of the answer before those of the tables,
/// while the engine looks at them the other way round: so the answer's expression is put in place
/// of its name.
final class OrderNames {
  /// What these are asked for are rows of the tables, which have no columns of the answer.
  private static final Set<String> AGGREGATES =
      Set.of(
          "count",
          "count_star",
          "sum",
          "avg",
          "min",
          "max",
          "any_value",
          "arg_max",
          "arg_min",
          "max_by",
          "min_by",
          "count_if",
          "bool_and",
          "bool_or",
          "approx_count_distinct",
          "approx_quantile",
          "array_agg",
          "string_agg",
          "stddev",
          "variance");

  private final ConstantTimes writer;
  private final TreeMap<Integer, Change> changes = new TreeMap<>();

  private record Change(int length, JsonNode by) {}

  /// @param writer knows how to write an expression down
  OrderNames(ConstantTimes writer) {
    this.writer = writer;
  }

  /// A statement in which the names are resolved; mostly the same.
  RewrittenSql resolved(RewrittenSql sql, JsonNode select) throws SQLException {
    StatementTree.walk(select, this::ofSelect);
    RewrittenSql made = sql;
    for (Map.Entry<Integer, Change> each : changes.descendingMap().entrySet()) {
      String by = "(" + writer.textOf(each.getValue().by()) + ")";
      made = made.spliced(each.getKey(), each.getValue().length(), by);
    }
    return made;
  }

  private void ofSelect(JsonNode node) {
    Map<String, JsonNode> named = new HashMap<>();
    for (JsonNode item : node.path("select_list")) {
      String alias = StatementTree.lower(item.path("alias").asText());
      if (!alias.isEmpty() && !isColumn(item, alias)) {
        named.put(alias, item);
      }
    }
    for (JsonNode modifier : node.path("modifiers")) {
      for (JsonNode order : modifier.path("orders")) {
        JsonNode expression = order.path("expression");
        if (!expression.path("type").asText().equals("COLUMN_REF")) {
          replace(expression, named);
        }
      }
    }
  }

  private static boolean isColumn(JsonNode item, String name) {
    JsonNode names = item.path("column_names");
    return !names.isEmpty()
        && StatementTree.lower(names.path(names.size() - 1).asText()).equals(name);
  }

  private void replace(JsonNode node, Map<String, JsonNode> named) {
    String kind = node.path("class").asText();
    String function = StatementTree.lower(node.path("function_name").asText());
    if (Set.of("SUBQUERY", "LAMBDA").contains(kind) || AGGREGATES.contains(function)) {
      return;
    }
    JsonNode names = node.path("column_names");
    JsonNode by = names.size() == 1 ? named.get(StatementTree.lower(names.get(0).asText())) : null;
    int length = node.path("query_location_length").asInt();
    if (by != null && length > 0) {
      changes.put(node.path("query_location").asInt(), new Change(length, by));
      return;
    }
    node.forEach(child -> replace(child, named));
  }
}
