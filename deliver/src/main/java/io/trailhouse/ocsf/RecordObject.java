package io.trailhouse.ocsf;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One object inside a record, from which the mapping takes what has a place in OCSF; what is left
/// goes to `unmapped`. Of a repeated name the first counts and the others are left.
final class RecordObject {
  private final List<String> names = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /// Names of which the first member is null.
  private final Set<String> nulls = new HashSet<>();

  private boolean touched;

  /// A number, `true` or `false`, with its spelling.
  private record Literal(String text) {}

  /// Reads the value that a parser stands at: a string, a literal, a list, an object; null for JSON
  /// null.
  static @Nullable Object read(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        return members(json);
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(json));
        }
        return list;
      }
      case VALUE_STRING -> {
        return json.getText();
      }
      case VALUE_NULL -> {
        return null;
      }
      default -> {
        return new Literal(json.getText());
      }
    }
  }

  private static RecordObject members(JsonParser json) throws IOException {
    RecordObject object = new RecordObject();
    Map<String, Integer> nulls = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      Object value = read(json);
      if (value != null) {
        object.names.add(name);
        object.values.add(value);
      } else {
        nulls.putIfAbsent(name, object.names.size());
      }
    }
    for (int at = 0; at < object.names.size() && !nulls.isEmpty(); at++) {
      String name = object.names.get(at);
      if (nulls.getOrDefault(name, 0) > at) {
        nulls.remove(name); // the null came later
      }
    }
    object.nulls.addAll(nulls.keySet());
    return object;
  }

  /// The place of the first member of a name; -1 when there is none, or it is null.
  private int find(String name) {
    return nulls.contains(name) ? -1 : names.indexOf(name);
  }

  /// A string member, which stays; null when there is none of that name, or it is no string.
  @Nullable String peek(String name) {
    int at = find(name);
    return at >= 0 && values.get(at) instanceof String text ? text : null;
  }

  /// A string member, which is taken out.
  @Nullable String text(String name) {
    String text = peek(name);
    if (text != null) {
      take(name);
    }
    return text;
  }

  /// A member that says one of two words, which is then taken out; in any case, as a string or
  /// bare.
  @Nullable Boolean flag(String name, String yes, String no) {
    int at = find(name);
    if (at < 0) {
      return null;
    }
    String word = values.get(at) instanceof Literal bare ? bare.text() : peek(name);
    if (!yes.equalsIgnoreCase(word) && !no.equalsIgnoreCase(word)) {
      return null;
    }
    take(name);
    return yes.equalsIgnoreCase(word);
  }

  /// An inner object; an empty one when there is none of that name, or it is no object.
  RecordObject object(String name) {
    int at = find(name);
    return at >= 0 && values.get(at) instanceof RecordObject inner ? inner : new RecordObject();
  }

  private void take(String name) {
    int at = names.indexOf(name);
    names.remove(at);
    values.remove(at);
    touched = true;
  }

  /// Hands each leaf that is left of a value, as [#read] gives it, to `into`.
  ///
  /// @return whether `into` had room for all
  static boolean leaves(String path, @Nullable Object value, Unmapped into) {
    if (!into.hasRoom(path)) {
      return false;
    }
    if (value instanceof RecordObject object) {
      return object.leaves(path, into);
    }
    if (value instanceof List<?> list) {
      boolean room = !list.isEmpty() || into.stage(path, "[]");
      for (int i = 0; i < list.size() && room; i++) {
        room = leaves(path + '.' + i, list.get(i), into);
      }
      return room;
    }
    return value == null
        || into.stage(path, value instanceof Literal bare ? bare.text() : (String) value);
  }

  private boolean leaves(String path, Unmapped into) {
    boolean room = !names.isEmpty() || touched || into.stage(path, "{}");
    for (int i = 0; i < names.size() && room; i++) {
      room = leaves(path + '.' + names.get(i), values.get(i), into);
    }
    return room;
  }
}
