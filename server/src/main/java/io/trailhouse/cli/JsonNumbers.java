package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The one JSON object, of numbers mostly, that a long command prints at its end with `--json`.
final class JsonNumbers {
  private final Map<String, Object> numbers = new LinkedHashMap<>();

  private JsonNumbers() {}

  static JsonNumbers of() {
    return new JsonNumbers();
  }

  JsonNumbers with(String key, long number) {
    numbers.put(key, number);
    return this;
  }

  JsonNumbers with(String key, String text) {
    numbers.put(key, text);
    return this;
  }

  /// Seconds, to the millisecond.
  JsonNumbers with(String key, double seconds) {
    numbers.put(key, Math.round(seconds * 1000) / 1000.0);
    return this;
  }

  /// A list of objects of texts.
  JsonNumbers with(String key, List<Map<String, String>> objects) {
    numbers.put(key, objects);
    return this;
  }

  /// Prints the object as one line.
  void print(PrintWriter out) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> entry : numbers.entrySet()) {
        if (entry.getValue() instanceof Double number) {
          json.writeNumberField(entry.getKey(), number);
        } else if (entry.getValue() instanceof Long number) {
          json.writeNumberField(entry.getKey(), number);
        } else if (entry.getValue() instanceof List<?> objects) {
          json.writeArrayFieldStart(entry.getKey());
          for (Object each : objects) {
            write(json, (Map<?, ?>) each);
          }
          json.writeEndArray();
        } else {
          json.writeStringField(entry.getKey(), String.valueOf(entry.getValue()));
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(text);
    out.flush();
  }

  private static void write(JsonGenerator json, Map<?, ?> texts) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> text : texts.entrySet()) {
      json.writeStringField(String.valueOf(text.getKey()), String.valueOf(text.getValue()));
    }
    json.writeEndObject();
  }
}
