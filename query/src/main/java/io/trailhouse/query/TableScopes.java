package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Which tables a statement may name where: the lake's everywhere, and those of a WITH only where
/// the engine sees them too, since the engine looks for any other name among its own.
///
/// Measures on the way what the statement is when every WITH is written out, because a few lines
/// can stand for millions of tables or columns, with which the engine plans for hours.
final class TableScopes {
  /// @param tables how many tables and SELECTs it is when every WITH is written out
  /// @param columns at most how many columns it has
  record Size(long tables, long columns) {
    private static final Size NONE = new Size(0, 0);

    private Size and(Size other) {
      return new Size(
          Math.min(MANY, tables + other.tables), Math.min(MANY, columns + other.columns));
    }
  }

  private static final long MANY = 1L << 40;

  /// More columns than any table has.
  private static final long TABLE_COLUMNS = 100;

  private final Set<String> tables;
  private final Consumer<JsonNode> unknown;

  /// @param tables the lake's
  /// @param unknown gets each place that names another table
  TableScopes(Set<String> tables, Consumer<JsonNode> unknown) {
    this.tables = tables;
    this.unknown = unknown;
  }

  Size of(JsonNode select) {
    return size(select, Map.of());
  }

  private Size size(JsonNode node, Map<String, Size> known) {
    if (node.has("cte_map")) {
      return query(node, known);
    }
    if (node.path("type").asText().equals("BASE_TABLE")) {
      return table(node, known);
    }
    Size all = Size.NONE;
    for (JsonNode child : node) {
      all = all.and(size(child, known));
    }
    boolean function = node.path("type").asText().equals("TABLE_FUNCTION");
    return function ? all.and(new Size(1, TABLE_COLUMNS)) : all;
  }

  private Size query(JsonNode node, Map<String, Size> outer) {
    Map<String, Size> known = new HashMap<>(outer);
    Size all = new Size(1, 0);
    for (JsonNode cte : node.path("cte_map").path("map")) {
      String name = StatementTree.lower(cte.path("key").asText());
      JsonNode query = cte.path("value").path("query_node");
      Map<String, Size> visible = known;
      if (query.path("type").asText().equals("RECURSIVE_CTE_NODE")) {
        visible = new HashMap<>(known);
        visible.put(name, new Size(1, TABLE_COLUMNS));
      }
      Size size = size(query, visible);
      known.put(name, size);
      all = all.and(new Size(size.tables, 0)); // it is planned also when nothing reads it
    }
    Size from = size(node.path("from_table"), known);
    Size items = items(node.path("select_list"), known, from.columns);
    all = all.and(new Size(from.tables, 0)).and(items);
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      if (!Set.of("cte_map", "from_table", "select_list").contains(name)) {
        Size more = size(field.getValue(), known);
        boolean part = Set.of("left", "right", "children").contains(name);
        all = all.and(part ? more : new Size(more.tables, 0));
      }
    }
    return all;
  }

  private Size items(JsonNode list, Map<String, Size> known, long width) {
    Size all = Size.NONE;
    for (JsonNode item : list) {
      long tablesInside = size(item, known).tables;
      long[] stars = {0};
      StatementTree.walk(item, inner -> stars[0] += isStar(inner) ? 1 : 0);
      all = all.and(new Size(tablesInside, Math.max(1, Math.min(MANY, stars[0] * width))));
    }
    return all;
  }

  private static boolean isStar(JsonNode node) {
    return node.path("class").asText().equals("STAR");
  }

  private Size table(JsonNode node, Map<String, Size> known) {
    String name = StatementTree.lower(node.path("table_name").asText());
    boolean plain = node.path("qualified_name").path("path").size() <= 1;
    boolean looksLikeAFile = name.chars().anyMatch(c -> "./\\:*?[~".indexOf(c) >= 0);
    Size size = known.get(name);
    if (!plain || looksLikeAFile || (size == null && !tables.contains(name))) {
      unknown.accept(node);
    }
    return size == null ? new Size(1, TABLE_COLUMNS) : size;
  }
}
