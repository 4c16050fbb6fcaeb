package io.trailhouse.lake.catalog;

import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/// The columns of the table `findings`. A column's number never changes its meaning.
public final class FindingSchema {
  /// The events of a finding as JSON: too wide for bounds in the table's metadata.
  public static final String JSON_COLUMN = "event_json";

  public static final Schema SCHEMA =
      new Schema(
          text(1, "id"),
          text(2, "rule_id"),
          text(3, "rule_version"),
          text(4, "title"),
          text(5, "level"),
          time(6, "time"),
          text(7, "account"),
          text(8, "region"),
          text(9, "principal"),
          Types.NestedField.optional(
              10, "event_ids", Types.ListType.ofOptional(18, Types.StringType.get())),
          Types.NestedField.optional(11, "event_count", Types.LongType.get()),
          text(12, JSON_COLUMN),
          time(13, "found_at"),
          text(14, "state"),
          text(15, "reason"),
          time(16, "changed_at"),
          text(17, "changed_by"));

  private FindingSchema() {}

  private static Types.NestedField text(int id, String name) {
    return Types.NestedField.optional(id, name, Types.StringType.get());
  }

  private static Types.NestedField time(int id, String name) {
    return Types.NestedField.optional(id, name, Types.TimestampType.withoutZone());
  }
}
