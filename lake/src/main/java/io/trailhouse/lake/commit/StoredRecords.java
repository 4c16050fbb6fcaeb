package io.trailhouse.lake.commit;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.row.ByteHash;
import io.trailhouse.lake.row.EventKey;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.RecordText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/// Finds out which of some records stand in data files already, equal as JSON.
///
/// Equal bytes are told by their hash; only where those differ are both texts brought into
/// [CanonicalJson]. For one thread.
final class StoredRecords {
  private final FileIO io;
  private final Map<EventKey.Value, List<Wanted>> wanted = new HashMap<>();
  private @Nullable Wanted last;

  StoredRecords(FileIO io) {
    this.io = io;
  }

  /// A record that is looked for.
  private static final class Wanted {
    private final int number;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final long hash;
    private boolean matched;
    private byte @Nullable [] canonical;

    Wanted(int number, byte[] bytes, int from, int to) {
      this.number = number;
      this.bytes = bytes;
      this.from = from;
      this.to = to;
      this.hash = hash(bytes, from, to);
    }

    byte[] canonical() {
      if (canonical == null) {
        canonical = CanonicalJson.of(bytes, from, to);
      }
      return canonical;
    }
  }

  /// The hash of a record's bytes; never [KeySet#UNKNOWN].
  static long hash(byte[] bytes, int from, int to) {
    long hash = ByteHash.of(bytes, from, to);
    return hash == KeySet.UNKNOWN ? 1 : hash;
  }

  /// Looks for one more record. Of wanted records that are equal to each other, all but the first
  /// count as matched.
  void want(int number, EventKey.Value key, byte[] bytes, int from, int to) {
    Wanted record = new Wanted(number, bytes, from, to);
    List<Wanted> same = wanted.computeIfAbsent(key, each -> new ArrayList<>(1));
    for (Wanted other : same) {
      record.matched |=
          other.hash == record.hash || Arrays.equals(other.canonical(), record.canonical());
    }
    same.add(record);
    last = record;
  }

  /// Looks for a record, the one that was wanted last, under one more key.
  void alsoUnder(int number, EventKey.Value key) {
    Wanted record = last;
    if (record == null || record.number != number) {
      throw new IllegalStateException("want it first");
    }
    wanted.computeIfAbsent(key, each -> new ArrayList<>(1)).add(record);
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }

  /// Looks through these files.
  void search(Collection<DataFile> files) throws IOException {
    for (DataFile file : files) {
      boolean[] found = {false};
      StoredKeys.visit(
          io.newInputFile(file), (key, row) -> found[0] |= wanted.containsKey(key.value()));
      if (found[0]) {
        compare(file);
      }
    }
  }

  private void compare(DataFile file) throws IOException {
    RecordText text = new RecordText();
    EventKey key = new EventKey();
    try (EventFileReader rows = EventFileReader.of(io.newInputFile(file))) {
      for (EventRow row = rows.next(); row != null; row = rows.next()) {
        long time = EventKey.ownTime(row);
        byte[] record = null;
        if (!key.ofRow(row, time)) {
          record = text.of(row);
          key.ofText(record, time);
        }
        List<Wanted> candidates = wanted.get(key.value());
        if (candidates != null) {
          compare(record == null ? text.of(row) : record, candidates);
        }
      }
    }
  }

  private static void compare(byte[] record, List<Wanted> candidates) {
    long hash = hash(record, 0, record.length);
    byte[] canonical = null;
    for (Wanted candidate : candidates) {
      if (candidate.matched) {
        continue;
      }
      if (candidate.hash != hash && canonical == null) {
        canonical = CanonicalJson.of(record, 0, record.length);
      }
      candidate.matched = candidate.hash == hash || Arrays.equals(candidate.canonical(), canonical);
    }
  }

  /// The numbers of the records that are in none of the files.
  Set<Integer> unmatched() {
    Set<Integer> numbers = new HashSet<>();
    for (List<Wanted> records : wanted.values()) {
      for (Wanted record : records) {
        if (!record.matched) {
          numbers.add(record.number);
        }
      }
    }
    return numbers;
  }
}
