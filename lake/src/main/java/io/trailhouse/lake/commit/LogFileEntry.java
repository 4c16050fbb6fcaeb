package io.trailhouse.lake.commit;

import io.trailhouse.event.ReadReport;
import io.trailhouse.source.LogFile;
import org.jspecify.annotations.Nullable;

/// What became of one log file: a row of the ledger in the making.
///
/// Filled by the one batch that the file belongs to.
final class LogFileEntry {
  /// The ledger's word for what became of a file.
  enum Status {
    /// All its records are in the table.
    STORED,
    /// Its readable records are in the table, the file itself is kept in quarantine.
    QUARANTINED,
    /// A digest file; kept as it is.
    DIGEST,
    /// Nothing was in it.
    EMPTY
  }

  private final LogFile file;
  private @Nullable ReadReport report;
  private long newRows;
  private long duplicates;
  private long variants;
  private long untimed;
  private long future;
  private long newest = Long.MIN_VALUE;
  private long oldest = Long.MAX_VALUE;
  private @Nullable String firstUntimed;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  LogFileEntry(LogFile file) {
    this.file = file;
  }

  LogFile file() {
    return file;
  }

  ReadReport report() {
    if (report == null) {
      throw new IllegalStateException("the file has not been read to its end");
    }
    return report;
  }

  void report(ReadReport read) {
    report = read;
  }

  Status status() {
    ReadReport read = report();
    if (!read.problems().isEmpty()) {
      return Status.QUARANTINED;
    }
    return switch (read.content()) {
      case EVENTS -> Status.STORED;
      case DIGEST -> Status.DIGEST;
      case NOTHING -> Status.EMPTY;
      case FOREIGN -> Status.QUARANTINED;
    };
  }

  /// @param micros the time of a record, for the file's first and last event
  /// @param isFuture whether it is dated in the future, and so tells nothing of how far we are
  void sawTime(long micros, boolean isFuture) {
    first = Math.min(first, micros);
    last = Math.max(last, micros);
    oldest = Math.min(oldest, micros);
    if (isFuture) {
      future++;
    } else {
      newest = Math.max(newest, micros);
    }
  }

  /// A record without a readable time is stored at this one: it counts for the file's first and
  /// last event, and says nothing of when anything happened.
  void sawStandIn(long micros) {
    first = Math.min(first, micros);
    last = Math.max(last, micros);
  }

  long future() {
    return future;
  }

  /// The last event time that is not in the future; null without any.
  @Nullable Long newestEventTime() {
    return newest == Long.MIN_VALUE ? null : newest;
  }

  /// The first event time that a record has itself; null without any.
  @Nullable Long oldestEventTime() {
    return oldest == Long.MAX_VALUE ? null : oldest;
  }

  void addNew() {
    newRows++;
  }

  void addDuplicates(long count) {
    duplicates += count;
  }

  /// A record with the key of another one, but other content; it is a new row as well.
  void addVariant() {
    variants++;
    newRows++;
  }

  /// A record does not say when it happened; the table has it at the delivery of its file.
  ///
  /// @param id the event's id; null without one
  void addUntimed(@Nullable String id) {
    if (untimed++ == 0) {
      firstUntimed = id;
    }
  }

  long untimed() {
    return untimed;
  }

  /// The id of the first event without a time; null when it has none, or there is none.
  @Nullable String firstUntimed() {
    return firstUntimed;
  }

  long newRows() {
    return newRows;
  }

  long duplicates() {
    return duplicates;
  }

  long variants() {
    return variants;
  }

  /// In microseconds since 1970, or null when it has no record with a time.
  @Nullable Long firstEventTime() {
    return first > last ? null : first;
  }

  @Nullable Long lastEventTime() {
    return first > last ? null : last;
  }
}
