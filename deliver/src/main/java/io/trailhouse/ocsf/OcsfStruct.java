package io.trailhouse.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.event.JsonStrings;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One object of an OCSF event, its members in a fixed order.
///
/// A member has the same type in every event: `String`, `Integer`, `Long`, `Boolean`, another
/// struct, `List` of structs or of strings, `Map` of strings. So a schema with nested columns can
/// be written from it as well as JSON. What has no value is not there; no member is null.
public final class OcsfStruct {
  private final Map<String, Object> members = new LinkedHashMap<>();

  OcsfStruct() {}

  /// The members by name, with the types that the class comment lists.
  public Map<String, Object> members() {
    return Collections.unmodifiableMap(members);
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  OcsfStruct text(String name, @Nullable String value) {
    if (value != null) {
      members.put(name, encodable(value));
    }
    return this;
  }

  OcsfStruct number(String name, int value) {
    members.put(name, value);
    return this;
  }

  OcsfStruct moment(String name, long millis) {
    members.put(name, millis);
    return this;
  }

  OcsfStruct flag(String name, @Nullable Boolean value) {
    if (value != null) {
      members.put(name, value);
    }
    return this;
  }

  /// Adds a struct that the schema lets be absent: an empty one is left out.
  OcsfStruct struct(String name, OcsfStruct value) {
    return value.isEmpty() ? this : required(name, value);
  }

  /// Adds a struct that the schema requires, even if the record has nothing to fill it with.
  OcsfStruct required(String name, OcsfStruct value) {
    members.put(name, value);
    return this;
  }

  OcsfStruct structs(String name, List<OcsfStruct> value) {
    if (!value.isEmpty()) {
      members.put(name, List.copyOf(value));
    }
    return this;
  }

  OcsfStruct texts(String name, List<String> value) {
    members.put(name, List.copyOf(value));
    return this;
  }

  OcsfStruct map(String name, Map<String, String> value) {
    if (!value.isEmpty()) {
      members.put(name, value);
    }
    return this;
  }

  void write(JsonGenerator into) throws IOException {
    write(members, into);
  }

  private static void write(Map<?, ?> members, JsonGenerator into) throws IOException {
    into.writeStartObject();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      into.writeFieldName((String) member.getKey());
      write(member.getValue(), into);
    }
    into.writeEndObject();
  }

  private static void write(Object value, JsonGenerator into) throws IOException {
    if (value instanceof OcsfStruct struct) {
      struct.write(into);
    } else if (value instanceof Map<?, ?> map) {
      write(map, into);
    } else if (value instanceof List<?> list) {
      into.writeStartArray();
      for (Object each : list) {
        write(each, into);
      }
      into.writeEndArray();
    } else if (value instanceof String text) {
      into.writeString(text);
    } else if (value instanceof Boolean flag) {
      into.writeBoolean(flag);
    } else {
      into.writeNumber(((Number) value).longValue());
    }
  }

  /// The text itself, but with a lone half of a surrogate pair spelled as JSON would escape it:
  /// such a half has no form in UTF-8, so neither a file nor a column could hold it.
  static String encodable(String text) {
    if (JsonStrings.isEncodable(text)) {
      return text;
    }
    StringBuilder spelled = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            spelled.append("\\u").append(Integer.toHexString(point));
          } else {
            spelled.appendCodePoint(point);
          }
        });
    return spelled.toString();
  }
}
