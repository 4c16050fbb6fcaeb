package io.trailhouse.query;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/// The names that somebody may have meant: of columns, fields of structs, and functions.
final class NearNames {
  private static final List<String> FUNCTIONS =
      List.of(
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "coalesce",
          "lower",
          "upper",
          "length",
          "trim",
          "concat",
          "element_at",
          "approx_distinct",
          "approx_percentile",
          "any_match",
          "all_match",
          "none_match",
          "transform",
          "filter",
          "date_format",
          "date_parse",
          "date_trunc",
          "format_datetime",
          "parse_datetime",
          "json_extract",
          "json_extract_scalar",
          "contains",
          "array_agg",
          "arbitrary",
          "max_by",
          "min_by",
          "count_if",
          "row_number",
          "rank",
          "lag",
          "lead",
          "starts_with",
          "ends_with",
          "try",
          "nullif",
          "greatest",
          "least",
          "round");

  private NearNames() {}

  /// Every column of a table, with the fields of structs under their own names.
  static Collection<String> columns(Schema schema) {
    TreeSet<String> names = new TreeSet<>();
    schema.columns().forEach(field -> collect(field, names));
    return names;
  }

  static Collection<String> functions() {
    TreeSet<String> names = new TreeSet<>(Macros.names());
    names.addAll(FUNCTIONS);
    return names;
  }

  private static void collect(Types.NestedField field, Collection<String> names) {
    names.add(field.name());
    if (field.type().isStructType()) {
      field.type().asStructType().fields().forEach(inner -> collect(inner, names));
    } else if (field.type().isListType()
        && field.type().asListType().elementType().isStructType()) {
      field
          .type()
          .asListType()
          .elementType()
          .asStructType()
          .fields()
          .forEach(inner -> collect(inner, names));
    }
  }
}
