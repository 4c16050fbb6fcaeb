package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.FolderFiles;
import io.trailhouse.destination.OutputPlace;
import io.trailhouse.destination.TrailCounters;
import io.trailhouse.destination.TrailSelection;
import io.trailhouse.destination.TrailWriter;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.lake.catalog.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records go out of the table and into another one unchanged (spec: export.md).
final class RecordExportTest {
  private static final OutputPlace ANYWHERE = new OutputPlace(List.of());

  private static final AppendOptions IMPORT = AppendOptions.named("import");

  @TempDir private Path home;
  @TempDir private Path second;
  @TempDir private Path folder;

  /// E1, E2, E10.
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
  void anImportOfAnExportHoldsTheSameRecords(String set) throws Exception {
    Path data = SharedData.path(set);
    try (Lake lake = Lake.open(home);
        Lake copy = Lake.open(second)) {
      Imports.run(lake, IMPORT, data);
      List<String> records = Imports.records(lake);

      TrailCounters counters = export(lake, TrailSelection.ALL);
      Imports.run(copy, IMPORT, folder);

      assertThat(sorted(Imports.records(copy))).isEqualTo(sorted(records));
      assertThat(counters.events()).isEqualTo(records.size());
      assertThat(counters.filesThere()).isZero();

      Map<String, byte[]> files = files();
      TrailCounters again = export(copy, TrailSelection.ALL);
      assertThat(again.filesThere() + again.files()).isEqualTo(counters.files());
      if (again.files() == 0) {
        assertThat(files()).containsExactlyEntriesOf(files);
      } else {
        assertThat(files().keySet()).containsAll(files.keySet());
      }
    }
  }

  private static List<String> sorted(List<String> records) {
    return records.stream().sorted().toList();
  }

  /// E14: the first moment is in, the last one is out; accounts and Regions as they are filed.
  @Test
  void aRangeTakesItsBeginAndLeavesItsEnd() throws Exception {
    Path data = Files.createDirectory(folder.resolve("in"));
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(
        data.resolve("a.json"),
        "{\"Records\":[%s,%s,%s,%s]}"
            .formatted(
                record("1", "111122223333", "us-east-1", "2026-05-01T08:00:00Z"),
                record("2", "111122223333", "us-east-1", "2026-05-01T08:59:59Z"),
                record("3", "444455556666", "us-east-1", "2026-05-01T08:30:00Z"),
                record("4", "111122223333", "us-east-1", "2026-05-01T09:00:00Z")));
    try (Lake lake = Lake.open(home);
        Lake copy = Lake.open(second)) {
      Imports.run(lake, IMPORT, data);
      TrailSelection selection =
          new TrailSelection(
              Instant.parse("2026-05-01T08:00:00Z"),
              Instant.parse("2026-05-01T09:00:00Z"),
              Set.of("111122223333"),
              Set.of("us-east-1"));
      export(lake, out, selection);
      Imports.run(copy, IMPORT, out);
      assertThat(Imports.records(copy))
          .extracting(record -> record.replaceAll(".*\"eventID\":\"(\\d)\".*", "$1"))
          .containsExactlyInAnyOrder("1", "2");
      assertThat(files().keySet())
          .anyMatch(name ->
              name.matches(
                  "out/AWSLogs/111122223333/CloudTrail/us-east-1/2026/05/01/"
                      + "111122223333_CloudTrail_us-east-1_20260501T0800Z_\\w{16}\\.json\\.gz"))
          .anyMatch(name -> name.contains("_20260501T0900Z_"));
    }
  }

  private void export(Lake lake, Path out, TrailSelection selection) throws Exception {
    try (TrailWriter trail =
        new TrailWriter(
            FolderFiles.open(out, ANYWHERE), selection, home.resolve("tmp"), new TrailCounters())) {
      new RecordExport(lake).to(trail);
    }
  }

  private static String record(String id, String account, String region, String time) {
    return "{\"eventVersion\":\"1.08\",\"eventTime\":\"%s\",\"awsRegion\":\"%s\",\"eventID\":\"%s\",\"eventName\":\"X\",\"recipientAccountId\":\"%s\"}"
        .formatted(time, region, id, account);
  }

  private TrailCounters export(Lake lake, TrailSelection selection) throws Exception {
    TrailCounters counters = new TrailCounters();
    try (TrailWriter trail =
        new TrailWriter(
            FolderFiles.open(folder, ANYWHERE), selection, lake.home().resolve("tmp"), counters)) {
      new RecordExport(lake).to(trail);
    }
    return counters;
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
