package io.trailhouse.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// What the values of a row are, from left to right, structs' members each by itself.
///
/// @param members how many values an element of the one list has
record RowShape(List<Kind> kinds, int members) {
  enum Kind {
    TEXT,
    FLAG,
    TIME,
    LIST
  }

  static RowShape of(Schema schema, String lastColumn) {
    List<Kind> kinds = new ArrayList<>();
    int members = 0;
    for (Types.NestedField field : schema.columns()) {
      members += add(field.type(), kinds);
      if (field.name().equals(lastColumn)) {
        break;
      }
    }
    return new RowShape(List.copyOf(kinds), members);
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
