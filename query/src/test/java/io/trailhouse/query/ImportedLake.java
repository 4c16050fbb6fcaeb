package io.trailhouse.query;

import io.trailhouse.event.EventReader;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.EventAppender;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.source.FolderSource;
import java.io.IOException;
import java.io.InputStream;
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
    FolderSource source = new FolderSource(List.of(folder), lake.home().resolve("tmp"));
    QuarantineStore quarantine = new QuarantineStore(lake.home().resolve("quarantine"), lake::home);
    QuarantineStore digests = new QuarantineStore(lake.home().resolve("digests"), lake::home);
    new IngestPipeline(source, appender, quarantine, digests, new IngestMetrics()).run(1);
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
