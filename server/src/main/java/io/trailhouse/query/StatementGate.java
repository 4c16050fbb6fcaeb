package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Lets a statement pass only when every part of it is known to read, and to read nothing but the
/// tables of the lake. It judges the engine's own reading of the text, so that no comment, quote or
/// spelling can make the two differ.
final class StatementGate {
  static final List<String> TABLES = List.of("events", "log_files", "findings", "finding_changes");

  private static final Set<String> QUERY_NODES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("unnest", "range", "generate_series", "json_each", "json_tree");
  private static final Set<String> CLOSED_FUNCTIONS =
      Set.of(
          "current_setting",
          "getvariable",
          "getenv",
          "write_log",
          "sleep_ms",
          "pg_sleep",
          "nextval",
          "currval",
          "setval",
          "setseed",
          "parse_duckdb_log_message",
          "query",
          "query_table",
          "current_query",
          "error_log");

  private static final Pattern WIDE = Pattern.compile("\\d{4}|\\*");

  private final RewrittenSql sql;

  StatementGate(RewrittenSql sql) {
    this.sql = sql;
  }

  /// Throws for a statement that may not run.
  void check(JsonNode select) {
    Set<String> known = new HashSet<>(TABLES);
    StatementTree.walk(
        select, node -> node.path("cte_map").path("map").forEach(cte -> known.add(cteName(cte))));
    StatementTree.walk(select, node -> checkNode(node, known));
  }

  private static String cteName(JsonNode cte) {
    return cte.path("key").asText().toLowerCase(Locale.ROOT);
  }

  private void checkNode(JsonNode node, Set<String> known) {
    String type = node.path("type").asText();
    if (type.endsWith("_NODE") && !QUERY_NODES.contains(type)) {
      throw refused("only SELECT may run here", node, "Leave out what changes data");
    }
    switch (type) {
      case "BASE_TABLE" -> checkTable(node, known);
      case "TABLE_FUNCTION" -> checkTableFunction(node.path("function"));
      case "SHOW_REF" -> checkShow(node);
      case "FUNCTION", "WINDOW_AGGREGATE" -> checkFunction(node);
      case "VALUE_PARAMETER", "PARAMETER" ->
          throw refused("a value is missing", node, "Write the value into the query");
      default -> {}
    }
  }

  private void checkTable(JsonNode node, Set<String> known) {
    String name = node.path("table_name").asText().toLowerCase(Locale.ROOT);
    boolean plain = node.path("qualified_name").path("path").size() <= 1;
    boolean looksLikeAFile = name.chars().anyMatch(c -> "./\\:*?[~".indexOf(c) >= 0);
    if (!plain || looksLikeAFile || !known.contains(name)) {
      throw refused(
          "there is no table " + name,
          node,
          "The tables are " + tables("and") + "; an event data store's id means events");
    }
  }

  private void checkTableFunction(JsonNode function) {
    String name = function.path("function_name").asText().toLowerCase(Locale.ROOT);
    if (!TABLE_FUNCTIONS.contains(name)) {
      throw refused(
          "a query may not read from " + name + "()", function, "Read from " + tables("or"));
    }
  }

  private static String tables(String last) {
    int most = TABLES.size() - 1;
    return String.join(", ", TABLES.subList(0, most)) + " " + last + " " + TABLES.get(most);
  }

  private void checkShow(JsonNode node) {
    String name = node.path("table_name").asText().replace("\"", "");
    if (!name.isEmpty() && !name.equals("tables")) {
      throw refused(
          "SHOW " + name + " does not exist here", node, "Use SHOW TABLES or DESCRIBE events");
    }
  }

  private void checkFunction(JsonNode node) {
    String name = node.path("function_name").asText().toLowerCase(Locale.ROOT);
    if (CLOSED_FUNCTIONS.contains(name) || node.path("qualified_name").path("path").size() > 1) {
      throw refused("a query may not call " + name + "()", node, "Leave it out");
    }
    if (name.equals("printf")) {
      JsonNode format = node.path("arguments").path(0).path("expression").path("literal");
      if (!format.isObject() || WIDE.matcher(format.path("text").asText()).find()) {
        throw refused(
            "a format must be a text without a width over 999", node, "Write the format out");
      }
    }
  }

  private TrailhouseException refused(String problem, JsonNode node, String remedy) {
    long at = node.path("query_location").asLong(-1);
    int length = node.path("query_location_length").asInt(1);
    boolean placed = at >= 0 && at <= Integer.MAX_VALUE && length > 0;
    String place = placed ? SqlPlace.of(sql.source(), sql.sourceAt((int) at), length) : "the query";
    return new TrailhouseException(Code.QUERY_INVALID, problem, place, remedy);
  }
}
