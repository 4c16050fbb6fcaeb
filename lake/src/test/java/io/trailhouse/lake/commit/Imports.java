package io.trailhouse.lake.commit;

import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.ReadReport;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.RecordText;
import io.trailhouse.source.FolderSource;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;

/// Puts folders into a lake and reads everything back, for tests.
public final class Imports {
  public static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));

  private Imports() {}

  public static List<SinkBatch.FileResult> run(Lake lake, AppendOptions options, Path... folders)
      throws InterruptedException {
    Taker taker = new Taker(EventAppender.open(lake, options, CLOCK));
    new FolderSource(List.of(folders), lake.home().resolve("tmp")).emit(taker);
    taker.commit();
    return taker.results;
  }

  /// Takes log files into a batch and commits when that is full, or when told.
  public static final class Taker implements Source.Listener {
    private final EventAppender appender;
    private final EventReader reader = new EventReader();
    private final List<SinkBatch.FileResult> results = new ArrayList<>();
    private SinkBatch batch;

    public Taker(EventAppender appender) {
      this.appender = appender;
      this.batch = appender.begin();
    }

    public void commit() {
      if (!batch.isEmpty()) {
        results.addAll(batch.commit());
        batch = appender.begin();
      }
    }

    @Override
    public void take(SourceFile delivery) {
      if (appender.knows(delivery.file())) {
        return;
      }
      batch.start(delivery.file());
      try (InputStream in = delivery.open()) {
        ReadReport report = reader.read(in, batch::write);
        batch.end(report);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (batch.isFull()) {
        commit();
      }
    }

    @Override
    public void found(long files, long bytes) {
      // nobody looks
    }

    @Override
    public void unreadable(String place, String reason) {
      throw new AssertionError(place + ": " + reason);
    }

    @Override
    public void leftAlone(String place) {
      // README files and the like
    }
  }

  public static List<String> records(Lake lake) throws IOException {
    List<String> records = new ArrayList<>();
    RecordText text = new RecordText();
    for (DataFile file : files(lake)) {
      try (EventFileReader rows = EventFileReader.of(lake.events().io().newInputFile(file))) {
        for (EventRow row = rows.next(); row != null; row = rows.next()) {
          records.add(new String(text.of(row), java.nio.charset.StandardCharsets.UTF_8));
        }
      }
    }
    return records;
  }

  public static List<DataFile> files(Lake lake) throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = lake.events().newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    return files;
  }
}
