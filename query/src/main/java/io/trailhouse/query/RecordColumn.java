package io.trailhouse.query;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/// The virtual column `eventjson`: the record, put together again from its row.
///
/// A row reaches Java as one text: each value a function takes costs a call through the driver, and
/// fifty of them cost three times what joining them in the engine does. The values are joined with
/// control characters; where a value holds one of those itself, the function answers null and the
/// row comes again with each value's length before it.
final class RecordColumn {
  private static final String LAST_COLUMN = "extra";
  static final byte END = 1;
  static final byte NULL = 2;
  static final byte MEMBER_END = 3;
  static final byte ELEMENT_END = 4;

  private RecordColumn() {}

  /// The SQL that gives the record of a row of a table with this schema.
  static String expression(Schema schema) {
    List<String> quick = new ArrayList<>();
    List<String> measured = new ArrayList<>();
    for (Types.NestedField field : schema.columns()) {
      leaves(field.type(), "\"" + field.name() + "\"", quick, measured);
      if (field.name().equals(LAST_COLUMN)) {
        break;
      }
    }
    return "coalesce(th_record(concat_ws(chr(%d), %s)), th_record_measured(concat(%s)))"
        .formatted((int) END, String.join(", ", quick), String.join(", ", measured));
  }

  private static void leaves(Type type, String path, List<String> quick, List<String> measured) {
    if (type.isStructType()) {
      for (Types.NestedField field : type.asStructType().fields()) {
        leaves(field.type(), path + ".\"" + field.name() + "\"", quick, measured);
      }
    } else if (type.isListType()) {
      List<Types.NestedField> members = type.asListType().elementType().asStructType().fields();
      quick.add(list(path, members, "concat_ws(chr(" + (int) MEMBER_END + "), ", false));
      measured.add(list(path, members, "concat(", true));
    } else {
      String text =
          type.typeId() == Type.TypeID.TIMESTAMP
              ? "cast(epoch_us(" + path + ") as varchar)"
              : "cast(" + path + " as varchar)";
      quick.add(quick(text));
      measured.add(measured(text));
    }
  }

  private static String quick(String text) {
    return "coalesce(" + text + ", chr(" + (int) NULL + "))";
  }

  private static String measured(String text) {
    return "coalesce(strlen(" + text + ") || ':' || " + text + ", '-')";
  }

  private static String list(
      String path, List<Types.NestedField> members, String join, boolean measured) {
    String element =
        members.stream()
            .map(member -> "r.\"" + member.name() + "\"")
            .map(member -> measured ? measured(member) : quick(member))
            .collect(Collectors.joining(", ", join, ")"));
    String between = measured ? "''" : "chr(" + (int) ELEMENT_END + ")";
    String joined =
        "list_aggregate(list_transform("
            + path
            + ", lambda r: "
            + element
            + "), 'string_agg', "
            + between
            + ")";
    String count = "len(" + path + ") || ':' || ";
    return "coalesce("
        + count
        + "coalesce("
        + joined
        + ", ''), "
        + (measured ? "'-'" : "chr(" + (int) NULL + ")")
        + ")";
  }

  /// Makes the functions that the expression calls known to the engine, once for its life.
  static void register(Connection connection, Schema schema) throws SQLException {
    RowShape shape = RowShape.of(schema, LAST_COLUMN);
    register(connection, "th_record", () -> new QuickRow(shape));
    register(connection, "th_record_measured", () -> new MeasuredRow(shape));
  }

  /// Puts a record together from a row's text; not for several threads.
  interface Rebuild {
    byte @Nullable [] record(byte[] row);
  }

  private static void register(Connection connection, String name, Supplier<Rebuild> rebuild)
      throws SQLException {
    try (DuckDBScalarFunctionBuilder function = DuckDBFunctions.scalarFunction()) {
      function
          .withName(name)
          .withParameter(DuckDBColumnType.VARCHAR)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction((rows, records) -> rebuild(rebuild.get(), rows, records))
          .register(connection);
    }
  }

  private static void rebuild(
      Rebuild rebuild, DuckDBDataChunkReader rows, DuckDBWritableVector records) {
    byte[][] texts = new byte[(int) rows.rowCount()][];
    BitSet none = new BitSet();
    for (int row = 0; row < texts.length; row++) {
      byte[] text = rows.vector(0).getString(row).getBytes(StandardCharsets.UTF_8);
      byte[] record = rebuild.record(text);
      texts[row] = record == null ? new byte[0] : record;
      none.set(row, record == null);
    }
    records.setStringUtf8Batch(0, texts);
    none.stream().forEach(records::setNull);
  }
}
