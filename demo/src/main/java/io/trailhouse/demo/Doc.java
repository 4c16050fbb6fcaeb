package io.trailhouse.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A JSON object whose members keep the order in which they were named, as CloudTrail's do.
///
/// Values are text, whole numbers, booleans, lists, other [Doc]s and null.
record Doc(List<@Nullable Object> members) {

  static final Doc EMPTY = Doc.of();

  /// Names and values in turn.
  static Doc of(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    List<@Nullable Object> members = new ArrayList<>(namesAndValues.length);
    Collections.addAll(members, namesAndValues);
    return new Doc(Collections.unmodifiableList(members));
  }

  /// The list shape of EC2 and some others: `{"items": [...]}`.
  static Doc items(Object... items) {
    return of("items", List.of(items));
  }

  /// This object with one more member at its end.
  Doc with(String name, @Nullable Object value) {
    return with(of(name, value));
  }

  /// This object with all members of another one at its end.
  Doc with(Doc more) {
    List<@Nullable Object> longer = new ArrayList<>(members.size() + more.members.size());
    longer.addAll(members);
    longer.addAll(more.members);
    return new Doc(Collections.unmodifiableList(longer));
  }

  /// This object without a member.
  Doc without(String name) {
    List<@Nullable Object> shorter = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i += 2) {
      if (!name.equals(members.get(i))) {
        shorter.addAll(members.subList(i, i + 2));
      }
    }
    return new Doc(Collections.unmodifiableList(shorter));
  }

  /// The value of a member of this object, null when it has none or a null.
  @Nullable Object value(String name) {
    for (int i = 0; i < members.size(); i += 2) {
      if (name.equals(members.get(i))) {
        return members.get(i + 1);
      }
    }
    return null;
  }

  void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < members.size(); i += 2) {
      json.writeFieldName((String) members.get(i));
      write(json, members.get(i + 1));
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Doc doc -> doc.writeTo(json);
      case String text -> json.writeString(text);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case List<?> list -> writeList(json, list);
      default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    }
  }

  private static void writeList(JsonGenerator json, List<?> list) throws IOException {
    json.writeStartArray();
    for (Object item : list) {
      write(json, item);
    }
    json.writeEndArray();
  }
}
