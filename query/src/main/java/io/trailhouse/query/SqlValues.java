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
  private static final String ADDRESS = "UHUGEINT";

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
      case "INTERVAL" -> {
        Object value = rows.getObject(column);
        yield value == null ? null : Intervals.ofEngine(value.toString());
      }
      case "JSON" -> {
        String text = rows.getString(column);
        yield text == null ? null : new JsonText(text);
      }
      default -> {
        Object value = plain(rows.getObject(column));
        yield type.contains(ADDRESS) ? addresses(value) : value;
      }
    };
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case DuckDBStruct struct -> fields(struct.getMap());
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

  /// The numbers that stand for addresses as what they are printed as.
  private static @Nullable Object addresses(@Nullable Object value) {
    return switch (value) {
      case java.math.BigInteger number -> IpAddresses.text(number);
      case List<?> list -> {
        List<@Nullable Object> texts = new ArrayList<>();
        list.forEach(each -> texts.add(addresses(each)));
        yield texts;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        map.forEach((key, each) -> texts.put(String.valueOf(key), addresses(each)));
        yield texts;
      }
      case null, default -> value;
    };
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
