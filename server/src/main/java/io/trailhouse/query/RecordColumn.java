package io.trailhouse.query;

import io.trailhouse.lake.RecordBuilder;
import io.trailhouse.problem.TrailhouseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.jspecify.annotations.Nullable;

/// The virtual column `eventjson`: the record, put together again from its row.
///
/// A row reaches Java as one text: each value a function takes costs a call through the driver, and
/// fifty of them cost three times what joining them in the engine does. The values are joined with
/// control characters; where a value holds one of those itself, the function answers null and the
/// row comes again with each value's length before it.
final class RecordColumn {
  private static final String LAST_COLUMN = "extra";
  private static final char END = 1;
  private static final char NULL = 2;
  private static final char MEMBER_END = 3;
  private static final char ELEMENT_END = 4;

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
    return "coalesce(length(" + text + ") || ':' || " + text + ", '-')";
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
    Shape shape = Shape.of(schema);
    register(connection, "th_record", text -> quickRecord(shape, new RecordBuilder(), text));
    register(
        connection, "th_record_measured", text -> measuredRecord(shape, new RecordBuilder(), text));
  }

  private interface Rebuild {
    @Nullable String record(String text);
  }

  private static void register(Connection connection, String name, Rebuild rebuild)
      throws SQLException {
    try (DuckDBScalarFunctionBuilder function = DuckDBFunctions.scalarFunction()) {
      function
          .withName(name)
          .withParameter(DuckDBColumnType.VARCHAR)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction((rows, records) -> {
            for (long row = 0; row < rows.rowCount(); row++) {
              String record =
                  rows.vector(0).isNull(row) ? null : rebuild.record(rows.vector(0).getString(row));
              if (record == null) {
                records.setNull(row);
              } else {
                records.setString(row, record);
              }
            }
          })
          .register(connection);
    }
  }

  /// What the values of a row are, from left to right.
  private record Shape(List<Kind> kinds, int members) {
    enum Kind {
      TEXT,
      FLAG,
      TIME,
      LIST
    }

    static Shape of(Schema schema) {
      List<Kind> kinds = new ArrayList<>();
      int members = 0;
      for (Types.NestedField field : schema.columns()) {
        members += add(field.type(), kinds);
        if (field.name().equals(LAST_COLUMN)) {
          break;
        }
      }
      return new Shape(List.copyOf(kinds), members);
    }

    private static int add(Type type, List<Kind> kinds) {
      if (type.isStructType()) {
        type.asStructType().fields().forEach(field -> add(field.type(), kinds));
        return 0;
      }
      kinds.add(
          switch (type.typeId()) {
            case BOOLEAN -> Kind.FLAG;
            case TIMESTAMP -> Kind.TIME;
            case LIST -> Kind.LIST;
            default -> Kind.TEXT;
          });
      return type.isListType() ? type.asListType().elementType().asStructType().fields().size() : 0;
    }
  }

  private static @Nullable String quickRecord(Shape shape, RecordBuilder row, String text) {
    row.clear();
    int texts = 0;
    int flags = 0;
    int from = 0;
    for (int i = 0; i < shape.kinds().size(); i++) {
      boolean last = i == shape.kinds().size() - 1;
      int to = last ? text.length() : text.indexOf(END, from);
      if (to < 0 || (last && text.indexOf(END, from) >= 0)) {
        return null;
      }
      boolean none = to == from + 1 && text.charAt(from) == NULL;
      String value = none ? null : text.substring(from, to);
      switch (shape.kinds().get(i)) {
        case TEXT -> row.text(texts++, value);
        case FLAG -> flag(row, flags++, value);
        case TIME -> time(row, value);
        case LIST -> {
          if (value != null && !quickList(shape.members(), row, value)) {
            return null;
          }
        }
      }
      from = to + 1;
    }
    try {
      return row.record();
    } catch (TrailhouseException e) {
      return null; // a value that looks like none: the measured form tells them apart
    }
  }

  private static boolean quickList(int members, RecordBuilder row, String list) {
    int colon = list.indexOf(':');
    int count = Integer.parseInt(list, 0, colon, 10);
    row.startResources();
    if (count == 0) {
      return true;
    }
    String[] elements = list.substring(colon + 1).split(String.valueOf(ELEMENT_END), -1);
    for (String element : elements) {
      String[] values = element.split(String.valueOf(MEMBER_END), -1);
      if (values.length != members) {
        return false;
      }
      row.addResource();
      for (int member = 0; member < members; member++) {
        boolean none = values[member].length() == 1 && values[member].charAt(0) == NULL;
        row.resource(member, none ? null : values[member]);
      }
    }
    return elements.length == count;
  }

  private static String measuredRecord(Shape shape, RecordBuilder row, String text) {
    row.clear();
    MeasuredText values = new MeasuredText(text);
    int texts = 0;
    int flags = 0;
    for (Shape.Kind kind : shape.kinds()) {
      switch (kind) {
        case TEXT -> row.text(texts++, values.next());
        case FLAG -> flag(row, flags++, values.next());
        case TIME -> time(row, values.next());
        case LIST -> {
          int count = values.count();
          if (count >= 0) {
            row.startResources();
          }
          for (int element = 0; element < count; element++) {
            row.addResource();
            for (int member = 0; member < shape.members(); member++) {
              row.resource(member, values.next());
            }
          }
        }
      }
    }
    return row.record();
  }

  private static void flag(RecordBuilder row, int column, @Nullable String value) {
    if (value != null) {
      row.flag(column, value.equals("true"));
    }
  }

  private static void time(RecordBuilder row, @Nullable String value) {
    if (value != null) {
      row.eventTime(Long.parseLong(value));
    }
  }
}
