package io.trailhouse.destination;

import java.util.concurrent.atomic.LongAdder;

/// What an export has done so far. For any number of threads; numbers read while work goes on are a
/// moment's.
public final class TrailCounters {
  private final LongAdder tableBytes = new LongAdder();
  private final LongAdder tableBytesRead = new LongAdder();
  private final LongAdder taken = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder files = new LongAdder();
  private final LongAdder filesThere = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /// Data files of the table that hold wanted days: their size as stored.
  public void found(long size) {
    tableBytes.add(size);
  }

  /// A data file has been read to its end.
  public void read(long size) {
    tableBytesRead.add(size);
  }

  void take() {
    taken.increment();
  }

  void written(long records, long size, boolean wasThere) {
    events.add(records);
    (wasThere ? filesThere : files).increment();
    bytes.add(size);
  }

  /// How much of the table's wanted data files has been read, from 0 to 1.
  public double share() {
    return tableBytes.sum() == 0 ? 0 : (double) tableBytesRead.sum() / tableBytes.sum();
  }

  /// Records taken out of the table, in log files already or not yet.
  public long taken() {
    return taken.sum();
  }

  /// Records in log files.
  public long events() {
    return events.sum();
  }

  /// Log files written.
  public long files() {
    return files.sum();
  }

  /// Log files that stood there already with the same content.
  public long filesThere() {
    return filesThere.sum();
  }

  /// The size of all these log files, as stored.
  public long bytes() {
    return bytes.sum();
  }
}
