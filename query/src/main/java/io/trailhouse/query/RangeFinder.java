package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the ranges that hold for every place where a statement reads `events`: from the conditions
/// joined by AND in the WHERE of the SELECT that reads it. What it does not understand, it leaves
/// out; a place without conditions means the whole table.
final class RangeFinder {
  private static final Set<String> VALUE_COLUMNS =
      Set.of(
          "recipientaccountid",
          "awsregion",
          "eventcategory",
          "eventsource",
          "eventname",
          "eventid",
          "region");

  /// How far a bound made from the clock may be from what the engine will make of it.
  private static final Duration SLACK = Duration.ofMinutes(1);

  private final ConstantTimes times;

  RangeFinder(ConstantTimes times) {
    this.times = times;
  }

  /// Ranges that hold wherever this tree reads `events`.
  EventRanges find(JsonNode tree) {
    boolean[] hidden = {false};
    StatementTree.walk(tree, node -> hidden[0] |= hidesEvents(node));
    if (hidden[0]) {
      return EventRanges.ALL;
    }
    Set<JsonNode> passed = Collections.newSetFromMap(new IdentityHashMap<>());
    StatementTree.walk(tree, node -> passed.addAll(narrowing(node)));
    List<EventRanges> places = new ArrayList<>();
    StatementTree.walk(
        tree,
        node -> {
          if (!passed.contains(node)) {
            visit(node, places);
          }
        });
    EventRanges everywhere = places.stream().reduce(EventRanges::or).orElse(EventRanges.ALL);
    return everywhere.and(ofTheWhole(tree));
  }

  /// What the first WITH of the whole statement leaves of `events`, since all places behind it read
  /// through it.
  private EventRanges ofTheWhole(JsonNode tree) {
    JsonNode first = tree.path("cte_map").path("map").path(0);
    JsonNode select = first.path("value").path("query_node");
    return NarrowedEvents.is(first)
        ? conjuncts(select.path("where_clause"), new Table("events", true))
        : EventRanges.ALL;
  }

  /// The SELECTs by which a WITH of this node only narrows `events`: their rows are read, and
  /// judged, where the name is.
  private static List<JsonNode> narrowing(JsonNode node) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode with : node.path("cte_map").path("map")) {
      if (NarrowedEvents.is(with)) {
        found.add(with.path("value").path("query_node"));
      }
    }
    return found;
  }

  /// Whether a WITH gives the name `events` to something else, or a FROM other names to its
  /// columns.
  private static boolean hidesEvents(JsonNode node) {
    for (JsonNode with : node.path("cte_map").path("map")) {
      if (NarrowedEvents.isNamedEvents(with) && !NarrowedEvents.is(with)) {
        return true;
      }
    }
    return node.path("type").asText().equals("BASE_TABLE")
        && !node.path("column_name_alias").isEmpty();
  }

  private void visit(JsonNode node, List<EventRanges> places) {
    if (!node.path("type").asText().equals("SELECT_NODE")) {
      return;
    }
    List<JsonNode> reads = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    relations(node.path("from_table"), reads, others);
    for (JsonNode read : reads) {
      boolean alone = reads.size() == 1 && others.isEmpty();
      places.add(conjuncts(node.path("where_clause"), new Table(nameOf(read), alone)));
    }
  }

  private static void relations(JsonNode from, List<JsonNode> reads, List<JsonNode> others) {
    switch (from.path("type").asText()) {
      case "BASE_TABLE" -> {
        boolean events = from.path("table_name").asText().equalsIgnoreCase("events");
        (events ? reads : others).add(from);
      }
      case "JOIN" -> {
        relations(from.path("left"), reads, others);
        relations(from.path("right"), reads, others);
      }
      case "TABLE_FUNCTION", "EMPTY", "" -> {
        if (!from.path("function").path("function_name").asText("unnest").equals("unnest")) {
          others.add(from);
        }
      }
      case "PIVOT" -> {
        relations(from.path("source"), reads, others);
        others.add(from);
      }
      default -> others.add(from);
    }
  }

  private static String nameOf(JsonNode table) {
    String alias = table.path("alias").asText();
    return (alias.isEmpty() ? table.path("table_name").asText() : alias).toLowerCase(Locale.ROOT);
  }

  private EventRanges conjuncts(JsonNode condition, Table table) {
    String type = condition.path("type").asText();
    return switch (type) {
      case "CONJUNCTION_AND" -> {
        EventRanges all = EventRanges.ALL;
        for (JsonNode child : condition.path("children")) {
          all = all.and(conjuncts(child, table));
        }
        yield all;
      }
      case "CONJUNCTION_OR" -> either(condition.path("children"), table);
      case "COMPARE_BETWEEN" ->
          compare(
                  condition.path("input"),
                  "COMPARE_GREATERTHANOREQUALTO",
                  condition.path("lower"),
                  table)
              .and(
                  compare(
                      condition.path("input"),
                      "COMPARE_LESSTHANOREQUALTO",
                      condition.path("upper"),
                      table));
      case "COMPARE_IN" -> in(condition.path("children"), table);
      case "COMPARE_EQUAL",
          "COMPARE_GREATERTHAN",
          "COMPARE_GREATERTHANOREQUALTO",
          "COMPARE_LESSTHAN",
          "COMPARE_LESSTHANOREQUALTO" ->
          compare(condition.path("left"), type, condition.path("right"), table)
              .and(compare(condition.path("right"), mirrored(type), condition.path("left"), table));
      case "FUNCTION" -> mentions(condition, table);
      default -> EventRanges.ALL;
    };
  }

  /// What a condition on the record as text says of the columns it is put together from.
  private static EventRanges mentions(JsonNode condition, Table table) {
    JsonNode arguments = condition.path("arguments");
    String wanted = text(arguments.path(1).path("expression"));
    if (arguments.size() != 2
        || wanted == null
        || !table.column(arguments.path(0).path("expression")).equals("eventjson")) {
      return EventRanges.ALL;
    }
    String inColumns =
        switch (condition.path("function_name").asText()) {
          case "~~", "~~*" -> Mentions.inColumnsLike(wanted);
          case "contains" -> Mentions.inColumns(wanted);
          default -> null;
        };
    return inColumns == null ? EventRanges.ALL : EventRanges.mentioning(inColumns);
  }

  private EventRanges either(JsonNode children, Table table) {
    EventRanges any = null;
    for (JsonNode child : children) {
      EventRanges one = conjuncts(child, table);
      any = any == null ? one : any.or(one);
    }
    return any == null ? EventRanges.ALL : any;
  }

  private static String mirrored(String type) {
    return type.contains("GREATER")
        ? type.replace("GREATER", "LESS")
        : type.replace("LESS", "GREATER");
  }

  private EventRanges compare(JsonNode side, String type, JsonNode value, Table table) {
    String column = table.column(side);
    if (VALUE_COLUMNS.contains(column)) {
      String text = text(value);
      return type.equals("COMPARE_EQUAL") && text != null
          ? only(column, Set.of(text))
          : EventRanges.ALL;
    }
    boolean wholeDays = false;
    if (!column.equals("eventtime")) {
      wholeDays = isDayOfEventTime(side, table);
      if (!wholeDays && !isSameTime(side, table)) {
        return EventRanges.ALL;
      }
    }
    LocalDateTime time = times.evaluate(value);
    if (time == null) {
      return EventRanges.ALL;
    }
    LocalDateTime low = time.minus(SLACK);
    LocalDateTime high = wholeDays ? time.plusDays(1).plus(SLACK) : time.plus(SLACK);
    return switch (type) {
      case "COMPARE_EQUAL" -> EventRanges.during(low, high);
      case "COMPARE_GREATERTHAN", "COMPARE_GREATERTHANOREQUALTO" -> EventRanges.during(low, null);
      default -> EventRanges.during(null, high);
    };
  }

  private static EventRanges in(JsonNode children, Table table) {
    String column = children.isEmpty() ? "" : table.column(children.get(0));
    if (!VALUE_COLUMNS.contains(column)) {
      return EventRanges.ALL;
    }
    Set<String> allowed = new TreeSet<>();
    for (int i = 1; i < children.size(); i++) {
      String text = text(children.get(i));
      if (text == null) {
        return EventRanges.ALL;
      }
      allowed.add(text);
    }
    return only(column, allowed);
  }

  private static EventRanges only(String column, Set<String> allowed) {
    String stored =
        switch (column) {
          case "region" -> "awsregion";
          default -> column;
        };
    return EventRanges.having(stored, allowed);
  }

  private static @Nullable String text(JsonNode value) {
    JsonNode literal = value.path("literal");
    return value.path("type").asText().equals("VALUE_CONSTANT")
            && literal.path("kind").asText().equals("STRING")
        ? literal.path("text").asText()
        : null;
  }

  /// `from_iso8601_timestamp(eventtime)` and a cast to a timestamp are the time itself.
  private static boolean isSameTime(JsonNode side, Table table) {
    String function = side.path("function_name").asText();
    if (function.equals("from_iso8601_timestamp") || function.equals("th_time")) {
      return table.column(side.path("arguments").path(0).path("expression")).equals("eventtime");
    }
    return isCast(side, "TIMESTAMP") && table.column(given(side.path("child"))).equals("eventtime");
  }

  /// `date(eventtime)`, a cast to DATE and `date_trunc('day', eventtime)` are the start of its day.
  private static boolean isDayOfEventTime(JsonNode side, Table table) {
    JsonNode arguments = side.path("arguments");
    JsonNode inner =
        switch (side.path("function_name").asText().toLowerCase(Locale.ROOT)) {
          case "date", "from_iso8601_date" -> arguments.path(0).path("expression");
          case "date_trunc" ->
              "day".equalsIgnoreCase(text(arguments.path(0).path("expression")))
                  ? arguments.path(1).path("expression")
                  : arguments.path(9);
          default -> isCast(side, "DATE") ? given(side.path("child")) : arguments.path(9);
        };
    return table.column(inner).equals("eventtime")
        || (inner.isObject() && isSameTime(inner, table));
  }

  /// What a cast was written around; the dialect reads a text in it before the engine does.
  private static JsonNode given(JsonNode child) {
    return child.path("function_name").asText().equals("th_as")
        ? child.path("arguments").path(1).path("expression")
        : child;
  }

  private static boolean isCast(JsonNode side, String target) {
    return side.path("type").asText().equals("OPERATOR_CAST")
        && side.path("type_expr").path("type_name").asText().equalsIgnoreCase(target);
  }

  /// A place where `events` is read: the name it has there, and whether it is the only table.
  private record Table(String name, boolean alone) {
    /// The column of this table that an expression is, in lower case; empty when it is none.
    String column(JsonNode expression) {
      JsonNode names = expression.path("column_names");
      boolean own =
          names.size() == 1
              ? alone
              : names.size() == 2 && names.get(0).asText().equalsIgnoreCase(name);
      return own ? names.get(names.size() - 1).asText().toLowerCase(Locale.ROOT) : "";
    }
  }
}
