package io.trailhouse.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventReader;
import io.trailhouse.sink.SinkBatch;
import io.trailhouse.testkit.SharedData;
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
