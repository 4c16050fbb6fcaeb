package io.trailhouse.query;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/// The names that somebody may have meant: of columns, fields of structs, and functions.
final class NearNames {
  /// Every function that a statement may call and that gives Trino's value, one a line.
  private static final Set<String> FUNCTIONS =
      Set.copyOf(ShippedText.of("trino-functions.txt").lines().toList());

  private NearNames() {}

  /// Every column of a table, with the fields of structs under their own names.
  static Collection<String> columns(Schema schema) {
    TreeSet<String> names = new TreeSet<>();
    schema.columns().forEach(field -> collect(field, names));
    return names;
  }

  static Collection<String> functions() {
    return FUNCTIONS;
  }

  /// All that a statement over `events` may name, for a prompt to complete.
  static Set<String> all(Schema events) {
    Set<String> names = new TreeSet<>(StatementGate.TABLES);
    names.addAll(columns(events));
    names.addAll(VirtualColumns.names());
    names.addAll(functions());
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
