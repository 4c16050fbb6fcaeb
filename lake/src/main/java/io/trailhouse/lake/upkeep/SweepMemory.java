package io.trailhouse.lake.upkeep;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/// What earlier rounds have counted in files that are still there: a data file never changes, so a
/// day that a hold keeps is read once and not in every round. Bounded by the number of data files.
final class SweepMemory {
  private record Counted(DayExpiry expiry, ExpiredCount count) {}

  private final Map<String, Counted> byLocation = new HashMap<>();

  /// What was counted under the same rules; null when nobody has.
  @Nullable ExpiredCount count(DataFile file, DayExpiry expiry) {
    Counted counted = byLocation.get(file.location());
    return counted == null || !counted.expiry.equals(expiry) ? null : counted.count;
  }

  void remember(DataFile file, DayExpiry expiry, ExpiredCount count) {
    byLocation.put(file.location(), new Counted(expiry, count));
  }

  /// Forgets all files but these.
  void keepOnly(Collection<List<DataFile>> days) {
    Set<String> there = new HashSet<>();
    days.forEach(files -> files.forEach(file -> there.add(file.location())));
    byLocation.keySet().retainAll(there);
  }
}
