package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventReader;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.row.Spans;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every record of every real set comes back out of the table equal as JSON, and stands in it once
/// (spec: table.md, Lossless and Sameness).
final class RealRecordsTest {
  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sans504-s3-ransomware",
        "invictus-ir",
        "umccr-flaws-slice",
        "stratus-red-team",
        "traildiscover",
        "plaso-lookup-events",
        "permiso-console-sessions",
        "opensearch-catalog",
        "splunk-security-content",
        "umccr-version-examples-synthetic",
        "malformed"
      })
  void everyRecordComesBackEqualAsJsonAndOnce(String set) throws Exception {
    Path folder = SharedData.path(set);
    Set<String> wanted = new HashSet<>();
    List<String> raw = rawRecords(folder);
    raw.forEach(record -> wanted.add(canonical(record)));

    try (Lake lake = Lake.open(home)) {
      List<SinkBatch.FileResult> results = Imports.run(lake, AppendOptions.named("import"), folder);
      List<String> stored = Imports.records(lake);
      Set<String> found = new HashSet<>();
      stored.forEach(record -> found.add(canonical(record)));

      assertThat(new TreeSet<>(found)).isEqualTo(new TreeSet<>(wanted));
      assertThat(followed(lake)).isEqualTo(read(stored));
      assertThat(stored).hasSize(wanted.size());
      assertThat(results.stream().mapToLong(SinkBatch.FileResult::rows).sum())
          .isEqualTo(wanted.size());
      assertThat(
              results.stream().mapToLong(SinkBatch.FileResult::rows).sum()
                  + results.stream().mapToLong(SinkBatch.FileResult::duplicates).sum())
          .isEqualTo(raw.size());

      assertThat(Imports.run(lake, AppendOptions.named("import"), folder)).isEmpty();
    }
  }

  /// Of each record that a follower of the table gets, all that its batch says of it.
  private static Set<List<String>> followed(Lake lake) {
    Set<List<String>> found = new HashSet<>();
    try (CommittedEvents events = new CommittedEvents(lake)) {
      StreamPosition at = new StreamPosition(0, 0);
      for (Chunk chunk = events.from(at); chunk != null; chunk = events.from(chunk.next())) {
        for (int row = 0; row < chunk.events().rows(); row++) {
          found.add(Spans.of(chunk.events(), row));
        }
      }
    }
    return found;
  }

  private static Set<List<String>> read(List<String> records) throws IOException {
    Set<List<String>> read = new HashSet<>();
    for (String record : records) {
      read.add(Spans.read(record.getBytes(StandardCharsets.UTF_8)));
    }
    return read;
  }

  private static List<String> rawRecords(Path folder) throws IOException {
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

  private static String canonical(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    return new String(CanonicalJson.of(bytes, 0, bytes.length), StandardCharsets.UTF_8);
  }
}
