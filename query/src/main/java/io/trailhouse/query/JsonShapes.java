package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/// `CAST(json AS type)` as Trino does it: JSON turned into the JSON that the engine casts to a type
/// without a doubt. Fields of a ROW are found in any case and are NULL when absent; what does not
/// fit is an error.
final class JsonShapes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String type;
  private int at;

  private JsonShapes(String type) {
    this.type = type;
  }

  /// @param type in the engine's words, as [TypeSpellings] writes it
  static String shaped(String json, String type) {
    try {
      return new JsonShapes(type).read().shape(JsonPaths.JSON.readTree(json)).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this text is not JSON", e);
    }
  }

  private interface Shape {
    JsonNode of(JsonNode value);

    default JsonNode shape(JsonNode value) {
      return value.isNull() || value.isMissingNode() ? NODES.nullNode() : of(value);
    }
  }

  private Shape read() {
    Shape shape;
    if (passes("STRUCT(")) {
      shape = fields();
    } else if (passes("MAP(")) {
      Shape key = read();
      passes(", ");
      Shape value = read();
      passes(")");
      shape = map(key, value);
    } else {
      int start = at;
      while (at < type.length() && (Character.isLetterOrDigit(type.charAt(at)) || word())) {
        at++;
      }
      shape = scalar(type.substring(start, at));
    }
    while (passes("[]")) {
      shape = list(shape);
    }
    return shape;
  }

  /// Within a name, or a precision such as `(10, 2)`, which belongs to it.
  private boolean word() {
    char c = type.charAt(at);
    boolean precision = type.substring(at).matches("(?s)\\(\\d+(?:, ?\\d+)?\\).*");
    if (precision) {
      at = type.indexOf(')', at);
    }
    return precision || c == '_';
  }

  private Shape fields() {
    Map<String, Shape> fields = new java.util.LinkedHashMap<>();
    while (!passes(")")) {
      passes(", ");
      int end = at + 1;
      while (type.charAt(end) != '"' || type.startsWith("\"\"", end)) {
        end += type.charAt(end) == '"' ? 2 : 1;
      }
      String name = type.substring(at + 1, end).replace("\"\"", "\"");
      at = end + 2;
      fields.put(name, read());
    }
    return value -> struct(fields, value);
  }

  private boolean passes(String text) {
    boolean here = type.startsWith(text, at);
    at += here ? text.length() : 0;
    return here;
  }

  private static JsonNode struct(Map<String, Shape> fields, JsonNode value) {
    ObjectNode made = NODES.objectNode();
    if (value.isArray()) {
      Iterator<JsonNode> elements = value.elements();
      if (value.size() != fields.size()) {
        throw unfit(value, "ROW");
      }
      fields.forEach((name, shape) -> made.set(name, shape.shape(elements.next())));
    } else if (value.isObject()) {
      ObjectNode lower = NODES.objectNode();
      value
          .properties()
          .forEach(each -> lower.set(each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
      fields.forEach(
          (name, shape) -> made.set(name, shape.shape(lower.path(name.toLowerCase(Locale.ROOT)))));
    } else {
      throw unfit(value, "ROW");
    }
    return made;
  }

  private static Shape list(Shape element) {
    return value -> {
      if (!value.isArray()) {
        throw unfit(value, "ARRAY");
      }
      ArrayNode made = NODES.arrayNode();
      value.forEach(each -> made.add(element.shape(each)));
      return made;
    };
  }

  private static Shape map(Shape key, Shape member) {
    return value -> {
      if (!value.isObject()) {
        throw unfit(value, "MAP");
      }
      ObjectNode made = NODES.objectNode();
      value
          .properties()
          .forEach(each ->
              made.set(
                  key.shape(NODES.textNode(each.getKey())).asText(),
                  member.shape(each.getValue())));
      return made;
    };
  }

  private static Shape scalar(String name) {
    return switch (name) {
      case "JSON" -> value -> value;
      case "VARCHAR" -> value -> NODES.textNode(text(value));
      case "BIGINT", "INTEGER", "INT", "SMALLINT", "TINYINT" -> JsonShapes::whole;
      case "DOUBLE", "REAL" -> value -> parsed(value, "DOUBLE");
      case "BOOLEAN" -> JsonShapes::truth;
      default -> value -> NODES.textNode(text(value));
    };
  }

  private static String text(JsonNode value) {
    if (value.isContainerNode()) {
      throw unfit(value, "VARCHAR");
    }
    return value.isFloatingPointNumber() ? Doubles.text(value.asText()) : value.asText();
  }

  private static JsonNode whole(JsonNode value) {
    if (value.isBoolean()) {
      return NODES.numberNode(value.asBoolean() ? 1 : 0);
    }
    if (value.isTextual() && !value.asText().matches("[+-]?\\d+")) {
      throw unfit(value, "a whole number");
    }
    return NODES.numberNode(
        parsed(value, "a whole number").decimalValue().setScale(0, RoundingMode.HALF_UP));
  }

  private static JsonNode parsed(JsonNode value, String wanted) {
    if (value.isBoolean()) {
      return NODES.numberNode(value.asBoolean() ? 1 : 0);
    }
    try {
      return value.isNumber() ? value : NODES.numberNode(new java.math.BigDecimal(value.asText()));
    } catch (NumberFormatException e) {
      throw unfit(value, wanted);
    }
  }

  private static JsonNode truth(JsonNode value) {
    if (value.isBoolean()) {
      return value;
    }
    if (value.isNumber()) {
      return NODES.booleanNode(value.asDouble() != 0);
    }
    return switch (value.isTextual() ? value.asText().toLowerCase(Locale.ROOT) : "") {
      case "true", "t", "1" -> NODES.booleanNode(true);
      case "false", "f", "0" -> NODES.booleanNode(false);
      default -> throw unfit(value, "BOOLEAN");
    };
  }

  private static IllegalArgumentException unfit(JsonNode value, String wanted) {
    String shown = value.toString();
    return new IllegalArgumentException(
        "JSON cannot be cast to "
            + wanted
            + ": "
            + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown));
  }
}
