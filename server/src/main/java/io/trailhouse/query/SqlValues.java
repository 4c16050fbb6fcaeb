package io.trailhouse.query;

import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/// Values of a row as plain Java: String, Boolean, numbers, LocalDateTime (UTC), LocalDate,
/// LocalTime, OffsetDateTime, byte[], [JsonText], List, and Map for structs and maps, whose keys
/// are text and stand in their own order.
final class SqlValues {
  private SqlValues() {}

  /// A value that is JSON already.
  record JsonText(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  static @Nullable Object read(ResultSet rows, int column, String type) throws SQLException {
    return switch (type) {
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
          rows.getObject(column, LocalDateTime.class);
      case "TIMESTAMP WITH TIME ZONE" -> rows.getObject(column, OffsetDateTime.class);
      case "JSON" -> {
        String text = rows.getString(column);
        yield text == null ? null : new JsonText(text);
      }
      default -> plain(rows.getObject(column));
    };
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case DuckDBStruct struct -> addressOr(fields(struct.getMap()));
      case Map<?, ?> map -> fields(map);
      case Array array -> elements(array.getArray());
      case Object[] array -> elements(array);
      case Timestamp time -> time.toLocalDateTime();
      case java.sql.Date date -> date.toLocalDate();
      case Blob blob -> blob.getBytes(1, (int) blob.length());
      case org.duckdb.JsonNode json -> new JsonText(json.toString());
      case String text -> text;
      case Number number -> number;
      case Boolean truth -> truth;
      case byte[] bytes -> bytes;
      case java.time.temporal.Temporal time -> time;
      default -> value.toString();
    };
  }

  /// An address is the text that it is printed as.
  private static Object addressOr(Map<String, @Nullable Object> fields) {
    Object address = fields.get("th_text");
    return address != null && fields.containsKey("th_ip") ? address : fields;
  }

  private static Map<String, @Nullable Object> fields(Map<?, ?> map) throws SQLException {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      plain.put(String.valueOf(entry.getKey()), plain(entry.getValue()));
    }
    return plain;
  }

  private static List<@Nullable Object> elements(Object array) throws SQLException {
    List<@Nullable Object> plain = new ArrayList<>();
    for (Object element : (Object[]) array) {
      plain.add(plain(element));
    }
    return plain;
  }
}
