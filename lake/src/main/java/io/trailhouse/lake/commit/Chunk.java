package io.trailhouse.lake.commit;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventClock;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventTime;
import io.trailhouse.lake.row.EventKey;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.RowMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;

/// Records in memory, to be checked for sameness, sorted by time and written as one data file a
/// day. For one thread.
final class Chunk {
  private static final int INDEX_BITS = 30;
  private static final long MICROS_OF_SECOND = 1_000_000;

  private final PendingFiles pending;
  private final SeenKeys seen;
  private final CommitOrder.Place place;
  private final DayFiles out;
  private final RowMapper mapper = new RowMapper();
  private final EventKey key = new EventKey();
  private final EventKey untimed = new EventKey();
  private final List<Part> parts = new ArrayList<>();
  private int markedParts;
  private long bytes;
  private int rows;

  /// Records of one log file, and what tells them from others. That is worked out when they come,
  /// while their bytes are still in the processor's cache.
  ///
  /// @param own times in microseconds as the records have them, or [EventTime#UNREADABLE]
  /// @param effective times in microseconds as the table gets them
  /// @param hashes of each record's bytes
  /// @param respelled the rows whose time is not in CloudTrail's own spelling: an earlier version
  ///   may have stored such a record as one without a time
  /// @param untimed the rows whose time stands in for one that cannot be read
  private record Part(
      EventBatch batch,
      LogFileEntry entry,
      int firstRow,
      long[] own,
      long[] effective,
      long[] highs,
      long[] lows,
      long[] hashes,
      BitSet respelled,
      BitSet untimed) {
    private static final long BYTES_OF_ROW = 5L * Long.BYTES;

    Part(EventBatch batch, LogFileEntry entry, int firstRow) {
      this(
          batch,
          entry,
          firstRow,
          new long[batch.rows()],
          new long[batch.rows()],
          new long[batch.rows()],
          new long[batch.rows()],
          new long[batch.rows()],
          new BitSet(),
          new BitSet());
    }

    long footprint() {
      return batch.footprint() + BYTES_OF_ROW * batch.rows();
    }

    void key(int row, EventKey into) {
      into.set(highs[row], lows[row], own[row]);
    }

    /// The hours in which rows of the same key can be.
    void addHours(int row, Set<Long> hours) {
      hours.add(EventKey.hourOf(own[row]));
      if (respelled.get(row)) {
        hours.add(EventKey.NO_HOUR);
      }
    }
  }

  /// What a chunk became.
  record Written(List<DataFile> files, boolean hasRowsWithoutTime) {}

  Chunk(
      PendingFiles pending, SeenKeys seen, CommitOrder.Place place, String batchId, String source) {
    this.pending = pending;
    this.seen = seen;
    this.place = place;
    this.out = new DayFiles(pending, batchId, source);
  }

  void add(EventBatch batch, LogFileEntry entry) {
    Part part = new Part(batch, entry, rows);
    Instant delivered = entry.file().deliveredAt();
    for (int row = 0; row < batch.rows(); row++) {
      long own = mapper.eventTime(batch, row);
      part.own[row] = own;
      part.effective[row] =
          own == EventTime.UNREADABLE ? mapper.standInTime(batch, row, delivered) : own;
      key.ofRecord(batch, row, own);
      part.highs[row] = key.high();
      part.lows[row] = key.low();
      part.hashes[row] = StoredRecords.hash(batch.bytes(), batch.rowFrom(row), batch.rowTo(row));
      part.respelled.set(row, own != EventTime.UNREADABLE && !mapper.isUsualTime(batch, row));
      if (own == EventTime.UNREADABLE && !mapper.hasTime(batch, row)) {
        part.untimed().set(row);
        entry.addUntimed(batch.view(row).scalar(EventField.EVENT_ID));
      }
    }
    parts.add(part);
    rows += batch.rows();
    bytes += part.footprint();
  }

  /// Remembers where a file's records begin, for [#dropFile].
  void markFile() {
    markedParts = parts.size();
  }

  void dropFile() {
    while (parts.size() > markedParts) {
      Part last = parts.remove(parts.size() - 1);
      rows -= last.batch().rows();
      bytes -= last.footprint();
    }
  }

  long bytes() {
    return bytes;
  }

  int rows() {
    return rows;
  }

  /// Writes the new rows to registered data files and empties the chunk.
  Written write() throws IOException {
    if (rows == 0) {
      clear();
      return new Written(List.of(), false);
    }
    Times times = new Times(rows);
    readTimes(times);
    List<Integer> unsure = new ArrayList<>();
    List<DataFile> files = new ArrayList<>();
    Set<Long> hours = times.hours();
    boolean withoutTime = hours.contains(EventKey.NO_HOUR);
    if (parts.stream().anyMatch(part -> !part.respelled().isEmpty())) {
      hours.add(EventKey.NO_HOUR);
    }
    pending.chunks().readLock().lock();
    try {
      boolean[] fresh = check(hours, unsure);
      writeFresh(times, fresh);
      files.addAll(out.finish());
    } finally {
      synchronized (seen) {
        seen.letGo(hours);
      }
      pending.chunks().readLock().unlock();
    }
    if (!unsure.isEmpty()) {
      files.addAll(settle(times, unsure));
    }
    clear();
    return new Written(files, withoutTime);
  }

  private void clear() {
    parts.clear();
    markedParts = 0;
    rows = 0;
    bytes = 0;
  }

  /// Times of the chunk's rows in microseconds: as the record has it, and as the table gets it.
  private static final class Times {
    private final long[] own;
    private final long[] effective;

    Times(int rows) {
      own = new long[rows];
      effective = new long[rows];
    }

    Set<Long> hours() {
      Set<Long> hours = new HashSet<>();
      long last = Long.MAX_VALUE;
      for (long micros : own) {
        long hour = EventKey.hourOf(micros);
        if (hour != last) {
          hours.add(hour);
          last = hour;
        }
      }
      return hours;
    }

    /// Row numbers in the order of seconds, each in the low bits; a time in range leaves room for
    /// them.
    long[] order() {
      long first = Arrays.stream(effective).min().orElse(0) / MICROS_OF_SECOND;
      long[] order = new long[effective.length];
      for (int row = 0; row < order.length; row++) {
        order[row] = ((effective[row] / MICROS_OF_SECOND - first) << INDEX_BITS) | row;
      }
      Arrays.sort(order);
      return order;
    }
  }

  private void readTimes(Times times) {
    long future = pending.now() + EventClock.AHEAD.toNanos() / 1_000;
    for (Part part : parts) {
      System.arraycopy(part.own, 0, times.own, part.firstRow(), part.own.length);
      System.arraycopy(part.effective, 0, times.effective, part.firstRow(), part.own.length);
      for (int row = 0; row < part.effective.length; row++) {
        long time = part.effective[row];
        if (part.untimed().get(row)) {
          part.entry().sawStandIn(time);
        } else {
          part.entry().sawTime(time, time > future);
        }
      }
    }
  }

  /// Which rows are new. A row whose key is there with a record that may differ is unsure.
  private boolean[] check(Set<Long> hours, List<Integer> unsure) throws IOException {
    boolean[] fresh = new boolean[rows];
    synchronized (seen) {
      seen.require(hours);
      for (Part part : parts) {
        for (int row = 0; row < part.own.length; row++) {
          int index = part.firstRow() + row;
          part.key(row, key);
          long record = part.hashes[row];
          switch (seen.find(key, record)) {
            case NOTHING -> {
              if (part.respelled().get(row) && isStoredUntimed(part, row)) {
                unsure.add(index);
              } else {
                seen.add(key, record);
                place.add(key);
                fresh[index] = true;
                part.entry().addNew();
              }
            }
            case SAME_RECORD -> {
              part.entry().addDuplicates(1);
              place.count(part.entry(), key);
            }
            case OTHER_RECORD -> unsure.add(index);
          }
        }
      }
    }
    return fresh;
  }

  /// Whether the table has a row of the same id and account whose time could not be read.
  private boolean isStoredUntimed(Part part, int row) {
    untimed.ofUntimed(part.batch(), row);
    return seen.find(untimed, KeySet.UNKNOWN) != KeySet.Found.NOTHING;
  }

  /// A record is there, under its own key or under that of one without a readable time.
  private void countStored(Part part, int row) {
    place.count(part.entry(), key);
    if (part.respelled().get(row)) {
      untimed.ofUntimed(part.batch(), row);
      place.count(part.entry(), untimed);
    }
  }

  private void writeFresh(Times times, boolean[] fresh) throws IOException {
    int mask = (1 << INDEX_BITS) - 1;
    for (long each : times.order()) {
      int index = (int) each & mask;
      if (fresh[index]) {
        writeRow(index, times.effective[index]);
      }
    }
  }

  private void writeRow(int index, long micros) throws IOException {
    Part part = part(index);
    LogFileEntry entry = part.entry();
    EventRow row = out.row();
    mapper.map(part.batch().view(index - part.firstRow()), entry.file().deliveredAt(), row);
    out.write(row, entry.file().origin(), micros);
  }

  private Part part(int index) {
    int low = 0;
    int high = parts.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (parts.get(middle).firstRow() <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return parts.get(low);
  }

  /// Compares unsure rows with the records in the table: equal as JSON, or new rows after all.
  private List<DataFile> settle(Times times, List<Integer> unsure) throws IOException {
    pending.chunks().writeLock().lock();
    try {
      StoredRecords wanted = new StoredRecords(pending.table().io());
      Set<Integer> days = new HashSet<>();
      boolean withoutTime = false;
      for (int index : unsure) {
        Part part = part(index);
        int row = index - part.firstRow();
        EventBatch batch = part.batch();
        part.key(row, key);
        wanted.want(index, key.value(), batch.bytes(), batch.rowFrom(row), batch.rowTo(row));
        if (part.respelled().get(row)) {
          untimed.ofUntimed(batch, row);
          wanted.alsoUnder(index, untimed.value());
        }
        days.add(PendingFiles.dayOf(times.effective[index]));
        withoutTime |= times.own[index] == EventTime.UNREADABLE || part.respelled().get(row);
      }
      wanted.search(pending.dataFiles(days, withoutTime));
      Set<Integer> variants = wanted.unmatched();
      remember(unsure, variants);
      for (long each : times.order()) {
        int index = (int) each & (1 << INDEX_BITS) - 1;
        if (variants.contains(index)) {
          writeRow(index, times.effective[index]);
        }
      }
      return out.finish();
    } finally {
      pending.chunks().writeLock().unlock();
    }
  }

  private void remember(List<Integer> unsure, Set<Integer> variants) throws IOException {
    Set<Long> hours = new HashSet<>();
    for (int index : unsure) {
      Part part = part(index);
      part.addHours(index - part.firstRow(), hours);
    }
    synchronized (seen) {
      seen.require(hours);
      for (int index : unsure) {
        Part part = part(index);
        int row = index - part.firstRow();
        part.key(row, key);
        boolean alone = seen.find(key, part.hashes[row]) == KeySet.Found.NOTHING;
        seen.add(key, part.hashes[row]);
        if (!variants.contains(index)) {
          part.entry().addDuplicates(1);
          countStored(part, row);
          continue;
        }
        place.add(key);
        if (alone) {
          part.entry().addNew();
        } else {
          part.entry().addVariant();
        }
      }
      seen.letGo(hours);
    }
  }
}
