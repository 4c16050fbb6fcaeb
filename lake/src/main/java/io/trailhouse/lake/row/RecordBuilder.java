package io.trailhouse.lake.row;

import org.apache.parquet.io.api.Binary;

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

  /// Values are slices of UTF-8 text that must not change before [#record].
  public void text(int column, byte[] utf8, int from, int to) {
    row.text(column, Binary.fromConstantByteArray(utf8, from, to - from));
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
  public void resource(int column, byte[] utf8, int from, int to) {
    row.resource(column, Binary.fromConstantByteArray(utf8, from, to - from));
  }

  /// The row's record as JSON text in UTF-8; a new array each time.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException with TABLE_DAMAGED when the columns are not
  ///   what the row's layout says
  public byte[] record() {
    return record.of(row);
  }
}
