package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Works out times that a condition compares with, such as `date_add('day', -7, now())`, by asking
/// the engine, and only when nothing in them depends on a row or on chance.
final class ConstantTimes {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "now",
          "date_add",
          "date_trunc",
          "date",
          "from_iso8601_timestamp",
          "from_iso8601_date",
          "from_unixtime",
          "strptime",
          "th_iso",
          "th_time",
          "th_as",
          "th_as_zoned",
          "timezone",
          "to_milliseconds",
          "to_seconds",
          "to_minutes",
          "to_hours",
          "to_days",
          "to_weeks",
          "to_months",
          "to_quarters",
          "to_years",
          "trunc",
          "-",
          "+",
          "*",
          "today");
  private static final Set<String> CLOCK = Set.of("current_date", "current_timestamp");
  private static final Set<String> KINDS =
      Set.of("CONSTANT", "FUNCTION", "CAST", "COLUMN_REF", "TYPE");

  /// How the engine writes down a SELECT of nothing.
  private static final ObjectNode EMPTY_SELECT =
      read(
          """
          {"error": false, "statements": [{"node": {"type": "SELECT_NODE", "modifiers": [],
            "cte_map": {"map": []}, "select_list": [], "from_table": {"type": "EMPTY", "alias": "",
            "sample": null, "query_location": 18446744073709551615, "query_location_length": 0},
            "where_clause": null, "group_expressions": [], "group_sets": [],
            "aggregate_handling": "STANDARD_HANDLING", "having": null, "sample": null,
            "qualify": null}, "named_param_map": []}]}
          """);

  private final Connection connection;

  ConstantTimes(Connection connection) {
    this.connection = connection;
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The time that an expression always is, in UTC; null when it is none or cannot be told.
  @Nullable LocalDateTime evaluate(JsonNode expression) {
    boolean[] constant = {expression.isObject()};
    StatementTree.walk(expression, node -> constant[0] &= isConstant(node));
    if (!constant[0]) {
      return null;
    }
    try {
      String text = textOf(expression);
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT try_cast((" + text + ") AS timestamp) AS t")) {
        return row.next() ? row.getObject(1, LocalDateTime.class) : null;
      }
    } catch (SQLException e) {
      return null; // the query itself will say what is wrong with it
    }
  }

  private static boolean isConstant(JsonNode node) {
    String kind = node.path("class").asText();
    if (kind.isEmpty()) {
      return !node.path("type").asText().endsWith("_NODE");
    }
    if (kind.equals("COLUMN_REF")) {
      JsonNode names = node.path("column_names");
      return names.size() == 1 && CLOCK.contains(names.get(0).asText().toLowerCase(Locale.ROOT));
    }
    return KINDS.contains(kind)
        && (!kind.equals("FUNCTION")
            || FUNCTIONS.contains(node.path("function_name").asText().toLowerCase(Locale.ROOT)));
  }

  /// The expression as SQL again, written by the engine.
  String textOf(JsonNode expression) throws SQLException {
    ObjectNode whole = EMPTY_SELECT.deepCopy();
    ((ObjectNode) whole.path("statements").path(0).path("node"))
        .putArray("select_list")
        .add(((ObjectNode) expression.deepCopy()).put("alias", ""));
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_deserialize_sql(?::json)")) {
      statement.setString(1, whole.toString());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1).replaceFirst("(?i)^\\s*SELECT\\s", "");
      }
    }
  }
}
