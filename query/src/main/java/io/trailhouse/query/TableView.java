package io.trailhouse.query;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// The SQL of the view through which a query reads the files of a table: columns by field id, so
/// that a file from before a change of the schema reads right, and typed also without any file.
final class TableView {
  private TableView() {}

  /// @param more further expressions with their names, over the columns of the table
  /// @param texts rows that do not mention all of these in their columns are left out
  static String create(String name, TableFiles.Plan plan, List<String> more, Set<String> texts) {
    String columns = more.isEmpty() ? "*" : "*, " + String.join(", ", more);
    String where =
        texts.stream()
            .map(text -> Mentions.condition(plan.schema(), text))
            .collect(Collectors.joining(" AND "));
    String source =
        "SELECT "
            + columns
            + " FROM ("
            + rows(plan)
            + ") AS "
            + name
            + (where.isEmpty() ? "" : " WHERE " + where);
    return "CREATE OR REPLACE TEMP VIEW " + name + " AS " + source;
  }

  /// The view of each key's latest row. It reads the columns that a query asks for, and these two.
  static String newest(String name, String rows, String key, String time) {
    return "CREATE OR REPLACE TEMP VIEW "
        + name
        + " AS SELECT * FROM "
        + rows
        + " SEMI JOIN (SELECT "
        + key
        + ", max("
        + time
        + ") AS "
        + time
        + " FROM "
        + rows
        + " GROUP BY "
        + key
        + ") AS latest USING ("
        + key
        + ", "
        + time
        + ")";
  }

  private static String rows(TableFiles.Plan plan) {
    if (plan.files().isEmpty()) {
      return empty(plan.schema().columns());
    }
    String files =
        plan.files().stream()
            .map(TableView::quotedFile)
            .collect(Collectors.joining(", ", "[", "]"));
    if (plan.evolved()) {
      return "SELECT "
          + names(plan.schema().columns())
          + " FROM (SELECT * FROM read_parquet("
          + files
          + ", union_by_name = true, hive_partitioning = false) UNION ALL BY NAME "
          + empty(plan.schema().columns())
          + ")";
    }
    String schema =
        plan.schema().columns().stream()
            .map(field ->
                "%d: {name: %s, type: %s, default_value: NULL}"
                    .formatted(field.fieldId(), quoted(field.name()), quoted(type(field.type()))))
            .collect(Collectors.joining(", ", "map {", "}"));
    return "SELECT * FROM read_parquet("
        + files
        + ", schema = "
        + schema
        + ", hive_partitioning = false)";
  }

  private static String names(List<Types.NestedField> columns) {
    return columns.stream().map(TableView::identifier).collect(Collectors.joining(", "));
  }

  private static String empty(List<Types.NestedField> columns) {
    return columns.stream()
        .map(field -> "CAST(NULL AS " + type(field.type()) + ") AS " + identifier(field))
        .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
  }

  private static String identifier(Types.NestedField field) {
    return "\"" + field.name().replace("\"", "\"\"") + "\"";
  }

  /// A path is a pattern to the engine: what means more than itself there is put in brackets.
  static String quotedFile(String file) {
    return quoted(file.replaceAll("[\\[*?]", "[$0]"));
  }

  /// A text as SQL: what ends a statement for the engine's parser is no part of a literal.
  static String quoted(String text) {
    String literal = "'" + text.replace("'", "''") + "'";
    return literal.indexOf(0) < 0 ? literal : "(" + literal.replace("\0", "' || chr(0) || '") + ")";
  }

  /// An Iceberg type in the engine's words.
  static String type(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ" : "TIMESTAMP";
      case STRING -> "VARCHAR";
      case UUID -> "UUID";
      case FIXED, BINARY -> "BLOB";
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield "DECIMAL(" + decimal.precision() + ", " + decimal.scale() + ")";
      }
      case STRUCT ->
          type.asStructType().fields().stream()
              .map(field -> identifier(field) + " " + type(field.type()))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
      case LIST -> type(type.asListType().elementType()) + "[]";
      case MAP ->
          "MAP("
              + type(type.asMapType().keyType())
              + ", "
              + type(type.asMapType().valueType())
              + ")";
      default ->
          throw new IllegalArgumentException("no column of type " + type + " can be queried");
    };
  }
}
