package io.trailhouse.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Small JSON texts, such as messages and answers, as maps, lists and texts; numbers and booleans
/// as the texts that they were written with.
final class JsonValues {
  private static final int DEEPEST = 50;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST * 20).build())
          .build();

  private JsonValues() {}

  /// The object a text holds; null when it is no JSON object, or has something behind it.
  static @Nullable Map<?, ?> object(String text) {
    return value(text) instanceof Map<?, ?> map ? map : null;
  }

  /// The value a text holds; null when it is no JSON, or has something behind it.
  static @Nullable Object value(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() == null) {
        return null;
      }
      Object value = value(json, 0);
      return json.nextToken() == null ? value : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Object value(JsonParser json, int depth) throws IOException {
    JsonToken token = json.currentToken();
    if (depth > DEEPEST && token.isStructStart()) {
      json.skipChildren(); // nothing that is asked for lies as deep
      return null;
    }
    switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          map.put(name, value(json, depth + 1));
        }
        return map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json, depth + 1));
        }
        return list;
      }
      case VALUE_NULL -> {
        return null;
      }
      default -> {
        return json.getText();
      }
    }
  }

  /// What stands below some names; null when one of them is missing.
  static @Nullable Object at(@Nullable Object value, String... names) {
    Object found = value;
    for (String name : names) {
      if (!(found instanceof Map<?, ?> map)) {
        return null;
      }
      found = map.get(name);
    }
    return found;
  }

  /// The text below some names; null when there is none.
  static @Nullable String text(@Nullable Object value, String... names) {
    return at(value, names) instanceof String text ? text : null;
  }

  /// The list below some names; empty when there is none.
  static List<?> list(@Nullable Object value, String... names) {
    return at(value, names) instanceof List<?> list ? list : List.of();
  }
}
