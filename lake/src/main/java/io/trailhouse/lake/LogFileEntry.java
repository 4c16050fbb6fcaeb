package io.trailhouse.lake;

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
    if (!read.flaws().isEmpty()) {
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
  void sawTime(long micros) {
    first = Math.min(first, micros);
    last = Math.max(last, micros);
  }

  void addNew() {
    newRows++;
  }

  void addDuplicates(long count) {
    duplicates += count;
  }

  /// A row that was counted as new has turned out to be in the table already.
  void newWasDuplicate() {
    newRows--;
    duplicates++;
  }

  /// A record with the key of another one, but other content; it is a new row as well.
  void addVariant() {
    variants++;
    newRows++;
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
