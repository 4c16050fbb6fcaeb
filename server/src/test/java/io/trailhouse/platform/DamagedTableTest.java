package io.trailhouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.trailhouse.destination.TrailCounters;
import io.trailhouse.destination.TrailSelection;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.lake.upkeep.UpkeepOptions;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.source.FolderSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files of the table that are not what was written (spec: table.md, F1 to F6): the right answer or
/// a problem with its place and its remedy, whatever was damaged and whoever asks.
final class DamagedTableTest {
  /// How many bits are turned in each file; a long run asks for more with `-Ddamage.flips`.
  private static final int FLIPS = Integer.getInteger("damage.flips", 1);

  private static final List<String> QUERIES =
      List.of(
          "SELECT count(*), count(DISTINCT eventid), min(eventtime), max(eventtime) FROM events",
          "SELECT eventjson FROM events ORDER BY eventid, eventjson",
          "SELECT count(*) FROM events WHERE eventid = '00000000-0000-0000-0000-000000000007'",
          "SELECT count(*) FROM events WHERE eventname = 'Call3' AND eventtime > '2026-05-02"
              + " 00:00:00'",
          "SELECT sum(new_rows), max(origin) FROM log_files",
          "SELECT count(*), max(title) FROM findings");

  @TempDir private Path folder;
  private Path home;
  private Map<Path, byte[]> whole;
  private final Random random = new Random(20261130);

  @BeforeEach
  void fillAHome() throws Exception {
    home = folder.resolve("home");
    for (int file = 0; file < 3; file++) {
      Files.writeString(folder.resolve("in-" + file + ".json"), records(file));
      bring(folder.resolve("in-" + file + ".json"));
    }
    try (Platform platform = Platform.open(home)) {
      FindingTable.open(platform.lake())
          .append(List.of(finding(1), finding(2)), each -> Optional.empty(), Instant.EPOCH);
    }
    whole = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        whole.put(file, Files.readAllBytes(file));
      }
    }
  }

  private static String records(int file) {
    return java.util.stream.IntStream.range(0, 60)
        .mapToObj(i ->
            """
            {"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"user%d"},\
            "eventTime":"2026-05-%02dT00:%02d:00Z","eventSource":"iam.amazonaws.com",\
            "eventName":"Call%d","awsRegion":"us-east-1","recipientAccountId":"111122223333",\
            "requestParameters":{"a":"value %d of the request"},\
            "eventID":"00000000-0000-0000-0000-%012d"}\
            """
                .formatted(i % 7, 1 + file, i, i % 5, i, file * 60 + i))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }

  private static Finding finding(int number) {
    return new Finding(
        "%032x".formatted(number),
        "rule",
        "v1",
        "Title " + number,
        Level.HIGH,
        Instant.parse("2026-05-01T00:00:00Z"),
        "111122223333",
        "us-east-1",
        "someone",
        List.of());
  }

  private void bring(Path file) throws InterruptedException {
    IngestMetrics counters = new IngestMetrics();
    try (Platform platform = Platform.open(home)) {
      platform
          .pipeline(new FolderSource(List.of(file), platform.scratch()), "test", counters)
          .run(1);
    }
  }

  // ---- what is asked ---------------------------------------------------------------------------

  /// Something that answers in words, always the same over the same table.
  private interface Question {
    String ask(Platform platform) throws Exception;
  }

  private Map<String, Question> questions() {
    Map<String, Question> questions = new TreeMap<>();
    questions.put("query", DamagedTableTest::query);
    questions.put("export", this::export);
    questions.put("rules over the table", DamagedTableTest::read);
    questions.put(
        "upkeep",
        platform -> {
          platform.upkeep(UpkeepOptions.DEFAULT, line -> {}).run();
          return query(platform);
        });
    return questions;
  }

  private static String query(Platform platform) {
    List<Object> rows = new ArrayList<>();
    try (QueryEngine engine = platform.queries()) {
      for (String sql : QUERIES) {
        try (QueryAnswer answer = engine.ask(sql)) {
          while (answer.next()) {
            rows.add(answer.row());
          }
        }
      }
    }
    return rows.toString();
  }

  private String export(Platform platform) throws Exception {
    Path to = Files.createTempDirectory(folder, "export");
    platform.export(to, new TrailSelection(null, null, Set.of(), Set.of()), new TrailCounters());
    try (Stream<Path> files = Files.walk(to)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> to.relativize(file).toString())
          .sorted()
          .toList()
          .toString(); // names are made from the content
    }
  }

  private static String read(Platform platform) {
    Set<String> records = new TreeSet<>();
    new EventsOver(platform.home())
        .readTable(
            platform,
            null,
            null,
            (object, batch, row, index) -> records.add(batch.view(row).json()));
    return records.toString();
  }

  /// The answer; or null where a problem is named, whose text is noted.
  private String answer(Question question, String what, List<String> told) {
    try (Platform platform = Platform.openExisting(home)) {
      return question.ask(platform);
    } catch (Exception e) {
      TrailhouseException problem = Causes.of(e, "the command").orElse(null);
      if (problem == null) {
        fail("no problem that people can read: " + what, e);
        return null;
      }
      assertThat(problem.remedy()).as(what).isNotBlank();
      assertThat(problem.code()).as(what + ": " + problem).isEqualTo(Code.TABLE_DAMAGED);
      told.add(problem.place());
      return null;
    }
  }

  private Map<String, String> rightAnswers() throws IOException {
    Map<String, String> right = new TreeMap<>();
    for (Map.Entry<String, Question> each : questions().entrySet()) {
      right.put(each.getKey(), answer(each.getValue(), each.getKey(), new ArrayList<>()));
      restore();
    }
    return right;
  }

  private void restore() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!whole.containsKey(file)) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<Path, byte[]> file : whole.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
  }

  // ---- the damages -----------------------------------------------------------------------------

  private List<Path> files(String ending) {
    return whole.keySet().stream()
        .filter(file -> file.startsWith(home.resolve("warehouse")))
        .filter(file -> file.toString().endsWith(ending))
        .toList();
  }

  private List<byte[]> damages(byte[] bytes) {
    List<byte[]> damages = new ArrayList<>();
    for (int i = 0; i < FLIPS; i++) {
      byte[] flipped = bytes.clone();
      flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      damages.add(flipped);
    }
    for (int length : new int[] {0, bytes.length / 2, bytes.length - 1}) {
      damages.add(Arrays.copyOf(bytes, length));
    }
    byte[] zeroed = bytes.clone();
    Arrays.fill(zeroed, bytes.length / 2, bytes.length, (byte) 0);
    damages.add(zeroed);
    return damages;
  }

  private void tryAll(String ending) throws IOException {
    Map<String, String> right = rightAnswers();
    assertThat(right.values()).doesNotContainNull();
    List<String> told = new ArrayList<>();
    List<String> asked = List.copyOf(right.keySet());
    int turn = 0;
    for (Path file : newest(files(ending))) {
      List<byte[]> damages = damages(whole.get(file));
      for (int i = 0; i <= damages.size(); i++) {
        damage(file, i < damages.size() ? damages.get(i) : null);
        String question = asked.get(turn++ % asked.size());
        String what = "%s, damage %d of %s".formatted(question, i, file);
        String given = answer(questions().get(question), what, told);
        if (given != null) {
          assertThat(given).as(what).isEqualTo(right.get(question));
        }
        restore();
      }
    }
    assertThat(told).as("damages that were noticed").isNotEmpty();
  }

  /// Of each table and kind the last two, of metadata the one that counts.
  private static List<Path> newest(List<Path> files) {
    Map<String, List<Path>> kinds = new TreeMap<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      String kind = file.getParent() + (name.startsWith("snap-") ? " lists" : "");
      kinds.computeIfAbsent(kind, each -> new ArrayList<>()).add(file);
    }
    int most = files.get(0).toString().endsWith(".json") ? 1 : 2;
    return kinds.values().stream()
        .flatMap(kind -> kind.subList(Math.max(0, kind.size() - most), kind.size()).stream())
        .toList();
  }

  private static void damage(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    if (bytes != null) {
      Files.write(file, bytes);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aDamagedDataFileIsNeverReadAsIfItWereWhole() throws IOException {
    tryAll(".parquet");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aDamagedListOfFilesIsNeverReadAsIfItWereWhole() throws IOException {
    tryAll(".avro");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void damagedMetadataIsNamedAtOnce() throws IOException {
    tryAll(".metadata.json");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aDamagedListOfInputsIsNamedWhenTheLedgerHasToBeMadeFromIt() throws Exception {
    Path inputs = files(".jsonl.gz").get(0);
    for (byte[] damage : damages(whole.get(inputs))) {
      damage(inputs, damage);
      List<String> told = new ArrayList<>();
      String counted =
          answer(
              platform -> {
                io.trailhouse.lake.catalog.Lake lake = platform.lake();
                lake.logFiles()
                    .newDelete()
                    .deleteFromRowFilter(org.apache.iceberg.expressions.Expressions.alwaysTrue())
                    .commit();
                io.trailhouse.lake.commit.Ledger.catchUp(lake);
                return query(platform);
              },
              "ledger from " + inputs,
              told);
      assertThat(counted == null).isEqualTo(told.equals(List.of(inputs.toString())));
      restore();
    }
  }

  @Test
  void aPipeInThePlaceOfADataFileKeepsNobodyWaiting() throws Exception {
    Path file = files(".parquet").get(0);
    Files.delete(file);
    new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
    List<String> told = new ArrayList<>();
    assertThat(answer(DamagedTableTest::query, "a pipe", told)).isNull();
    assertThat(told).containsExactly(file.toString());
    Files.delete(file);
    restore();
  }

  @Test
  void aFileOfBeforeSealsIsRead() throws Exception {
    String right = answer(DamagedTableTest::query, "whole", new ArrayList<>());
    for (Path file : whole.keySet()) {
      byte[] text = whole.get(file);
      byte[] other = replaced(text, "trailhouse.crc32c", "trailhouse.other1");
      Files.write(file, other);
    }
    assertThat(answer(DamagedTableTest::query, "no seals", new ArrayList<>())).isEqualTo(right);
    restore();
  }

  /// Not each change can be noticed then, but none ends in words that nobody understands.
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aDamagedFileOfBeforeSealsIsNamedOrRead() throws IOException {
    whole.replaceAll((file, bytes) -> replaced(bytes, "trailhouse.crc32c", "trailhouse.other1"));
    restore();
    List<String> told = new ArrayList<>();
    for (String ending : List.of(".parquet", ".avro", ".metadata.json")) {
      for (Path file : newest(files(ending))) {
        for (byte[] damage : damages(whole.get(file)).subList(0, FLIPS)) {
          damage(file, damage);
          answer(DamagedTableTest::query, "a bit of the old " + file, told);
          restore();
        }
      }
    }
    assertThat(told).as("damages that were noticed").isNotEmpty();
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A file that was found whole is not looked through again; one that has changed is.
  @Test
  void whatWasFoundWholeIsRemembered() throws Exception {
    answer(DamagedTableTest::query, "first", new ArrayList<>());
    byte[] memory = Files.readAllBytes(home.resolve("checked-files"));
    assertThat(memory).hasSizeGreaterThan(0).satisfies(b -> assertThat(b.length % 16).isZero());
    answer(DamagedTableTest::query, "again", new ArrayList<>());
    assertThat(home.resolve("checked-files")).hasBinaryContent(memory);

    Path file = files(".parquet").get(0);
    byte[] changed = whole.get(file).clone();
    changed[changed.length / 2] ^= 1;
    Files.write(file, changed);
    try (Platform platform = Platform.openExisting(home)) {
      assertThatThrownBy(() -> query(platform))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              problem -> assertThat(problem.place()).isEqualTo(file.toString()));
    }
  }
}
