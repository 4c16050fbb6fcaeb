package io.trailhouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.event.ReadReport.Content;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.problem.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are empty, huge, nested, packed, or something else altogether (spec: records.md, R3
/// and R9 to R12).
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileFilesTest {
  private static final String RECORD =
      "{\"eventVersion\":\"1.08\",\"eventName\":\"é😀\",\"eventID\":\"1\"}";

  private static String recordWith(String parameters) {
    return "{\"eventVersion\":\"1.08\",\"eventName\":\"X\",\"requestParameters\":"
        + parameters
        + "}";
  }

  private static ReadRecords sliced(String text) {
    return ReadRecords.of(text.getBytes(StandardCharsets.UTF_8), ReadRecords.sliced(5, 5));
  }

  private static ReadReport report(byte[] stored) throws IOException {
    return new EventReader().read(new ByteArrayInputStream(stored), batch -> {});
  }

  @Test
  void nothingIsToldFromAnEmptyListAndFromSomethingElse() throws IOException {
    assertThat(report(new byte[0]).content()).isEqualTo(Content.NOTHING);
    assertThat(report(ReadRecords.gzip(new byte[0])).content()).isEqualTo(Content.NOTHING);
    for (String empty : List.of("{\"Records\":[]}", "[]", "{\"Events\":[],\"NextToken\":\"x\"}")) {
      ReadRecords read = ReadRecords.of(empty);
      assertThat(read.report().content()).as(empty).isEqualTo(Content.EVENTS);
      assertThat(read.report().problems()).as(empty).isEmpty();
    }
    for (String foreign : List.of("{}", " ", "null", "7", "\"x\"", "[{}]", "{\"Records\":null}")) {
      ReadRecords read = ReadRecords.of(foreign);
      assertThat(read.report().content()).as(foreign).isEqualTo(Content.FOREIGN);
      assertThat(sliced(foreign + " ".repeat(20)).report().content()).isEqualTo(Content.FOREIGN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
  void aByteOrderMarkIsNoPartOfTheText(String name) {
    Charset charset = Charset.forName(name);
    byte[] text = ("\uFEFF{\"Records\":[" + RECORD + "]}").getBytes(charset);
    ReadRecords read = ReadRecords.of(ReadRecords.gzip(text), ReadLimits.DEFAULT);
    assertThat(read.records()).containsExactly(RECORD);
    assertThat(read.report().problems()).isEmpty();
  }

  @Test
  void aByteOrderMarkDoesNotShiftTheSlices() {
    ReadRecords read = sliced("\uFEFF" + RECORD + "\n" + RECORD + "\n");
    assertThat(read.records()).containsExactly(RECORD, RECORD);
    assertThat(read.report().problems()).isEmpty();
  }

  @Test
  void halfACharacterOfUtf16IsDamageAndNotReplaced() {
    byte[] text = ("\uFEFF" + RECORD.replace("😀", "\ud83d")).getBytes(StandardCharsets.UTF_16LE);
    ReadRecords broken = ReadRecords.of(Arrays.copyOf(text, text.length - 1), ReadLimits.DEFAULT);
    assertThat(broken.records()).isEmpty();
    assertThat(broken.report().problems())
        .singleElement()
        .extracting("code")
        .isEqualTo(Code.LOG_FILE_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 5_000_000})
  void aLargeRecordIsOneRecord(int size) {
    String record = recordWith("\"" + "x".repeat(size) + "\"");
    for (ReadRecords read :
        List.of(
            ReadRecords.of(RECORD + record + RECORD),
            ReadRecords.of(
                (RECORD + record + RECORD).getBytes(StandardCharsets.UTF_8),
                new ReadLimits(1_000, 1_000, 6_000_000, 1L << 40, 250, 1_000)))) {
      assertThat(read.records()).containsExactly(RECORD, record, RECORD);
      assertThat(read.report().problems()).isEmpty();
    }
  }

  @Test
  void aRecordOverTheLimitIsToldAndTheOthersAreKept() throws IOException {
    InputStream huge = largeRecord(70 << 20);
    AtomicLong records = new AtomicLong();
    ReadReport report = new EventReader().read(huge, batch -> records.addAndGet(batch.rows()));
    assertThat(records).hasValue(2);
    assertThat(report.problems())
        .singleElement()
        .extracting("code")
        .isEqualTo(Code.LOG_FILE_TOO_LARGE);
  }

  @Test
  void aRecordThatNeverEndsIsToldWithinTheMemoryThereIs() throws IOException {
    ReadReport report =
        new EventReader(ReadRecords.sliced(1_000, 1_000)).read(largeRecord(70 << 20), batch -> {});
    assertThat(report.records()).isEqualTo(2);
    assertThat(report.problems())
        .singleElement()
        .extracting("code")
        .isEqualTo(Code.LOG_FILE_TOO_LARGE);
  }

  /// A record, one with this many bytes, and one more; made while it is read.
  private static InputStream largeRecord(int size) {
    byte[] start =
        (RECORD + "\n{\"eventVersion\":\"1.08\",\"eventName\":\"").getBytes(StandardCharsets.UTF_8);
    byte[] end = ("\"}\n" + RECORD).getBytes(StandardCharsets.UTF_8);
    InputStream middle =
        new InputStream() {
          private int left = size;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, left);
            Arrays.fill(into, offset, offset + count, (byte) 'x');
            left -= count;
            return count > 0 ? count : -1;
          }
        };
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(new ByteArrayInputStream(start), middle, new ByteArrayInputStream(end))));
  }

  @Test
  void anAnswerOfLookupEventsOfAnySizeIsReadInSlices() {
    String page = "{\"Events\":[{\"CloudTrailEvent\":\"" + RECORD.replace("\"", "\\\"") + "\"}]}\n";
    byte[] pages = page.repeat(2_000).getBytes(StandardCharsets.UTF_8);
    ReadLimits limits = new ReadLimits(1_000, 1_000, 5_000, 1L << 40, 250, 1_000);
    ReadRecords read = ReadRecords.of(pages, limits);
    assertThat(read.records()).hasSize(2_000);
    assertThat(read.report().problems()).isEmpty();
  }

  @Test
  void nestingOverTheLimitIsToldAndTheOtherRecordsAreKept() {
    for (String open : List.of("[", "{\"a\":")) {
      String close = open.equals("[") ? "]" : "}";
      String deep = recordWith(open.repeat(10_000) + "1" + close.repeat(10_000));
      String fine = recordWith(open.repeat(900) + "1" + close.repeat(900));
      for (ReadRecords read : List.of(ReadRecords.of(deep + fine), sliced(deep + fine))) {
        assertThat(read.records()).containsExactly(fine);
        assertThat(read.report().problems())
            .singleElement()
            .extracting("code")
            .isEqualTo(Code.LOG_FILE_MALFORMED);
      }
    }
  }

  @Test
  void aMillionLevelsCostNoOtherRecord() {
    String deep = recordWith("[".repeat(1_000_000) + "]".repeat(1_000_000));
    String text = "{\"Records\":[" + RECORD + "," + deep + "," + RECORD + "]}";
    ReadLimits slices = new ReadLimits(5, 5, 8 << 20, 1L << 40, 250, 1_000);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (ReadRecords read : List.of(ReadRecords.of(text), ReadRecords.of(bytes, slices))) {
      assertThat(read.records()).containsExactly(RECORD, RECORD);
      assertThat(read.report().problems()).hasSize(1);
      assertThat(read.report().problems().get(0).problem()).contains("nested more than");
    }
  }

  @Test
  void bracketsAndHalfLinesDoNotTakeTheReaderDown() {
    for (String endless :
        List.of("[", "{\"Records\":[", "{\"a\":[\n", "[\n{", "\n{", "{\"a\":\"\n{\"")) {
      String text = endless.repeat(2_000_000 / endless.length());
      ReadRecords read = ReadRecords.of(text);
      assertThat(read.records()).isEmpty();
      assertThat(read.report().problems()).isNotEmpty();
    }
  }

  @Test
  void aGzipBombIsRefusedBeforeItHasUnpacked() throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write((RECORD + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] blanks = new byte[1 << 20];
      Arrays.fill(blanks, (byte) ' ');
      for (int i = 0; i < 128; i++) {
        out.write(blanks);
      }
    }
    AtomicLong records = new AtomicLong();
    ReadReport report =
        new EventReader()
            .read(
                new ByteArrayInputStream(stored.toByteArray()),
                batch -> records.addAndGet(batch.rows()));
    assertThat(report.bytes()).isLessThan(80 << 20);
    assertThat(report.problems().get(0).code()).isEqualTo(Code.LOG_FILE_TOO_LARGE);
    assertThat(records).hasValue(1);
  }

  @Test
  void packedAndOtherFilesAreNamed() throws IOException {
    byte[] gzip = ReadRecords.gzip(RECORD.getBytes(StandardCharsets.UTF_8));
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    for (byte[] foreign :
        List.of(
            ReadRecords.gzip(gzip),
            ReadRecords.gzip(tar),
            new byte[] {'P', 'K', 3, 4, 0, 0},
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0},
            "PAR1....".getBytes(StandardCharsets.US_ASCII))) {
      ReadReport report = report(foreign);
      assertThat(report.content()).isEqualTo(Content.FOREIGN);
      assertThat(report.problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.problem()).endsWith(": unpack that first"));
    }
  }

  @Test
  void aDigestIsADigestAndBesideRecordsItIsTold() throws IOException {
    try (Stream<Path> digests = Files.list(SharedData.path("digest-example"))) {
      for (Path digest : digests.filter(path -> path.toString().endsWith(".json")).toList()) {
        byte[] bytes = Files.readAllBytes(digest);
        assertThat(report(bytes).content()).as(digest.toString()).isEqualTo(Content.DIGEST);
        assertThat(report(bytes).problems()).isEmpty();
        byte[] mixed = ReadRecords.join(bytes, RECORD.getBytes(StandardCharsets.UTF_8));
        assertThat(report(mixed).problems()).hasSize(1);
      }
    }
  }

  @Test
  void lookAlikesAreNotTakenForCloudTrail() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    for (String line : Files.readAllLines(SharedData.path("awsdocs/not-cloudtrail.jsonl"))) {
      ReadRecords read = ReadRecords.of(mapper.readTree(line).get("record").toString());
      assertThat(read.records()).as(line).isEmpty();
      assertThat(read.report().content()).isEqualTo(Content.FOREIGN);
      assertThat(read.report().problems()).isNotEmpty();
    }
  }

  @Test
  void manyThousandsOfTinyRecordsAreRead() {
    String tiny = "{\"eventName\":\"\",\"eventID\":\"\"}";
    ReadRecords read = ReadRecords.of(tiny.repeat(100_000));
    assertThat(read.report().records()).isEqualTo(100_000);
  }
}
