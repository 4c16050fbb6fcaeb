package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/// A WITH that gives the name `events` to some rows of that table and changes nothing else: `WITH
/// events AS (SELECT * FROM events WHERE ..)`. What holds for rows that are read by that name then
/// holds for rows of the table.
///
/// It is known by what it may have, so that whatever else the engine's parser puts there, now or in
/// another version, makes it something else.
final class NarrowedEvents {
  private static final String EVENTS = "events";
  private static final Set<String> WITH = Set.of("query_node", "materialized");
  private static final Set<String> SELECT =
      Set.of("type", "select_list", "from_table", "where_clause", "aggregate_handling");
  private static final Set<String> STAR = Set.of("class", "type");
  private static final Set<String> TABLE = Set.of("type", "table_name", "qualified_name");

  private NarrowedEvents() {}

  /// Whether an entry of a WITH is one. Its condition asks nothing of other rows.
  static boolean is(JsonNode with) {
    JsonNode select = with.path("value").path("query_node");
    JsonNode items = select.path("select_list");
    JsonNode table = select.path("from_table");
    return isNamedEvents(with)
        && hasOnly(with.path("value"), WITH)
        && select.path("type").asText().equals("SELECT_NODE")
        && hasOnly(select, SELECT)
        && select.path("aggregate_handling").asText().equals("STANDARD_HANDLING")
        && items.size() == 1
        && items.get(0).path("type").asText().equals("STAR")
        && hasOnly(items.get(0), STAR)
        && table.path("type").asText().equals("BASE_TABLE")
        && hasOnly(table, TABLE)
        && StatementTree.lower(table.path("table_name").asText()).equals(EVENTS)
        && table.path("qualified_name").path("path").size() <= 1
        && asksNothing(select.path("where_clause"));
  }

  /// Whether an entry of a WITH has this name at all.
  static boolean isNamedEvents(JsonNode with) {
    return with.path("key").asText().equalsIgnoreCase(EVENTS);
  }

  private static boolean asksNothing(JsonNode condition) {
    boolean[] asks = {false};
    StatementTree.walk(condition, node -> asks[0] |= node.path("type").asText().endsWith("_NODE"));
    return !asks[0];
  }

  private static boolean hasOnly(JsonNode node, Set<String> allowed) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      boolean place = member.getKey().startsWith("query_location");
      if (!place && !allowed.contains(member.getKey()) && !isNothing(member.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNothing(JsonNode value) {
    if (value.isContainerNode()) {
      for (JsonNode inside : value) {
        if (!isNothing(inside)) {
          return false;
        }
      }
      return true;
    }
    return value.isNull() || (value.isBoolean() && !value.asBoolean()) || isBlank(value);
  }

  private static boolean isBlank(JsonNode value) {
    return value.isTextual() && value.asText().isEmpty();
  }
}
