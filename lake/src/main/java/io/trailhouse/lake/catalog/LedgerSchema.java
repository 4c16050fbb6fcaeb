package io.trailhouse.lake.catalog;

import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/// The columns of the ledger `log_files`. A column's number never changes its meaning.
public final class LedgerSchema {
  public static final Schema SCHEMA =
      new Schema(
          text(1, "origin"),
          text(2, "version"),
          text(3, "sha256"),
          text(4, "account"),
          text(5, "region"),
          text(6, "kind"),
          time(7, "delivered_at"),
          number(8, "bytes"),
          number(9, "records"),
          number(10, "new_rows"),
          number(11, "duplicates"),
          number(12, "variants"),
          number(13, "quarantined"),
          time(14, "first_event_time"),
          time(15, "last_event_time"),
          text(16, "status"),
          text(17, "reason"),
          text(18, "digest"),
          text(19, "batch_id"),
          time(20, "ingested"));

  private LedgerSchema() {}

  private static Types.NestedField text(int id, String name) {
    return Types.NestedField.optional(id, name, Types.StringType.get());
  }

  private static Types.NestedField number(int id, String name) {
    return Types.NestedField.optional(id, name, Types.LongType.get());
  }

  private static Types.NestedField time(int id, String name) {
    return Types.NestedField.optional(id, name, Types.TimestampType.withoutZone());
  }
}
