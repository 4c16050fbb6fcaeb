package io.trailhouse.lake.check;

import io.trailhouse.lake.catalog.Lake;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/// Finds in the ledger the log files that the events of data files can have come from.
final class LogFileSearch {
  private final Lake lake;

  LogFileSearch(Lake lake) {
    this.lake = lake;
  }

  /// The same damages, each of events with its log files.
  List<Damage> in(List<Damage> damages) {
    if (damages.stream().noneMatch(Damage::hasEvents)) {
      return damages;
    }
    List<Candidates> candidates =
        damages.stream().filter(Damage::hasEvents).map(Candidates::new).toList();
    boolean known = read(candidates);
    List<Damage> told = new ArrayList<>();
    int next = 0;
    for (Damage damage : damages) {
      told.add(
          damage.hasEvents()
              ? damage.from(known ? candidates.get(next++).likely() : null)
              : damage);
    }
    return told;
  }

  /// Every log file that can have brought a damaged file's events, or has had the same ones: all
  /// whose time touches the file's.
  ///
  /// @return null when the ledger cannot be read
  @Nullable List<LogFileAt> all(List<Damage> damages) {
    List<Candidates> candidates = damages.stream().map(Candidates::new).toList();
    return read(candidates)
        ? candidates.stream().flatMap(each -> each.all().stream()).distinct().toList()
        : null;
  }

  private boolean read(List<Candidates> candidates) {
    if (!lake.tables().contains("log_files")) {
      return false;
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(lake.logFiles())
            .select(
                "origin", "sha256", "records", "first_event_time", "last_event_time", "batch_id")
            .where(Expressions.greaterThan("records", 0L))
            .build()) {
      for (Record row : rows) {
        candidates.forEach(each -> each.take(row));
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /// The log files of one data file.
  private static final class Candidates {
    private final String name;
    private final Damage.@Nullable Held held;
    private final List<LogFileAt> ofBatch = new ArrayList<>();
    private final List<LogFileAt> ofTime = new ArrayList<>();

    Candidates(Damage damage) {
      String file = damage.file();
      this.name = file.substring(file.lastIndexOf('/') + 1);
      this.held = damage.held();
    }

    void take(Record row) {
      LogFileAt file =
          new LogFileAt(
              String.valueOf(row.getField("origin")), String.valueOf(row.getField("sha256")));
      if (touches(time(row, "first_event_time"), time(row, "last_event_time"))) {
        boolean isOfBatch = name.startsWith(row.getField("batch_id") + "-");
        (isOfBatch ? ofBatch : ofTime).add(file);
      }
    }

    private static @Nullable Instant time(Record row, String column) {
      LocalDateTime time = (LocalDateTime) row.getField(column);
      return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    private boolean touches(@Nullable Instant first, @Nullable Instant last) {
      Instant from = held == null ? null : held.first();
      Instant to = held == null ? null : held.last();
      return (to == null || first == null || !first.isAfter(to))
          && (from == null || last == null || !last.isBefore(from));
    }

    List<LogFileAt> likely() {
      return ofBatch.isEmpty() ? ofTime : ofBatch;
    }

    List<LogFileAt> all() {
      List<LogFileAt> all = new ArrayList<>(ofBatch);
      all.addAll(ofTime);
      return all;
    }
  }
}
