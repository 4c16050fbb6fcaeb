package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.row.EventClass;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// What the table's metadata knows about the values in a data file.
public final class FileBounds {
  private final int time;
  private final int category;
  private final int recipient;

  public FileBounds(Table table) {
    time = table.schema().findField("eventtime").fieldId();
    category = table.schema().findField("eventcategory").fieldId();
    recipient = table.schema().findField("recipientaccountid").fieldId();
  }

  /// The least event time in microseconds since 1970, or something before it.
  public long firstTime(DataFile file) {
    ByteBuffer bound = of(file.lowerBounds(), time);
    return bound == null ? Long.MIN_VALUE : micros(bound);
  }

  /// The greatest event time in microseconds since 1970, or something behind it.
  public long lastTime(DataFile file) {
    ByteBuffer bound = of(file.upperBounds(), time);
    return bound == null ? Long.MAX_VALUE : micros(bound);
  }

  private static long micros(ByteBuffer bound) {
    Long micros = Conversions.fromByteBuffer(Types.TimestampType.withoutZone(), bound);
    return micros;
  }

  /// The classes that its rows may have.
  Set<EventClass> classes(DataFile file) {
    Texts texts = texts(file, category);
    return texts == null || !texts.isOne()
        ? EnumSet.allOf(EventClass.class)
        : EnumSet.of(EventClass.ofCategory(texts.first()));
  }

  /// Between which recipients all its rows are; null when a row may have none, or a blank one.
  @Nullable Texts recipients(DataFile file) {
    Texts texts = texts(file, recipient);
    return texts == null || texts.first().isBlank() ? null : texts;
  }

  /// What the texts of a column lie between, both ends included. Ends that are long are cut, so
  /// that there may be none at the end itself; those of one text are that text.
  record Texts(String first, String last) {
    boolean isOne() {
      return first.equals(last);
    }

    boolean mayHave(String text) {
      return first.compareTo(text) <= 0 && text.compareTo(last) <= 0;
    }
  }

  /// Null when some row may have no value.
  private static @Nullable Texts texts(DataFile file, int field) {
    ByteBuffer lower = of(file.lowerBounds(), field);
    ByteBuffer upper = of(file.upperBounds(), field);
    Map<Integer, Long> nulls = file.nullValueCounts();
    Long nullCount = nulls == null ? null : nulls.get(field);
    if (lower == null || upper == null || nullCount == null || nullCount > 0) {
      return null;
    }
    CharSequence first = Conversions.fromByteBuffer(Types.StringType.get(), lower);
    CharSequence last = Conversions.fromByteBuffer(Types.StringType.get(), upper);
    return new Texts(first.toString(), last.toString());
  }

  private static @Nullable ByteBuffer of(@Nullable Map<Integer, ByteBuffer> bounds, int field) {
    return bounds == null ? null : bounds.get(field);
  }
}
