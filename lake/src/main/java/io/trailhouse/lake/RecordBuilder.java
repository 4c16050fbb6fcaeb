package io.trailhouse.lake;

import java.nio.charset.StandardCharsets;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Puts records together again from rows of `events` that another engine read, given value by value
/// in the order of [EventSchema#schema]: text columns are numbered from left to right, structs'
/// members included, `resources`' members by themselves; so are the truth values.
///
/// Not for several threads at once.
public final class RecordBuilder {
  private final EventRow row = new EventRow();
  private final RecordText record = new RecordText();

  /// Starts the next row; what is not given then is null.
  public void clear() {
    row.clear();
  }

  public void text(int column, @Nullable String value) {
    row.text(column, value == null ? null : Binary.fromString(value));
  }

  public void flag(int column, boolean value) {
    row.flag(column, value);
  }

  /// Microseconds since 1970, UTC.
  public void eventTime(long micros) {
    row.eventTime(micros);
  }

  /// Says that `resources` is not null; its elements follow.
  public void startResources() {
    row.startResources();
  }

  public void addResource() {
    row.addResource();
  }

  /// A member of the element that was added last.
  public void resource(int column, @Nullable String value) {
    row.resource(column, value == null ? null : Binary.fromString(value));
  }

  /// The row's record as JSON text.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException with TABLE_DAMAGED when the columns are not
  ///   what the row's layout says
  public String record() {
    return new String(record.of(row), StandardCharsets.UTF_8);
  }
}
