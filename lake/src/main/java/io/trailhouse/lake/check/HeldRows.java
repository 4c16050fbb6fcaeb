package io.trailhouse.lake.check;

import io.trailhouse.lake.upkeep.FileBounds;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// What the files of a table hold, by what leads to them: never by themselves.
final class HeldRows {
  private final int spec;

  /// Null where a table has no events, and so no days.
  private final @Nullable FileBounds bounds;

  private final Set<Integer> columns;

  HeldRows(String name, Table table) {
    boolean events = name.equals("events");
    spec = table.spec().specId();
    bounds = events ? new FileBounds(table) : null;
    columns = events ? Set.of(table.schema().findField("eventtime").fieldId()) : Set.of();
  }

  /// The columns whose bounds have to be known of a data file.
  Set<Integer> columns() {
    return columns;
  }

  Damage.Held of(DataFile file) {
    FileBounds known = bounds;
    if (known == null) {
      return new Damage.Held(file.recordCount(), null, null, null, null);
    }
    Instant first = instant(known.firstTime(file), Long.MIN_VALUE);
    Instant last = instant(known.lastTime(file), Long.MAX_VALUE);
    LocalDate day =
        file.specId() == spec ? LocalDate.ofEpochDay(file.partition().get(0, Integer.class)) : null;
    return new Damage.Held(file.recordCount(), day, day, first, last);
  }

  Damage.Held of(ManifestFile manifest) {
    long rows = count(manifest.addedRowsCount()) + count(manifest.existingRowsCount());
    List<ManifestFile.PartitionFieldSummary> partitions = manifest.partitions();
    boolean known =
        bounds != null
            && partitions != null
            && partitions.size() == 1
            && manifest.partitionSpecId() == spec;
    return new Damage.Held(
        rows,
        known ? day(partitions.get(0).lowerBound()) : null,
        known ? day(partitions.get(0).upperBound()) : null,
        null,
        null);
  }

  private static long count(@Nullable Long rows) {
    return rows == null ? 0 : rows;
  }

  private static @Nullable Instant instant(long micros, long unknown) {
    return micros == unknown ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static @Nullable LocalDate day(@Nullable ByteBuffer bound) {
    if (bound == null) {
      return null;
    }
    Integer day = Conversions.fromByteBuffer(Types.DateType.get(), bound);
    return LocalDate.ofEpochDay(day);
  }
}
