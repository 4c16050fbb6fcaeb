package io.trailhouse.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;

/// How a record is changed before it is sent: first secrets are masked, then fields are redacted,
/// then chosen, dropped and renamed.
///
/// Fields are names joined by dots; a list on the way stands for each of its elements.
///
/// @param choose the only fields that stay; empty for all
/// @param drop fields that go
/// @param rename new names of fields, each in its old place
/// @param redact fields whose value is replaced
/// @param masksSecrets whether what [Secrets] knows is masked
public record Shape(
    List<String> choose,
    List<String> drop,
    Map<String, String> rename,
    Map<String, Redaction> redact,
    boolean masksSecrets) {
  public static final Shape AS_IT_IS = new Shape(List.of(), List.of(), Map.of(), Map.of(), false);

  public boolean changesNothing() {
    return equals(AS_IT_IS);
  }

  /// Changes a record.
  ObjectNode apply(ObjectNode record) {
    if (masksSecrets) {
      Secrets.mask(record);
    }
    redact.forEach((field, redaction) -> redact(record, parts(field), 0, redaction));
    ObjectNode shaped = record;
    if (!choose.isEmpty()) {
      shaped = record.objectNode();
      for (String field : choose) {
        copy(record, shaped, parts(field), 0);
      }
    }
    for (String field : drop) {
      rename(shaped, parts(field), 0, "");
    }
    for (Map.Entry<String, String> each : rename.entrySet()) {
      rename(shaped, parts(each.getKey()), 0, each.getValue());
    }
    return shaped;
  }

  private static String[] parts(String field) {
    return field.split("\\.", -1);
  }

  private static void redact(JsonNode at, String[] parts, int depth, Redaction redaction) {
    if (at instanceof ArrayNode array) {
      array.forEach(each -> redact(each, parts, depth, redaction));
    } else if (at instanceof ObjectNode object && object.has(parts[depth])) {
      JsonNode value = object.get(parts[depth]);
      if (depth < parts.length - 1) {
        redact(value, parts, depth + 1, redaction);
      } else if (!value.isNull()) {
        object.set(parts[depth], TextNode.valueOf(redaction.of(text(value))));
      }
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private static void rename(JsonNode at, String[] parts, int depth, String name) {
    if (at instanceof ArrayNode array) {
      array.forEach(each -> rename(each, parts, depth, name));
    } else if (at instanceof ObjectNode object && object.has(parts[depth])) {
      if (depth < parts.length - 1) {
        rename(object.get(parts[depth]), parts, depth + 1, name);
        return;
      }
      JsonNode value = object.remove(parts[depth]);
      if (!name.isEmpty()) {
        object.set(name, value);
      }
    }
  }

  /// Copies one field; of a list on the way each element keeps its place.
  private static void copy(JsonNode from, JsonNode into, String[] parts, int depth) {
    if (from instanceof ArrayNode list && into instanceof ArrayNode copies) {
      for (int i = 0; i < list.size(); i++) {
        if (copies.size() <= i) {
          copies.add(emptyLike(list.get(i)));
        }
        copy(list.get(i), copies.get(i), parts, depth);
      }
    } else if (from instanceof ObjectNode object
        && into instanceof ObjectNode copy
        && object.has(parts[depth])) {
      JsonNode value = object.get(parts[depth]);
      if (depth == parts.length - 1) {
        copy.set(parts[depth], value);
      } else if (value.isContainerNode()) {
        if (!copy.has(parts[depth])) {
          copy.set(parts[depth], emptyLike(value));
        }
        copy(value, copy.get(parts[depth]), parts, depth + 1);
      }
    }
  }

  private static JsonNode emptyLike(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object.objectNode();
    }
    return node instanceof ArrayNode array ? array.arrayNode() : node;
  }
}
