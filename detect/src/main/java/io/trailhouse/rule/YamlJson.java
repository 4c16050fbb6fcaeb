package io.trailhouse.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.document.Yaml;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Writes YAML values as JSON, and digests of texts.
final class YamlJson {
  private YamlJson() {}

  static String of(Yaml value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(value, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(Yaml value, JsonGenerator json) throws IOException {
    if (value instanceof Yaml.Mapping mapping) {
      json.writeStartObject();
      for (Map.Entry<String, Yaml.Entry> member : mapping.members().entrySet()) {
        json.writeFieldName(member.getKey());
        write(member.getValue().value(), json);
      }
      json.writeEndObject();
    } else if (value instanceof Yaml.Sequence list) {
      json.writeStartArray();
      for (Yaml item : list.items()) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (value instanceof Yaml.Scalar scalar) {
      write(scalar, json);
    }
  }

  private static void write(Yaml.Scalar scalar, JsonGenerator json) throws IOException {
    BigDecimal number = scalar.number();
    switch (scalar.kind()) {
      case NOTHING -> json.writeNull();
      case FLAG -> json.writeBoolean(scalar.text().equals("true"));
      case NUMBER -> json.writeNumber(number == null ? BigDecimal.ZERO : number);
      default -> json.writeString(scalar.text());
    }
  }

  /// The SHA-256 of a text's UTF-8 as 64 hexadecimal digits in lower case.
  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
