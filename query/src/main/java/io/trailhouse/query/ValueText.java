package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The text of a value, the same in every form of output: times as `2026-05-01 00:08:07` in UTC,
/// bytes in hex, lists, structs and maps as JSON.
final class ValueText {
  static final JsonFactory JSON = new JsonFactory();

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(java.util.Locale.ROOT);

  private ValueText() {}

  /// The text of a value that is not null.
  static String of(Object value) {
    return switch (value) {
      case String text -> text;
      case LocalDateTime time -> TIME.format(time);
      case OffsetDateTime time -> TIME.format(time.atZoneSameInstant(ZoneOffset.UTC)) + "+00:00";
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case BigDecimal number -> number.toPlainString();
      case List<?> list -> json(list);
      case Map<?, ?> map -> json(map);
      default -> value.toString();
    };
  }

  /// The text for people of a value without maps: structs without their empty members.
  static String brief(Object value) {
    return value instanceof List || value instanceof Map ? json(trimmed(value)) : of(value);
  }

  private static @Nullable Object trimmed(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> kept = new ArrayList<>();
      list.forEach(each -> kept.add(trimmed(each)));
      return kept;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> kept = new LinkedHashMap<>();
      map.forEach((key, member) -> {
        Object left = member == null ? Map.of() : trimmed(member);
        if (!Map.of().equals(left)) {
          kept.put(key, left);
        }
      });
      return kept;
    }
    return value;
  }

  private static String json(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Writes a value as JSON.
  static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case Boolean truth -> out.writeBoolean(truth);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case BigInteger number -> out.writeNumber(number);
      case BigDecimal number -> out.writeNumber(number.toPlainString());
      case Double number when Double.isFinite(number) -> out.writeNumber(number);
      case Float number when Float.isFinite(number) -> out.writeNumber(number);
      case Short number -> out.writeNumber(number);
      case Byte number -> out.writeNumber(number.shortValue());
      case SqlValues.JsonText json -> out.writeRawValue(json.text());
      case List<?> list -> {
        out.writeStartArray();
        for (Object element : list) {
          write(out, element);
        }
        out.writeEndArray();
      }
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.writeFieldName(String.valueOf(entry.getKey()));
          write(out, entry.getValue());
        }
        out.writeEndObject();
      }
      default -> out.writeString(of(value));
    }
  }
}
