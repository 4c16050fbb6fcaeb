package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lets a statement pass only when every part of it is known to read, and to read nothing but the
/// tables of the lake. It judges the engine's own reading of the text, so that no comment, quote or
/// spelling can make the two differ, and knows what is allowed, not what is forbidden.
final class StatementGate {
  static final List<String> TABLES = List.of("events", "log_files", "findings", "finding_changes");

  private static final Set<String> QUERY_NODES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
  private static final Set<String> SOURCES =
      Set.of(
          "BASE_TABLE",
          "SUBQUERY",
          "JOIN",
          "TABLE_FUNCTION",
          "EXPRESSION_LIST",
          "EMPTY",
          "SHOW_REF",
          "PIVOT");
  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("unnest", "range", "generate_series", "json_each");

  private static final Set<String> WORDS =
      Set.of("current_user", "current_catalog", "current_schema", "current_role", "session_user");

  private static final Pattern WIDE = Pattern.compile("\\d{4}|\\*");

  /// A query by hand reads a handful; a thousand already takes the engine's planner seconds.
  private static final int MOST_TABLES = 1000;

  private static final int MOST_COLUMNS = 20_000;

  /// The engine's work doubles with each lambda inside another.
  private static final int MOST_LAMBDAS = 8;

  private static final String DOCS = "docs/sql.md lists the functions that there are";

  private final RewrittenSql sql;

  StatementGate(RewrittenSql sql) {
    this.sql = sql;
  }

  /// Throws for a statement that may not run.
  void check(JsonNode select) {
    check(select, 0);
    TableScopes.Size size = new TableScopes(Set.copyOf(TABLES), this::refuseTable).of(select);
    if (size.tables() > MOST_TABLES || size.columns() > MOST_COLUMNS) {
      throw refused(
          size.tables() > MOST_TABLES
              ? "the query reads more than " + MOST_TABLES + " tables when WITH is written out"
              : "the query has more than " + MOST_COLUMNS + " columns",
          select,
          "Ask for less at once");
    }
  }

  private void check(JsonNode node, int lambdas) {
    int inside = lambdas;
    if (node.isObject()) {
      checkNode(node);
      inside += node.path("class").asText().equals("LAMBDA") ? 1 : 0;
      if (inside > MOST_LAMBDAS) {
        throw refused(
            "more than " + MOST_LAMBDAS + " lambdas stand inside each other",
            node,
            "Use UNNEST for the outer ones");
      }
    }
    for (JsonNode child : node) {
      check(child, inside);
    }
  }

  private void checkNode(JsonNode node) {
    String type = node.path("type").asText();
    boolean source = node.has("sample") && node.has("alias");
    if ((type.endsWith("_NODE") && !QUERY_NODES.contains(type))
        || (source && !SOURCES.contains(type))) {
      throw refused("only SELECT may run here", node, "Leave out what changes data");
    }
    switch (type) {
      case "TABLE_FUNCTION" -> checkTableFunction(node.path("function"));
      case "SHOW_REF" -> checkShow(node);
      case "TYPE" -> checkType(node);
      case "COLUMN_REF" -> checkWord(node);
      case "VALUE_PARAMETER", "PARAMETER" ->
          throw refused("a value is missing", node, "Write the value into the query");
      default -> {
        if (node.has("function_name")) {
          checkFunction(node);
        }
      }
    }
  }

  private void refuseTable(JsonNode node) {
    throw refused(
        "there is no table " + StatementTree.lower(node.path("table_name").asText()),
        node,
        "The tables are " + tables("and") + "; an event data store's id means events");
  }

  private void checkTableFunction(JsonNode function) {
    String name = StatementTree.lower(function.path("function_name").asText());
    if (!TABLE_FUNCTIONS.contains(name) || isQualified(function)) {
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
    boolean tables = name.equals("tables") && !isQualified(node);
    if (!tables && (!name.isEmpty() || !node.path("query").isObject())) {
      throw refused(
          "SHOW " + name + " does not exist here", node, "Use SHOW TABLES or DESCRIBE events");
    }
  }

  private void checkType(JsonNode node) {
    String name = StatementTree.lower(node.path("type_name").asText());
    if (isQualified(node) || !Vocabulary.mayCast(name)) {
      throw refused(
          "there is no type " + name, node, "Use varchar, bigint, double, boolean, timestamp, ..");
    }
  }

  /// Words that are functions without parentheses where no column has their name.
  private void checkWord(JsonNode node) {
    JsonNode names = node.path("column_names");
    String name = StatementTree.lower(names.path(0).asText());
    if (names.size() == 1 && WORDS.contains(name)) {
      throw refused("a query may not ask for " + name, node, DOCS);
    }
  }

  private void checkFunction(JsonNode node) {
    String name = StatementTree.lower(node.path("function_name").asText());
    boolean tableFunction = TABLE_FUNCTIONS.contains(name);
    if (isQualified(node)) {
      throw refused("a query may not call a function by its schema", node, "Write only its name");
    }
    if (!Vocabulary.mayCall(name) && !tableFunction) {
      String why = Vocabulary.whyNot(name);
      throw why == null
          ? unknown(name, node)
          : refused("a query may not call " + name + "(): it " + why, node, DOCS);
    }
    if (name.equals("printf")) {
      JsonNode format = node.path("arguments").path(0).path("expression").path("literal");
      if (!format.isObject() || WIDE.matcher(format.path("text").asText()).find()) {
        throw refused(
            "a format must be a text without a width over 999", node, "Write the format out");
      }
    }
    if (ReductionCheck.doubles(node)) {
      throw refused(
          "what a reduction carries on stands in its result more than once",
          node,
          "Let each step add to it only once, as in (s, x) -> s || x");
    }
  }

  private TrailhouseException unknown(String name, JsonNode node) {
    @Nullable String near = Vocabulary.near(name);
    return refused(
        "there is no function " + name, node, near == null ? DOCS : "Did you mean " + near + "?");
  }

  private static boolean isQualified(JsonNode node) {
    return node.path("qualified_name").path("path").size() > 1;
  }

  private TrailhouseException refused(String problem, JsonNode node, String remedy) {
    long at = node.path("query_location").asLong(-1);
    int length = node.path("query_location_length").asInt(1);
    boolean placed = at >= 0 && at <= Integer.MAX_VALUE && length > 0;
    String place = placed ? SqlPlace.of(sql.source(), sql.sourceAt((int) at), length) : "the query";
    return new TrailhouseException(Code.QUERY_INVALID, problem, place, remedy);
  }
}
