package io.trailhouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.source.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole file of a table in the place of another is not the one that the table means (spec:
/// table.md, F10).
final class WrongFileTest {
  private static final String ALL =
      "SELECT eventid, count(*) FROM events GROUP BY eventid ORDER BY eventid";
  private static final String LEDGER = "SELECT sum(new_rows), min(origin) FROM log_files";

  @TempDir private Path folder;
  private Path home;
  private List<Object> right;

  @BeforeEach
  void fillAHome() throws Exception {
    home = folder.resolve("home");
    for (int file = 0; file < 3; file++) {
      Path input = Files.writeString(folder.resolve("in-" + file + ".json"), records(file));
      try (Platform platform = Platform.open(home)) {
        platform
            .pipeline(
                new FolderSource(List.of(input), platform.scratch()), "test", new IngestMetrics())
            .run(1);
      }
    }
    right = ask();
    assertThat(right).hasSize(10);
  }

  private static String records(int file) {
    return IntStream.range(0, 3)
        .mapToObj(i ->
            """
            {"eventVersion":"1.08","eventTime":"2026-05-01T00:%02d:00Z","eventName":"X",\
            "eventSource":"iam.amazonaws.com","eventID":"id-%d-%d"}\
            """
                .formatted(i, file, i))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }

  private List<Object> ask() {
    List<Object> rows = new ArrayList<>();
    try (Platform platform = Platform.openExisting(home);
        QueryEngine engine = platform.queries()) {
      for (String sql : List.of(ALL, LEDGER)) {
        try (QueryAnswer answer = engine.ask(sql)) {
          while (answer.next()) {
            rows.add(List.of(answer.row()).toString());
          }
        }
      }
    }
    return rows;
  }

  /// The place that a problem names; empty when the answer was the right one.
  private Optional<String> told() {
    try {
      assertThat(ask()).isEqualTo(right);
      return Optional.empty();
    } catch (RuntimeException e) {
      TrailhouseException problem = Causes.of(e, "the query").orElseThrow(() -> e);
      assertThat(problem.code()).isEqualTo(Code.TABLE_DAMAGED);
      assertThat(problem.remedy()).isNotBlank();
      return Optional.of(problem.place());
    }
  }

  private List<Path> files(String table, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(home.resolve("warehouse/cloudtrail/" + table))) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /// Puts each file in the place of each other and answers how many places were told.
  private long swapAll(List<Path> files) throws IOException {
    List<String> told = new ArrayList<>();
    Path kept = folder.resolve("kept");
    for (Path place : files) {
      Files.move(place, kept);
      for (Path other : files) {
        if (!other.equals(place)) {
          Files.copy(other, place, StandardCopyOption.COPY_ATTRIBUTES);
          told()
              .ifPresent(named -> {
                assertThat(named).contains(place.toString());
                told.add(place.toString());
              });
          Files.delete(place);
        }
      }
      Files.move(kept, place);
    }
    assertThat(ask()).isEqualTo(right);
    return told.stream().distinct().count();
  }

  @Test
  void aDataFileInThePlaceOfAnotherIsTold() throws IOException {
    assertThat(swapAll(files("events", ".parquet"))).isEqualTo(3);
    assertThat(swapAll(files("log_files", ".parquet"))).isEqualTo(3);
  }

  @Test
  void aManifestOrAListOfThemInThePlaceOfAnotherIsTold() throws IOException {
    List<Path> avro = files("events", ".avro");
    assertThat(avro).hasSize(6);
    assertThat(swapAll(avro)).as("three manifests and the newest list").isEqualTo(4);
    assertThat(swapAll(files("log_files", ".avro"))).isEqualTo(4);
  }

  @Test
  void olderMetadataInThePlaceOfTheNewestIsTold() throws IOException {
    assertThat(swapAll(files("events", ".metadata.json"))).isEqualTo(1);
    assertThat(swapAll(files("log_files", ".metadata.json"))).isEqualTo(1);
  }

  @Test
  void aParquetFileOfAnotherProgramInThePlaceOfADataFileIsTold() throws IOException {
    Path other = folder.resolve("other.parquet");
    try (Platform platform = Platform.openExisting(home);
        QueryEngine engine = platform.queries()) {
      engine.export("SELECT * FROM events LIMIT 1", other);
    }
    Path place = files("events", ".parquet").get(0);
    Files.copy(other, place, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            problem -> {
              assertThat(problem.place()).isEqualTo(place.toString());
              assertThat(problem.problem()).contains("bytes, but its table says");
            });
  }
}
