package io.trailhouse.lake.row;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.event.EventField;
import io.trailhouse.event.JsonStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// What stands in a row's columns, and what should by a tree of its record; both as lines `column =
/// value`, nulls left out.
final class RowOracle {
  private RowOracle() {}

  static List<String> columns(EventRow row) {
    List<String> lines = new ArrayList<>();
    for (EventSchema.Node node : EventSchema.FIELDS) {
      columns(node, node.column(), row, lines);
    }
    return lines;
  }

  private static void columns(
      EventSchema.Node node, String name, EventRow row, List<String> lines) {
    switch (node.kind()) {
      case TEXT, JSON -> add(name, text(row.text(node.leaf())), lines);
      case FLAG -> add(name, row.hasFlag(node.leaf()) ? row.flag(node.leaf()) : null, lines);
      case TIME -> {
        // a stand-in is not the record's
      }
      case STRUCT ->
          node.children().forEach(child -> columns(child, name + "." + child.column(), row, lines));
      case LIST -> {
        for (int element = 0; element < row.resourceCount(); element++) {
          for (EventSchema.Node child : node.children()) {
            String column = name + "[" + element + "]." + child.column();
            add(column, text(row.resource(element, child.leaf())), lines);
          }
        }
      }
    }
  }

  private static @Nullable String text(@Nullable Binary value) {
    return value == null ? null : value.toStringUsingUTF8();
  }

  /// @param record numbers in it are texts of their spelling
  /// @param raw the text of each value, by its key
  static List<String> columns(JsonNode record, Map<String, String> raw) {
    List<String> lines = new ArrayList<>();
    for (EventSchema.Node node : EventSchema.FIELDS) {
      JsonNode value = record.get(node.key());
      if (node.kind() == EventSchema.Kind.JSON) {
        boolean isNull = value == null || value.isNull();
        add(node.column(), isNull ? null : raw.get(node.key()), lines);
      } else if (value != null) {
        columns(node, node.column(), value, lines);
      }
    }
    return lines;
  }

  private static void columns(
      EventSchema.Node node, String name, JsonNode value, List<String> lines) {
    switch (node.kind()) {
      case TEXT -> {
        boolean fits =
            value.isBoolean() || (value.isTextual() && JsonStrings.isEncodable(value.asText()));
        add(name, fits ? value.asText() : null, lines);
      }
      case JSON -> add(name, value.isNull() ? null : "JSON", lines);
      case FLAG -> {
        boolean fits = value.isBoolean() || List.of("true", "false").contains(value.asText());
        add(name, fits && !value.isNumber() ? value.asText() : null, lines);
      }
      case TIME -> {
        // a stand-in is not the record's
      }
      case STRUCT -> {
        for (EventSchema.Node child : node.children()) {
          if (value.isObject() && value.has(child.key())) {
            columns(child, name + "." + child.column(), value.get(child.key()), lines);
          }
        }
      }
      case LIST -> list(node, name, value, lines);
    }
  }

  private static void list(EventSchema.Node node, String name, JsonNode list, List<String> lines) {
    int element = 0;
    for (JsonNode each : list.isArray() ? list : List.<JsonNode>of()) {
      if (each.isObject()) {
        for (EventSchema.Node child : node.children()) {
          if (each.has(child.key())) {
            String column = name + "[" + element + "]." + child.column();
            columns(child, column, each.get(child.key()), lines);
          }
        }
        element++;
      }
    }
  }

  /// A value inside a struct that is JSON text is only told to be there.
  static List<String> withoutInnerJson(List<String> lines) {
    String inner = EventSchema.node(EventField.USER_IDENTITY).column();
    String column = inner + ".sessioncontext.webidfederationdata.attributes = ";
    return lines.stream().map(line -> line.startsWith(column) ? column + "JSON" : line).toList();
  }

  private static void add(String name, @Nullable Object value, List<String> lines) {
    if (value != null) {
      lines.add(name + " = " + value);
    }
  }
}
