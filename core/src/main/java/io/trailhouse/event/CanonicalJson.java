package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One spelling for all texts that are equal as JSON: keys in order, no blanks, Jackson's escapes;
/// numbers keep their digits, because `1.0` and `1` may be told apart by whoever reads them.
///
/// Builds a tree, so it is for the few records that need it, never for the stream. Of a key that is
/// repeated in one object the last value counts, as most readers have it.
public final class CanonicalJson {
  private CanonicalJson() {}

  /// The canonical text of one JSON value, in UTF-8.
  ///
  /// @param bytes holds a valid JSON text from `from` to `to`
  public static byte[] of(byte[] bytes, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    try (JsonParser json = RecordJson.parser(bytes, from, to - from);
        JsonGenerator writer = RecordJson.FACTORY.createGenerator(out)) {
      json.nextToken();
      write(tree(json), writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private record Text(String value) {}

  private record Verbatim(String value) {}

  private static Object tree(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new TreeMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, tree(json));
        }
        return object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(tree(json));
        }
        return array;
      }
      case VALUE_STRING -> {
        return new Text(json.getText());
      }
      default -> {
        return new Verbatim(json.getText());
      }
    }
  }

  private static void write(Object node, JsonGenerator out) throws IOException {
    if (node instanceof Map<?, ?> object) {
      out.writeStartObject();
      for (Map.Entry<?, ?> member : object.entrySet()) {
        out.writeFieldName((String) member.getKey());
        write(member.getValue(), out);
      }
      out.writeEndObject();
    } else if (node instanceof List<?> array) {
      out.writeStartArray();
      for (Object element : array) {
        write(element, out);
      }
      out.writeEndArray();
    } else if (node instanceof Text text) {
      out.writeString(text.value());
    } else {
      out.writeRawValue(((Verbatim) node).value());
    }
  }
}
