package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.row.EventClass;
import io.trailhouse.lake.row.EventRow;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/// How many rows of a file, or of several, go and stay.
///
/// @param dropped rows that have expired and that nobody holds, by class
/// @param held rows that have expired and stay, by the name of the hold; a row that two holds cover
///   counts for both
public record ExpiredCount(Map<EventClass, Long> dropped, Map<String, Long> held) {
  /// No rows.
  public static final ExpiredCount NONE = new ExpiredCount(Map.of(), Map.of());

  public ExpiredCount {
    dropped = Map.copyOf(dropped);
    held = Map.copyOf(held);
  }

  /// Reads the few columns of a file that tell.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException with TABLE_DAMAGED when the file is gone or
  ///   cannot be read
  public static ExpiredCount of(Table table, DataFile file, DayExpiry expiry) throws IOException {
    RowExpiry rows = new RowExpiry(expiry);
    Map<EventClass, Long> dropped = new EnumMap<>(EventClass.class);
    Map<String, Long> held = new HashMap<>();
    try (EventFileReader reader =
        EventFileReader.of(table.io().newInputFile(file), rows.columns())) {
      for (EventRow row = reader.next(); row != null; row = reader.next()) {
        EventClass named = EventClass.of(row);
        if (!rows.hasExpired(row, named)) {
          continue;
        }
        boolean isHeld = false;
        for (String hold : rows.holding(row)) {
          held.merge(hold, 1L, Long::sum);
          isHeld = true;
        }
        if (!isHeld) {
          dropped.merge(named, 1L, Long::sum);
        }
      }
    } catch (RuntimeException | IOException e) {
      throw DayRewrite.unreadable(file, e);
    }
    return new ExpiredCount(dropped, held);
  }

  /// How many rows go.
  public long rows() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  public ExpiredCount plus(ExpiredCount other) {
    Map<EventClass, Long> allDropped = new HashMap<>(dropped);
    other.dropped.forEach((named, rows) -> allDropped.merge(named, rows, Long::sum));
    Map<String, Long> allHeld = new HashMap<>(held);
    other.held.forEach((name, rows) -> allHeld.merge(name, rows, Long::sum));
    return new ExpiredCount(allDropped, allHeld);
  }
}
