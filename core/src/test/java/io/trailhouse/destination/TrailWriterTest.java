package io.trailhouse.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Log files as a trail delivers them (spec: export.md).
final class TrailWriterTest {
  private static final String TIME = "2026-05-01T23:57:10Z";

  @TempDir private Path folder;
  @TempDir private Path scratch;

  private final TrailCounters counters = new TrailCounters();

  /// E5, E6, E8.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc",
        "/etc",
        "..",
        "",
        "us-east-1/..",
        "us-east-1\n",
        "111122223333 ",
        "\u0661\u0661"
      })
  void noTextOfARecordLeadsOutOfTheFolder(String hostile) throws IOException {
    write(clues(hostile, hostile, hostile), "{}");
    assertThat(names())
        .singleElement()
        .asString()
        .startsWith(
            "AWSLogs/000000000000/CloudTrail/unknown/2026/05/02/"
                + "000000000000_CloudTrail_unknown_20260502T0000Z_");
  }

  /// E5, E6: the record's own first, then its log file's name.
  @Test
  void accountAndRegionComeFromTheFirstThatHasTheirForm() throws IOException {
    String object = "x/777788889999_CloudTrail_eu-west-1_20260502T0000Z_abcdefghijklmnop.json.gz";
    RecordClues named = new RecordClues(micros(TIME), "?", "?", null, null, object);
    RecordClues bare =
        new RecordClues(micros(TIME), "111122223333", "us-gov-west-1", null, null, "a.json");
    write(named, "{}");
    write(bare, "{}");
    assertThat(names())
        .anyMatch(name -> name.startsWith("AWSLogs/777788889999/CloudTrail/eu-west-1/"))
        .anyMatch(name -> name.startsWith("AWSLogs/111122223333/CloudTrail/us-gov-west-1/"));
  }

  /// E7.
  @Test
  void theKindFollowsTheCategoryOrTheType() throws IOException {
    write(kind("Insight", "AwsApiCall"), "{\"a\":1}");
    write(kind(null, "AwsCloudTrailInsight"), "{\"a\":2}");
    write(kind("NetworkActivity", null), "{\"a\":3}");
    write(kind("Aggregated", null), "{\"a\":4}");
    write(kind("Data", "AwsApiCall"), "{\"a\":5}");
    assertThat(names())
        .extracting(name -> Path.of(name).getName(2).toString())
        .containsExactlyInAnyOrder(
            "CloudTrail",
            "CloudTrail-Aggregated",
            "CloudTrail-Insight",
            "CloudTrail-Insight",
            "CloudTrail-NetworkActivity");
  }

  /// E4, E10: the order of coming makes no difference, nor does what went through the disk.
  @Test
  void theSameRecordsMakeTheSameFiles() throws IOException {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 12_000).boxed().toList());
    writeAll(numbers);
    List<String> first = names();
    assertThat(first).hasSizeGreaterThan(2);
    assertThat(counters.files()).isEqualTo(first.size());
    Collections.shuffle(numbers, new Random(1));
    writeAll(numbers);
    assertThat(names()).isEqualTo(first);
    assertThat(counters.files()).isEqualTo(first.size());
    assertThat(counters.filesThere()).isEqualTo(first.size());
    for (String name : first) {
      String content = content(name);
      assertThat(content).startsWith("{\"Records\":[{\"n\":").endsWith("}]}");
      assertThat(content.chars().filter(c -> c == 'n').count()).isLessThanOrEqualTo(5_000);
    }
  }

  private void writeAll(List<Integer> numbers) throws IOException {
    try (TrailWriter trail =
        new TrailWriter(
            FolderFiles.open(folder, new OutputPlace(List.of())),
            TrailSelection.ALL,
            scratch,
            counters)) {
      for (int number : numbers) {
        RecordClues clues = clues("111122223333", "us-east-1", null);
        byte[] json = "{\"n\":%05d}".formatted(number).getBytes(StandardCharsets.UTF_8);
        trail.add(clues, () -> json);
      }
      trail.finish();
    }
  }

  /// E10: a damaged file under that name is fixed, another one is never replaced.
  @Test
  void aFileThatIsNotWholeIsWrittenAgain() throws IOException {
    write(clues("111122223333", "us-east-1", null), "{\"a\":1}");
    Path file = folder.resolve(names().get(0));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[] {31});
    write(clues("111122223333", "us-east-1", null), "{\"a\":1}");
    assertThat(file).hasBinaryContent(whole);
    write(clues("111122223333", "us-east-1", null), "{\"a\":2}");
    assertThat(names()).hasSize(2);
    assertThat(file).hasBinaryContent(whole);
  }

  /// E12.
  @Test
  void whatAKilledRunLeftIsRemoved() throws IOException {
    Files.writeString(folder.resolve(".trailhouse-123.part"), "half");
    Files.writeString(folder.resolve("notes.part"), "the user's");
    write(clues("111122223333", "us-east-1", null), "{}");
    assertThat(names()).hasSize(2).contains("notes.part");
  }

  /// E13.
  @Test
  void whatDoesNotFitIntoMemoryIsMergedFromTheDisk() throws IOException {
    List<String> sorted = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 5_000).boxed().toList());
    Collections.shuffle(numbers, new Random(7));
    try (RecordSorter sorter = new RecordSorter(scratch, 20_000)) {
      TrailPlacer placer = new TrailPlacer();
      for (int number : numbers) {
        String account = "11112222333" + number % 3;
        RecordClues clues = clues(account, "us-east-1", null);
        byte[] json = "%s %05d".formatted(account, number).getBytes(StandardCharsets.UTF_8);
        sorter.add(placer.place(clues), clues.eventTime(), json);
      }
      sorter.drain((place, record) -> sorted.add(new String(record, StandardCharsets.UTF_8)));
    }
    assertThat(sorted).hasSize(5_000).isSorted();
    assertThat(scratch).isEmptyDirectory();
  }

  /// E14.
  @Test
  void aSelectionNamesWhatIsFiled() throws IOException {
    TrailSelection unknown =
        new TrailSelection(null, null, Set.of("000000000000"), Set.of("unknown"));
    try (TrailWriter trail =
        new TrailWriter(
            FolderFiles.open(folder, new OutputPlace(List.of())), unknown, scratch, counters)) {
      trail.add(clues("x", "y", null), () -> new byte[] {'{', '}'});
      trail.add(clues("111122223333", "us-east-1", null), () -> new byte[] {'{', '}'});
      trail.finish();
    }
    assertThat(counters.events()).isEqualTo(1);
  }

  private void write(RecordClues clues, String json) throws IOException {
    try (TrailWriter trail =
        new TrailWriter(
            FolderFiles.open(folder, new OutputPlace(List.of())),
            TrailSelection.ALL,
            scratch,
            counters)) {
      trail.add(clues, () -> json.getBytes(StandardCharsets.UTF_8));
      trail.finish();
    }
  }

  private static RecordClues clues(
      @Nullable String account, @Nullable String region, @Nullable String object) {
    return new RecordClues(micros(TIME), account, region, null, null, object);
  }

  private static RecordClues kind(@Nullable String category, @Nullable String type) {
    return new RecordClues(micros(TIME), "111122223333", "us-east-1", category, type, null);
  }

  private static long micros(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private String content(String name) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
