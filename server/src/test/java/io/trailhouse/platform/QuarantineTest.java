package io.trailhouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.pipeline.RetrySource;
import io.trailhouse.source.FolderSource;
import io.trailhouse.source.StandardInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged log files: kept, read again, let go (spec: quarantine.md).
final class QuarantineTest {
  private static final String NAME =
      "111122223333_CloudTrail_us-east-1_20260501T0805Z_AbCdEf0123456789.json.gz";
  private static final int EVENTS = 400;

  @TempDir private Path home;
  @TempDir private Path folder;

  /// Q1, Q5: the whole file comes to the place of the damaged one.
  @Test
  void theCompleteFileTakesTheDamagedOneOutOfQuarantine() throws Exception {
    byte[] whole = gzip(records(0, EVENTS));
    write(NAME, Arrays.copyOf(whole, whole.length / 2), 1);
    IngestMetrics damaged = bring();
    assertThat(damaged.quarantined()).isEqualTo(1);
    assertThat(damaged.rows()).isPositive().isLessThan(EVENTS);
    assertThat(kept())
        .singleElement()
        .satisfies(kept -> assertThat(kept.records()).isEqualTo(damaged.rows()));

    write(NAME, whole, 2);
    IngestMetrics complete = bring();
    assertThat(complete.rows() + damaged.rows()).isEqualTo(EVENTS);
    assertThat(complete.duplicates()).isEqualTo(damaged.rows());
    assertThat(events()).hasSize(EVENTS);
    assertThat(kept()).isEmpty();
    assertThat(home.resolve("quarantine")).isEmptyDirectory();
  }

  /// Q5: a crash after the commit leaves the damaged file; the next import takes it off.
  @Test
  void aFileThatIsKnownAsWholeSettlesWhatACrashHasLeft() throws Exception {
    byte[] whole = gzip(records(0, EVENTS));
    write(NAME, Arrays.copyOf(whole, whole.length / 2), 1);
    bring();
    Path saved = Files.createDirectory(folder.resolve("saved"));
    copyAll(home.resolve("quarantine"), saved);
    write(NAME, whole, 2);
    bring();
    copyAll(saved, home.resolve("quarantine"));
    assertThat(kept()).hasSize(1);

    IngestMetrics again = bring();
    assertThat(again.filesKnown()).isEqualTo(1);
    assertThat(kept()).isEmpty();
  }

  /// Q5: another damaged version is no settlement, and the one that is known stays known.
  @Test
  void anotherDamagedVersionStaysBesideTheFirst() throws Exception {
    byte[] whole = gzip(records(0, EVENTS));
    write(NAME, Arrays.copyOf(whole, whole.length / 3), 1);
    bring();
    write(NAME, Arrays.copyOf(whole, whole.length / 2), 2);
    bring();
    bring();
    assertThat(kept()).hasSize(2);
  }

  /// Q3.
  @Test
  void aRetryThatHelpsNothingChangesNothing() throws Exception {
    byte[] whole = gzip(records(0, EVENTS));
    write(NAME, Arrays.copyOf(whole, whole.length / 2), 1);
    write("junk.json", "{]".getBytes(StandardCharsets.UTF_8), 1);
    bring();
    List<String> ledger = ledger();
    List<QuarantineStore.Kept> kept = kept();
    for (int attempt = 0; attempt < 2; attempt++) {
      IngestMetrics retried = retry();
      assertThat(retried.rows() + retried.duplicates()).isZero();
    }
    assertThat(ledger()).isEqualTo(ledger);
    assertThat(kept()).isEqualTo(kept).hasSize(2);
  }

  /// Q3, Q4: a reader that has learnt the file's form, shown by a card of one that had not.
  @Test
  void whatCanBeReadNowGoesIntoTheTableUnderItsOrigin() throws Exception {
    write(NAME, "not yet".getBytes(StandardCharsets.UTF_8), 1);
    bring();
    QuarantineStore.Kept before = keptAs(kept().get(0), gzip(records(0, EVENTS)));
    byte[] content = Files.readAllBytes(before.content());
    byte[] card = Files.readAllBytes(before.card());

    IngestMetrics retried = retry();
    assertThat(retried.rows()).isEqualTo(EVENTS);
    assertThat(kept()).isEmpty();
    assertThat(events())
        .hasSize(EVENTS)
        .allSatisfy(row -> assertThat(row.getField("th_object")).isEqualTo(before.origin()));
    assertThat(ledger())
        .anyMatch(
            line -> line.startsWith(before.origin() + "|" + before.version() + "|quarantined"))
        .anyMatch(line ->
            line.startsWith(before.origin() + "|" + before.version() + "+retry-")
                && line.contains("-400-0|stored"));

    Files.write(before.content(), content);
    Files.write(before.card(), card);
    List<String> ledger = ledger();
    IngestMetrics afterCrash = retry();
    assertThat(afterCrash.filesKnown()).isEqualTo(1);
    assertThat(ledger()).isEqualTo(ledger);
    assertThat(events()).hasSize(EVENTS);
    assertThat(kept()).isEmpty();
  }

  /// A kept file with other bytes under their own name.
  private QuarantineStore.Kept keptAs(QuarantineStore.Kept kept, byte[] bytes) throws Exception {
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String card = kept.card().getFileName().toString();
    Files.move(kept.card(), kept.card().resolveSibling(hash + card.substring(hash.length())));
    Files.delete(kept.content());
    Files.write(kept.content().resolveSibling(hash + ".file"), bytes);
    return kept().stream().filter(each -> each.sha256().equals(hash)).findFirst().orElseThrow();
  }

  /// Q11.
  @Test
  void aBrokenCardIsNamedAndCostsNoOtherOne() throws Exception {
    for (int file = 0; file < 7; file++) {
      write("junk-" + file + ".json", ("{]" + file).getBytes(StandardCharsets.UTF_8), 1);
    }
    bring();
    List<QuarantineStore.Kept> all = kept();
    Files.writeString(all.get(0).card(), "{\"origin\":\"/x\",\"ver");
    Files.writeString(all.get(1).card(), "");
    Files.writeString(
        all.get(2).card(), Files.readString(all.get(2).card()).replaceFirst("T[0-9:.]+Z", "T"));
    Files.writeString(
        all.get(3).card(),
        Files.readString(all.get(3).card()).replace("\"flaws\":1", "\"flaws\":[]"));
    Files.delete(all.get(4).card());
    Files.createDirectory(all.get(4).card());
    Files.createDirectory(home.resolve("quarantine/x.json"));
    assertThat(kept()).containsExactly(all.get(5), all.get(6));
    assertThat(new QuarantineStore(home.resolve("quarantine"), () -> home).broken())
        .hasSize(6)
        .allSatisfy(broken -> {
          assertThat(broken.reason()).isNotBlank().doesNotContain("Exception", "Source");
          assertThat(broken.card()).exists();
        });
    retry();
    bring();
    assertThat(kept()).containsExactly(all.get(5), all.get(6));
  }

  /// Q12.
  @Test
  void aKeptCopyThatIsNotWhatWasKeptIsNeverTakenForIt() throws Exception {
    write("gone.json", "not yet".getBytes(StandardCharsets.UTF_8), 1);
    write("altered.json", "nor this".getBytes(StandardCharsets.UTF_8), 1);
    bring();
    QuarantineStore.Kept altered = kept().get(0);
    QuarantineStore.Kept gone = kept().get(1);
    assertThat(altered.loss()).isNull();
    Files.write(altered.content(), gzip(records(0, EVENTS)));
    Files.delete(gone.content());
    assertThat(altered.loss()).contains("was altered");
    assertThat(gone.loss()).isEqualTo("its kept copy is gone");
    IngestMetrics retried = retry();
    assertThat(retried.rows() + retried.duplicates()).isZero();
    assertThat(retried.notRead())
        .extracting(IngestMetrics.Trouble::place)
        .containsExactly(altered.origin(), gone.origin());
    assertThat(kept()).containsExactly(altered, gone);
    assertThat(events()).isEmpty();
  }

  /// Q2.
  @Test
  void oneContentOfTwoPlacesIsKeptForBoth() throws Exception {
    byte[] half = Arrays.copyOf(gzip(records(0, EVENTS)), 900);
    write(NAME, half, 1);
    write("copy.json.gz", half, 1);
    bring();
    assertThat(kept()).hasSize(2).extracting(QuarantineStore.Kept::origin).doesNotHaveDuplicates();
    write(NAME, gzip(records(0, EVENTS)), 2);
    bring();
    assertThat(kept())
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.origin()).endsWith("copy.json.gz");
          assertThat(kept.content()).exists();
        });
  }

  /// Q5.
  @Test
  void standardInputReplacesNothing() throws Exception {
    byte[] whole = gzip(records(0, EVENTS));
    for (byte[] input : List.of(Arrays.copyOf(whole, 900), whole)) {
      try (Platform platform = Platform.open(home)) {
        platform
            .pipeline(
                new StandardInput(
                    new ByteArrayInputStream(input), platform.scratch(), platform.clock()),
                "import",
                new IngestMetrics())
            .run(1);
      }
    }
    assertThat(kept()).hasSize(1);
  }

  private IngestMetrics bring() throws InterruptedException {
    IngestMetrics counters = new IngestMetrics();
    try (Platform platform = Platform.open(home)) {
      platform
          .pipeline(
              new FolderSource(List.of(folder.resolve("in")), platform.scratch()),
              "import",
              counters)
          .run(2);
    }
    return counters;
  }

  private IngestMetrics retry() throws InterruptedException {
    IngestMetrics counters = new IngestMetrics();
    try (Platform platform = Platform.open(home)) {
      platform.pipeline(new RetrySource(platform.quarantine()), "quarantine", counters).run(2);
    }
    return counters;
  }

  private List<QuarantineStore.Kept> kept() throws IOException {
    return new QuarantineStore(home.resolve("quarantine"), () -> home).list();
  }

  private List<Record> events() throws IOException {
    try (Platform platform = Platform.open(home);
        CloseableIterable<Record> rows =
            IcebergGenerics.read(platform.lake().events()).select("th_object").build()) {
      return stream(rows).toList();
    }
  }

  private List<String> ledger() throws IOException {
    try (Platform platform = Platform.open(home);
        CloseableIterable<Record> rows = IcebergGenerics.read(platform.lake().logFiles()).build()) {
      return stream(rows)
          .map(row ->
              row.getField("origin") + "|" + row.getField("version") + "|" + row.getField("status"))
          .sorted()
          .toList();
    }
  }

  private static Stream<Record> stream(CloseableIterable<Record> rows) {
    return java.util.stream.StreamSupport.stream(rows.spliterator(), false).map(Record::copy);
  }

  private void write(String name, byte[] content, int minute) throws IOException {
    Path file = Files.createDirectories(folder.resolve("in")).resolve(name);
    Files.write(file, content);
    Instant modified = Instant.parse("2026-05-01T09:00:00Z").plusSeconds(60L * minute);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static String records(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n ->
            "{\"eventVersion\":\"1.08\",\"eventTime\":\"2026-05-01T08:%02d:%02dZ\",\"eventID\":\"e-%d\",\"eventName\":\"N%d\",\"recipientAccountId\":\"111122223333\",\"awsRegion\":\"us-east-1\"}"
                .formatted(n / 60, n % 60, n, n * 7919))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
