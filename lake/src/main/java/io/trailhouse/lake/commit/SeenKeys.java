package io.trailhouse.lake.commit;

import io.trailhouse.lake.row.EventKey;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/// The keys of the rows that are in the table or on their way into it, hour by hour of event time.
///
/// An hour is read from the data files when it is first asked for, and dropped again when memory
/// runs short; an hour that has rows on their way which are in no file yet is held. So the answer
/// is exact over the whole table while memory stays at `budget` bytes (plus the hours of the chunks
/// in hand). The caller holds this object's lock from [#require] to the last [#add].
final class SeenKeys {
  private static final long HOURS_OF_DAY = 24;
  private static final long BYTES_OF_KEY = 40;

  private final long budget;
  private final Files files;
  private final FileIO io;
  private final LinkedHashMap<Long, KeySet> hours = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Long, Integer> held = new HashMap<>();
  private long lastHour;
  private @Nullable KeySet lastSet;

  /// The data files in which rows of some hours can be.
  interface Files {
    /// Those that can hold rows of some days.
    ///
    /// @param days days since 1970
    /// @param withoutTime whether rows without a readable time are meant as well, of all days
    List<DataFile> of(Set<Integer> days, boolean withoutTime) throws IOException;
  }

  SeenKeys(long budget, Files files, FileIO io) {
    this.budget = budget;
    this.files = files;
    this.io = io;
  }

  /// Reads the hours that are missing, and holds all of them until [#letGo].
  void require(Set<Long> wanted) throws IOException {
    Set<Long> missing = new HashSet<>(wanted);
    missing.removeAll(hours.keySet());
    if (!missing.isEmpty()) {
      read(missing);
    }
    for (Long hour : wanted) {
      held.merge(hour, 1, Integer::sum);
    }
    shrink();
  }

  /// The rows of these hours are in files now.
  void letGo(Set<Long> wanted) {
    for (Long hour : wanted) {
      held.computeIfPresent(hour, (each, count) -> count == 1 ? null : count - 1);
    }
  }

  private void read(Set<Long> missing) throws IOException {
    Set<Integer> days = new HashSet<>();
    for (Long hour : missing) {
      if (hour != EventKey.NO_HOUR) {
        days.add((int) Math.floorDiv(hour, HOURS_OF_DAY));
      }
    }
    boolean withoutTime = missing.contains(EventKey.NO_HOUR);
    List<DataFile> found = files.of(days, withoutTime);
    long rows = found.stream().mapToLong(DataFile::recordCount).sum();
    if (rows > 0 && rows * BYTES_OF_KEY < budget / 4 && !withoutTime) {
      addWholeDays(days, missing);
    }
    lastSet = null;
    for (Long hour : missing) {
      hours.put(hour, new KeySet());
    }
    for (DataFile file : found) {
      StoredKeys.visit(
          io.newInputFile(file),
          (key, row) -> {
            if (missing.contains(key.hour())) {
              set(key.hour()).add(key.high(), key.low(), KeySet.UNKNOWN);
            }
          });
    }
  }

  /// Reading a file for one hour costs as much as reading it for all hours of its day.
  private void addWholeDays(Set<Integer> days, Set<Long> missing) {
    for (int day : days) {
      for (long hour = day * HOURS_OF_DAY; hour < (day + 1) * HOURS_OF_DAY; hour++) {
        if (!hours.containsKey(hour)) {
          missing.add(hour);
        }
      }
    }
  }

  private KeySet set(long hour) {
    if (hour != lastHour || lastSet == null) {
      lastSet = hours.get(hour);
      lastHour = hour;
      if (lastSet == null) {
        throw new IllegalStateException("the hour was not required");
      }
    }
    return lastSet;
  }

  KeySet.Found find(EventKey key, long record) {
    return set(key.hour()).find(key.high(), key.low(), record);
  }

  void add(EventKey key, long record) {
    set(key.hour()).add(key.high(), key.low(), record);
  }

  /// Adds the rows that somebody else has put into the table, where their hours are in memory.
  void learn(List<DataFile> foreign) throws IOException {
    for (DataFile file : foreign) {
      StoredKeys.visit(
          io.newInputFile(file),
          (key, row) -> {
            KeySet set = hours.get(key.hour());
            if (set != null && !set.contains(key.high(), key.low())) {
              set.add(key.high(), key.low(), KeySet.UNKNOWN);
            }
          });
    }
  }

  /// The days of the hours in memory.
  Set<Integer> days() {
    Set<Integer> days = new HashSet<>();
    for (Long hour : hours.keySet()) {
      if (hour != EventKey.NO_HOUR) {
        days.add((int) Math.floorDiv(hour, HOURS_OF_DAY));
      }
    }
    return days;
  }

  boolean hasRowsWithoutTime() {
    return hours.containsKey(EventKey.NO_HOUR);
  }

  private void shrink() {
    long size = 0;
    for (KeySet set : hours.values()) {
      size += set.footprint();
    }
    Deque<Long> oldest = new ArrayDeque<>(hours.keySet());
    Iterator<Long> candidates = oldest.iterator();
    while (size > budget && candidates.hasNext()) {
      Long hour = candidates.next();
      KeySet set = hours.get(hour);
      if (!held.containsKey(hour) && set != null) {
        size -= set.footprint();
        hours.remove(hour);
        lastSet = null;
      }
    }
  }
}
