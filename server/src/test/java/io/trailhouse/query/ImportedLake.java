package io.trailhouse.query;

import io.trailhouse.event.EventReader;
import io.trailhouse.lake.AppendOptions;
import io.trailhouse.lake.EventAppender;
import io.trailhouse.lake.Lake;
import io.trailhouse.sink.SinkBatch;
import io.trailhouse.source.Delivery;
import io.trailhouse.source.FolderSource;
import io.trailhouse.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Puts folders into a lake, for tests that ask it.
final class ImportedLake {
  private ImportedLake() {}

  static void add(Lake lake, Path folder) throws InterruptedException {
    EventAppender appender =
        EventAppender.open(
            lake,
            AppendOptions.named("test"),
            InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")));
    SinkBatch batch = appender.begin();
    EventReader reader = new EventReader();
    new FolderSource(List.of(folder), lake.home().resolve("tmp"))
        .deliver(
            new Source.Taker() {
              @Override
              public void take(Delivery delivery) {
                batch.start(delivery.file());
                try (InputStream in = delivery.open()) {
                  batch.end(reader.read(in, batch::write));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
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
            });
    batch.commit();
  }

  /// The records of a folder as they lie there, repeated ones again.
  static List<String> rawRecords(Path folder) throws IOException {
    List<String> records = new ArrayList<>();
    EventReader reader = new EventReader();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          reader.read(
              in,
              batch -> {
                for (int row = 0; row < batch.rows(); row++) {
                  records.add(batch.view(row).json());
                }
              });
        }
      }
    }
    return records;
  }
}
