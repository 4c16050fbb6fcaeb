package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.EventClass;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// What the table's metadata knows about the values in a data file.
final class FileBounds {
  private final int time;
  private final int category;

  FileBounds(Table table) {
    time = table.schema().findField("eventtime").fieldId();
    category = table.schema().findField("eventcategory").fieldId();
  }

  /// The least event time in microseconds since 1970, or something before it.
  long firstTime(DataFile file) {
    ByteBuffer bound = of(file.lowerBounds(), time);
    return bound == null ? Long.MIN_VALUE : micros(bound);
  }

  /// The greatest event time in microseconds since 1970, or something behind it.
  long lastTime(DataFile file) {
    ByteBuffer bound = of(file.upperBounds(), time);
    return bound == null ? Long.MAX_VALUE : micros(bound);
  }

  private static long micros(ByteBuffer bound) {
    Long micros = Conversions.fromByteBuffer(Types.TimestampType.withoutZone(), bound);
    return micros;
  }

  /// Whether there is room for rows of these classes.
  boolean mayHold(DataFile file, Set<EventClass> classes) {
    ByteBuffer lower = of(file.lowerBounds(), category);
    ByteBuffer upper = of(file.upperBounds(), category);
    Map<Integer, Long> nulls = file.nullValueCounts();
    Long nullCount = nulls == null ? null : nulls.get(category);
    if (lower == null || upper == null || nullCount == null || nullCount > 0) {
      return true;
    }
    CharSequence first = Conversions.fromByteBuffer(Types.StringType.get(), lower);
    CharSequence last = Conversions.fromByteBuffer(Types.StringType.get(), upper);
    return !first.toString().equals(last.toString())
        || classes.contains(EventClass.ofCategory(first.toString()));
  }

  private static @Nullable ByteBuffer of(@Nullable Map<Integer, ByteBuffer> bounds, int field) {
    return bounds == null ? null : bounds.get(field);
  }
}
