package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses what the engine would convert by itself in another way than Trino. It judges the
/// engine's own plan of a statement, where each value has its type, so that no WITH, subquery or
/// lambda hides a conversion. The dialect's macros convert with functions whose names begin with
/// `th_`, and pass.
///
/// A wall clock, which AT TIME ZONE gives, has the type TIMESTAMP_NS here, which nothing else has.
final class TypedPlan {
  private static final String WALL = "TIMESTAMP_NS";
  private static final String CAST = "OPERATOR_CAST";
  private static final Set<String> TIMES =
      Set.of("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "DATE");
  private static final Set<String> NESTED = Set.of("LIST", "STRUCT", "MAP", "ARRAY");

  private static final Set<String> JOINING = Set.of("||", "concat_ws", "concat");

  /// What looks at the hands of a clock, wherever it hangs.
  private static final Set<String> OF_CLOCKS =
      Set.of(
          "epoch_us",
          "hour",
          "minute",
          "second",
          "millisecond",
          "day",
          "month",
          "year",
          "quarter",
          "week",
          "isodow",
          "isoyear",
          "dayofyear",
          "dayofmonth",
          "last_day",
          "date_trunc",
          "date_part",
          "strftime",
          "monthname",
          "dayname",
          "date");

  /// What passes a value on as it is.
  private static final Set<String> CARRIERS =
      Set.of(
          "count",
          "any_value",
          "first",
          "last",
          "list",
          "array_agg",
          "list_value",
          "struct_pack",
          "row",
          "strftime",
          "typeof",
          "len",
          "list_extract",
          "array_extract",
          "struct_extract",
          "list_transform",
          "list_slice",
          "list_count",
          "list_filter",
          "unnest",
          "map",
          "map_extract",
          "map_extract_value",
          "lag",
          "lead",
          "first_value",
          "last_value",
          "nth_value",
          "arg_max",
          "arg_min",
          "max_by",
          "min_by",
          "constant_or_null");

  /// What looks for equal elements in lists.
  private static final Set<String> OF_EQUALS =
      Set.of(
          "list_contains",
          "list_position",
          "list_has_any",
          "list_has_all",
          "list_distinct",
          "list_unique",
          "list_intersect",
          "contains",
          "histogram",
          "approx_count_distinct",
          "mode");

  private final RewrittenSql sql;

  /// @param sql the statement that was planned
  TypedPlan(RewrittenSql sql) {
    this.sql = sql;
  }

  /// Throws for a statement that may not run.
  void check(JsonNode plan) {
    check(plan, "");
  }

  private void check(JsonNode node, String function) {
    String inside = function;
    if (node.isObject()) {
      maps(node);
      String type = node.path("type").asText();
      if (node.has("case_checks")) {
        cases(node, function);
        return;
      }
      if (type.equals(CAST)) {
        cast(node, function);
        inside = CAST;
      } else if (node.has("expression_class")) {
        inside = nameOf(node);
        expression(node, type, inside);
      } else if (node.has("comparison") && isWall(node.path("left").path("return_type"))) {
        throw wall(node.path("left"));
      }
    }
    for (JsonNode child : node) {
      check(child, node.isArray() ? function : inside);
    }
  }

  /// The engine compares maps by the order of their entries, which means nothing.
  private void maps(JsonNode node) {
    String type = node.path("type").asText();
    boolean equals =
        type.startsWith("COMPARE_")
            || OF_EQUALS.contains(nameOf(node))
            || node.path("aggregate_type").asText().equals("DISTINCT");
    String compared = equals ? "children" : node.has("groups") ? "groups" : "partitions";
    for (String each : List.of(compared, "distinct_targets")) {
      for (JsonNode child : node.path(each)) {
        refuseMap(child);
      }
    }
    if (node.has("comparison")) {
      refuseMap(node.path("left"));
    }
    if (type.equals("LOGICAL_INTERSECT") || type.equals("LOGICAL_EXCEPT")) {
      node.path("children").path(0).path("expressions").forEach(this::refuseMap);
    }
  }

  private void refuseMap(JsonNode node) {
    if (node.path("return_type").toString().contains("\"id\":\"MAP\"")) {
      throw refused(
          node,
          "maps cannot be compared, grouped or made distinct here",
          "Write array_sort(map_entries(m)) for each map, which has the entries in one order");
    }
  }

  /// A macro asks for the type of its argument, and means only one of its branches.
  private void cases(JsonNode node, String around) {
    String function = OF_CLOCKS.contains(around) ? around : "";
    for (JsonNode each : node.path("case_checks")) {
      Boolean holds = asksForType(each.path("when_expr"));
      if (holds == null || holds) {
        check(each.path("when_expr"), "");
        check(each.path("then_expr"), function);
      }
      if (holds != null && holds) {
        return;
      }
    }
    check(node.path("else_expr"), function);
  }

  /// Whether `typeof(x) = 'TYPE'` holds, in which the engine has put the type; null for any other
  /// condition.
  private static @Nullable Boolean asksForType(JsonNode when) {
    JsonNode left = written(when.path("children").path(0));
    JsonNode right = written(when.path("children").path(1));
    boolean told = nameOf(when).equals("=") && left.isTextual() && right.isTextual();
    return told ? left.equals(right) : null;
  }

  private static JsonNode written(JsonNode node) {
    JsonNode inner = node.path("type").asText().equals(CAST) ? operand(node) : node;
    return inner.path("value").path("value");
  }

  private static String nameOf(JsonNode node) {
    if (node.path("type").asText().equals("OPERATOR_COALESCE")) {
      return nameOf(operand(node)).startsWith("th_") ? nameOf(operand(node)) : "";
    }
    JsonNode path = node.path("qname").path("path");
    return path.path(path.size() - 1).asText();
  }

  private void expression(JsonNode node, String type, String name) {
    JsonNode first = operand(node).path("value").path("value");
    if (name.equals("concat") && first.asText().equals("th:word ")) {
      String word = node.path("children").path(1).path("value").path("value").asText();
      throw refused(
          node,
          "a query may not ask for " + word + ", which is the engine's",
          "Did you mean useridentity.username, or useridentity.arn?");
    }
    boolean carries =
        name.isEmpty()
            ? !type.startsWith("COMPARE_")
            : CARRIERS.contains(name) || OF_CLOCKS.contains(name);
    if (name.equals("date_part")) {
      String part = node.path("children").path(0).path("value").path("value").asText();
      carries = !part.startsWith("epoch") && !part.startsWith("timezone");
    }
    if (!carries) {
      for (JsonNode child : node.path("children")) {
        JsonNode operand = child.path("type").asText().equals(CAST) ? operand(child) : child;
        if (isWall(operand.path("return_type")) || isWall(child.path("return_type"))) {
          throw wall(child);
        }
      }
    }
  }

  private static JsonNode operand(JsonNode cast) {
    return cast.path("children").path(0);
  }

  private static boolean isWall(JsonNode type) {
    return type.path("id").asText().equals(WALL)
        || (NESTED.contains(type.path("id").asText()) && type.toString().contains(WALL));
  }

  private void cast(JsonNode node, String function) {
    JsonNode child = operand(node);
    JsonNode from = node.path("arguments").path(0);
    String to = node.path("return_type").path("id").asText();
    String source = from.path("id").asText();
    boolean none = source.equals("\"NULL\"") || source.equals("SQLNULL") || isNull(child);
    if (isWall(from)) {
      boolean shown = Set.of("VARCHAR", "DATE", "TIME").contains(to) || to.equals(source);
      if (!shown && !(to.equals("TIMESTAMP") && OF_CLOCKS.contains(function))) {
        throw wall(child);
      }
    } else if (isWall(node.path("return_type")) && !none && !makesWall(child)) {
      throw wall(child);
    }
    if (to.equals("VARCHAR") && TIMES.contains(source) && JOINING.contains(function)) {
      throw refused(
          child,
          "a time is joined with a text",
          "Write to_iso8601(..) or CAST(.. AS VARCHAR) around the time");
    }
    if (source.equals("VARCHAR") && !isJson(from) && !none) {
      ofText(child, to, function);
    }
  }

  private static boolean makesWall(JsonNode child) {
    return Set.of("timezone", "date_trunc").contains(nameOf(child));
  }

  private static boolean isNull(JsonNode node) {
    return node.path("value").path("is_null").asBoolean();
  }

  private static boolean isJson(JsonNode type) {
    return type.path("type_info").path("alias").asText().equals("JSON");
  }

  private void ofText(JsonNode child, String to, String function) {
    boolean constant = child.path("type").asText().equals("VALUE_CONSTANT");
    if (nameOf(child).startsWith("th_")) {
      return;
    }
    String text = child.path("value").path("value").asText();
    if (TIMES.contains(to) && !(constant && SqlTexts.isPlainTime(text))) {
      throw refused(
          child,
          constant ? "this text is no time: '" + text + "'" : "a text is compared with a time",
          constant
              ? "Write timestamp '2026-05-01 00:00:00', with a zone or an offset where it has one"
              : "Write from_iso8601_timestamp(..) or CAST(.. AS TIMESTAMP) around the text");
    }
    if (to.equals("BOOLEAN") && constant && SqlTexts.read("boolean", text) == null) {
      throw refused(child, "this text is no truth: '" + text + "'", "Write true or false");
    }
    if (NESTED.contains(to) && !function.equals("list_position")) {
      throw refused(
          child,
          "a text cannot be cast to an array, a map or a row",
          "Write CAST(json_parse(..) AS ..) when the text is JSON");
    }
  }

  private TrailhouseException wall(JsonNode node) {
    return refused(
        node,
        "a time turned to another zone is only good to be shown, formatted or cut",
        "Compare and reckon with the time itself, which is UTC: leave out AT TIME ZONE there, or"
            + " cast it to TIMESTAMP, which keeps the clock and forgets the zone");
  }

  private TrailhouseException refused(JsonNode node, String problem, String remedy) {
    long at = node.path("query_location").asLong(-1);
    int length = node.path("query_location_length").asInt(0);
    boolean placed = at >= 0 && at < sql.text().length() && length > 0;
    String place = placed ? SqlPlace.of(sql.source(), sql.sourceAt((int) at), length) : "the query";
    return new TrailhouseException(Code.QUERY_INVALID, problem, place, remedy);
  }
}
