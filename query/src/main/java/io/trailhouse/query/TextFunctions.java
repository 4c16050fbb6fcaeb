package io.trailhouse.query;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Map;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/// Functions of the dialect whose meaning the engine's own cannot give: they take texts and answer
/// a text. Each is made known to the engine when a statement first needs it.
final class TextFunctions {
  /// One call; arguments are never null. A problem is an [IllegalArgumentException] whose message
  /// the user reads.
  interface Call {
    @Nullable String answer(String[] arguments);
  }

  private record Function(int parameters, Call call) {}

  private static final Map<String, Function> ALL =
      Map.ofEntries(
          Map.entry("th_ip", new Function(1, a -> IpAddresses.number(a[0]))),
          Map.entry("th_network", new Function(1, a -> IpAddresses.range(a[0]))),
          Map.entry(
              "th_ip_text", new Function(1, a -> IpAddresses.text(new java.math.BigInteger(a[0])))),
          Map.entry("th_bytes", new Function(3, a -> Bytes.answer(a[0], a[1], a[2]))),
          Map.entry("th_normal", new Function(2, a -> Bytes.normal(a[0], a[1]))),
          Map.entry("th_from_base", new Function(2, TextFunctions::fromBase)),
          Map.entry("th_json_scalar", new Function(2, a -> JsonPaths.scalar(a[0], a[1]))),
          Map.entry("th_json_extract", new Function(2, a -> JsonPaths.extract(a[0], a[1]))),
          Map.entry("th_json_sorted", new Function(1, a -> JsonPaths.sorted(a[0]))),
          Map.entry("th_json_shaped", new Function(2, a -> JsonShapes.shaped(a[0], a[1]))),
          Map.entry(
              "th_sql_json_text", new Function(3, a -> SqlJsonPaths.answer(a[0], a[1], a[2]))),
          Map.entry(
              "th_interval_text",
              new Function(2, a -> Intervals.text(Long.parseLong(a[0]), Long.parseLong(a[1])))),
          Map.entry("th_read", new Function(2, a -> SqlTexts.read(a[0], a[1]))),
          Map.entry("th_double_text", new Function(1, a -> Doubles.text(a[0]))),
          Map.entry("th_url_part", new Function(2, a -> Urls.part(a[0], a[1]))),
          Map.entry("th_url_parameter", new Function(2, a -> Urls.parameter(a[0], a[1]))),
          Map.entry("th_url_encoded", new Function(1, a -> Urls.encoded(a[0]))),
          Map.entry("th_url_decoded", new Function(1, a -> Urls.decoded(a[0]))));

  private TextFunctions() {}

  static boolean has(String name) {
    return ALL.containsKey(name);
  }

  private static String fromBase(String[] arguments) {
    return String.valueOf(Long.parseLong(arguments[0], Integer.parseInt(arguments[1])));
  }

  static void register(Connection connection, String name) throws SQLException {
    Function function = ALL.get(name);
    if (function == null) {
      throw new IllegalArgumentException("no function " + name);
    }
    DuckDBColumnType[] texts = new DuckDBColumnType[function.parameters()];
    java.util.Arrays.fill(texts, DuckDBColumnType.VARCHAR);
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName(name)
          .withParameters(texts)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction((rows, answers) -> call(function, rows, answers))
          .register(connection);
    }
  }

  /// An error of Java's own must not reach the engine, which would end the process.
  private static @Nullable String answer(Function function, String[] arguments) {
    try {
      return function.call().answer(arguments);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("a value is nested too deeply; Take a part of it", e);
    }
  }

  private static void call(
      Function function, DuckDBDataChunkReader rows, DuckDBWritableVector answers) {
    byte[][] texts = new byte[(int) rows.rowCount()][];
    BitSet none = new BitSet();
    String[] arguments = new String[function.parameters()];
    for (int row = 0; row < texts.length; row++) {
      boolean missing = false;
      for (int i = 0; i < arguments.length; i++) {
        missing |= rows.vector(i).isNull(row);
        arguments[i] = missing ? "" : rows.vector(i).getString(row);
      }
      String answer = missing ? null : answer(function, arguments);
      none.set(row, answer == null);
      texts[row] = answer == null ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8);
    }
    answers.setStringUtf8Batch(0, texts);
    none.stream().forEach(answers::setNull);
  }
}
