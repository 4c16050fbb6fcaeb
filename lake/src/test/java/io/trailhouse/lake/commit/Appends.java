package io.trailhouse.lake.commit;

import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.ReadLimits;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/// Puts texts into a lake as if they were log files, for tests.
final class Appends {
  private static final Instant DELIVERED = Instant.parse("2026-05-01T08:05:00Z");

  private Appends() {}

  /// One log file.
  record File(String origin, String text) {
    LogFile logFile() {
      LogFileName name = LogFileName.of(origin);
      Instant delivered = name.deliveredAt();
      return new LogFile(
          origin,
          Integer.toHexString(text.hashCode()),
          text.length(),
          name,
          delivered == null ? DELIVERED : delivered);
    }
  }

  static AppendOptions small(long chunkBytes, long commitRows, long keyMemory) {
    return new AppendOptions("test", chunkBytes, commitRows, keyMemory);
  }

  /// Appends the files one after the other, and commits what is left at the end.
  static List<SinkBatch.FileResult> add(EventAppender appender, List<File> files) {
    return add(appender, files, ReadLimits.DEFAULT);
  }

  static List<SinkBatch.FileResult> add(
      EventAppender appender, List<File> files, ReadLimits limits) {
    List<SinkBatch.FileResult> results = new ArrayList<>();
    EventReader reader = new EventReader(limits);
    SinkBatch batch = appender.begin();
    for (File file : files) {
      LogFile logFile = file.logFile();
      if (appender.knows(logFile)) {
        continue;
      }
      batch.start(logFile);
      byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
      try {
        batch.end(reader.read(new ByteArrayInputStream(bytes), batch::write));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (batch.isFull()) {
        results.addAll(batch.commit());
        batch = appender.begin();
      }
    }
    if (!batch.isEmpty()) {
      results.addAll(batch.commit());
    }
    return results;
  }

  static EventAppender appender(Lake lake) {
    return EventAppender.open(lake, AppendOptions.named("test"), Imports.CLOCK);
  }

  static List<SinkBatch.FileResult> add(Lake lake, File... files) {
    return add(appender(lake), List.of(files));
  }

  /// The ledger's rows as maps.
  static List<Map<String, @Nullable Object>> ledger(Lake lake) throws IOException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (CloseableIterable<Record> records = IcebergGenerics.read(lake.logFiles()).build()) {
      for (Record record : records) {
        Map<String, @Nullable Object> row = new HashMap<>();
        record
            .struct()
            .fields()
            .forEach(field -> row.put(field.name(), record.getField(field.name())));
        rows.add(row);
      }
    }
    return rows;
  }

  static long sum(List<Map<String, @Nullable Object>> ledger, String column) {
    long sum = 0;
    for (Map<String, @Nullable Object> row : ledger) {
      Object value = row.get(column);
      sum += value == null ? 0 : (long) value;
    }
    return sum;
  }
}
