package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// The engine's own reading of a statement: what it names and which parts it is made of.
final class StatementTree {
  private final JsonNode select;
  private final Set<String> columns = new HashSet<>();
  private final Set<String> tables = new HashSet<>();
  private boolean shows;

  /// @param select the one SELECT of the statement, as `json_serialize_sql` gives it
  StatementTree(JsonNode select) {
    this.select = select;
    walk(select, this::note);
  }

  JsonNode select() {
    return select;
  }

  /// Whether some column of this name may be read; also true for a field of a struct.
  boolean mentions(String column) {
    return columns.contains(column);
  }

  /// Whether a table of this name stands in some FROM.
  boolean reads(String table) {
    return tables.contains(table);
  }

  /// Whether it asks which tables there are.
  boolean shows() {
    return shows;
  }

  /// The places of result columns that have no name of their own, or none where a `*` moves them.
  Set<Integer> unnamed() {
    JsonNode node = select;
    while (node.path("type").asText().equals("SET_OPERATION_NODE")) {
      node = node.path("left").isObject() ? node.path("left") : node.path("children").path(0);
    }
    Set<Integer> places = new HashSet<>();
    JsonNode from = node.path("from_table");
    boolean values = from.path("type").asText().equals("EXPRESSION_LIST");
    if (values && from.path("alias").asText().equals("valueslist")) {
      from.path("values").path(0).forEach(value -> places.add(places.size()));
      return places;
    }
    int place = 0;
    for (JsonNode item : node.path("select_list")) {
      String type = item.path("type").asText();
      if (type.equals("STAR")) {
        return Set.of();
      }
      if (item.path("alias").asText().isEmpty() && !type.equals("COLUMN_REF")) {
        places.add(place);
      }
      place++;
    }
    return places;
  }

  private void note(JsonNode node) {
    switch (node.path("type").asText()) {
      case "COLUMN_REF" -> node.path("column_names").forEach(name -> columns.add(lower(name)));
      case "BASE_TABLE" -> tables.add(lower(node.path("table_name")));
      case "SHOW_REF" -> shows = true;
      default -> {}
    }
  }

  private static String lower(JsonNode name) {
    return lower(name.asText());
  }

  /// A name in lower case as the engine makes it: it knows no capitals but those of ASCII, while
  /// Java would also make a `k` of the Kelvin sign, and take two names for one that are two to it.
  static String lower(String name) {
    StringBuilder lower = new StringBuilder(name);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return lower.toString();
  }

  /// Visits every object of a tree, parents first.
  static void walk(JsonNode node, Consumer<JsonNode> visitor) {
    if (node.isObject()) {
      visitor.accept(node);
    }
    node.forEach(child -> walk(child, visitor));
  }
}
