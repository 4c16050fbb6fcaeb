package io.trailhouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.RandomRecords;
import io.trailhouse.problem.Code;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damage costs the damaged place and no more, and is always told (spec: records.md, R7 to R10).
final class DamagedFilesTest {
  private static final List<ReadLimits> BOTH_PATHS =
      List.of(ReadLimits.DEFAULT, ReadRecords.sliced(10, 50));

  private static String record(int number) {
    return "{\"eventVersion\":\"1.08\",\"eventName\":\"E%d\",\"eventID\":\"%d\"}"
        .formatted(number, number);
  }

  private static List<String> records(int count) {
    return IntStream.range(0, count).mapToObj(DamagedFilesTest::record).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "}",
        "]",
        "{\"eventVersion\":\"1.08\",\"eventName\":\"cut",
        "{\"eventVersion\":\"1.08\",\"eventName\":",
        "{\"eventVersion\":\"1.08\",\"requestParameters\":{\"a\":[1,2",
        "{\"eventVersion\":\"1.08\" \"eventName\":\"x\"}",
        "{\"eventVersion\":tru}",
        "{]",
        "\"",
        "{\"a\":\"\u0001\"}",
        "<html><body>not found</body></html>",
        "{\"eventVersion\":\"1.08\",\"eventName\":\"x\\q\"}"
      })
  void aDamagedLineCostsNoOtherLine(String damaged) {
    for (int place : new int[] {0, 1, 3, 6}) {
      List<String> lines = new ArrayList<>(records(6));
      lines.add(place, damaged);
      for (ReadLimits limits : BOTH_PATHS) {
        ReadRecords read = ReadRecords.of(bytes(String.join("\n", lines) + "\n"), limits);
        // what a line leaves open takes the next line with it at the most
        assertThat(read.records()).as("%s at %d", damaged, place).containsAll(firstAndLast(place));
        assertThat(read.records().size()).isGreaterThanOrEqualTo(5);
        assertThat(read.report().problems()).isNotEmpty();
      }
    }
  }

  private static List<String> firstAndLast(int damagedPlace) {
    List<String> sure = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      if (number < damagedPlace || number > damagedPlace) {
        sure.add(record(number));
      }
    }
    return sure;
  }

  @Test
  void slicesFindTheSameRecordsAsTheWholeFileWhateverIsDamaged() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      RandomRecords source = RandomRecords.wild(seed);
      String separator = random.nextBoolean() ? "\n" : ",";
      String text =
          IntStream.range(0, 8)
              .mapToObj(i -> source.next().text())
              .collect(Collectors.joining(separator));
      byte[] bytes = bytes(separator.equals(",") ? "{\"Records\":[" + text + "]}" : text);
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ReadRecords whole = ReadRecords.of(bytes, ReadLimits.DEFAULT);
      ReadRecords sliced = ReadRecords.of(bytes, ReadRecords.sliced(1, 1 + random.nextInt(200)));
      assertThat(sliced.records()).as("seed " + seed).isEqualTo(whole.records());
      assertThat(sliced.members()).as("seed " + seed).isEqualTo(whole.members());
      assertThat(sliced.report().sha256()).isEqualTo(whole.report().sha256());
      assertThat(sliced.report().problems().isEmpty())
          .as("seed " + seed)
          .isEqualTo(whole.report().problems().isEmpty());
    }
  }

  @Test
  void recordsAheadOfTheDamageAreKeptWhereverAGzipFileEnds() {
    byte[] text = bytes("{\"Records\":[" + String.join(",", records(300)) + "]}");
    byte[] stored = ReadRecords.gzip(text);
    for (int end = 1; end < stored.length; end += 7) {
      ReadRecords read = ReadRecords.of(Arrays.copyOf(stored, end), ReadLimits.DEFAULT);
      assertThat(read.records()).isEqualTo(records(read.records().size()));
      assertThat(read.report().problems()).isNotEmpty();
      if (end > 2) {
        assertThat(read.report().problems().get(0).code()).isEqualTo(Code.LOG_FILE_MALFORMED);
      }
    }
    ReadRecords almost =
        ReadRecords.of(Arrays.copyOf(stored, stored.length - 1), ReadLimits.DEFAULT);
    assertThat(almost.records()).hasSize(300);
  }

  @Test
  void aFlippedBitOfAGzipFileIsAlwaysTold() {
    byte[] text = bytes("{\"Records\":[" + String.join(",", records(100)) + "]}");
    byte[] stored = ReadRecords.gzip(text);
    for (int at = 10; at < stored.length; at++) {
      byte[] damaged = stored.clone();
      damaged[at] ^= 0x10;
      ReadRecords read = ReadRecords.of(damaged, ReadLimits.DEFAULT);
      assertThat(read.report().problems()).as("byte " + at).isNotEmpty();
    }
  }

  @Test
  void damageInALaterMemberKeepsTheEarlierOnes() {
    byte[] first = ReadRecords.gzip(bytes(record(1) + "\n"));
    byte[] second = ReadRecords.gzip(bytes(record(2) + "\n"));
    second[1] = 0;
    ReadRecords read = ReadRecords.of(ReadRecords.join(first, second), ReadLimits.DEFAULT);
    assertThat(read.records()).containsExactly(record(1));
    assertThat(read.report().problems())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.problem())
                .isEqualTo("the gzip data is damaged: bytes follow its end"));
  }

  @Test
  void bytesBehindTheGzipDataAreToldButPaddingIsNot() {
    byte[] stored = ReadRecords.gzip(bytes(record(1)));
    ReadRecords garbage =
        ReadRecords.of(ReadRecords.join(stored, bytes("garbage")), ReadLimits.DEFAULT);
    assertThat(garbage.records()).containsExactly(record(1));
    assertThat(garbage.report().problems()).hasSize(1);

    ReadRecords padded =
        ReadRecords.of(ReadRecords.join(stored, new byte[512]), ReadLimits.DEFAULT);
    assertThat(padded.records()).containsExactly(record(1));
    assertThat(padded.report().problems()).isEmpty();
  }

  @Test
  void recordsAheadOfDamagedBlocksAreKept() {
    byte[] text = new byte[3_000_000];
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int number = 0; lines.length() < text.length; number++) {
      lines.append(record(number)).append(random.nextLong()).append('\n');
    }
    byte[] stored = ReadRecords.gzip(bytes(lines.toString()));
    Arrays.fill(stored, stored.length - 2_000, stored.length, (byte) 0xA5);
    ReadRecords read = ReadRecords.of(stored, ReadLimits.DEFAULT);
    double share = (double) stored.length / (stored.length - 2_000);
    assertThat(read.report().bytes() * share * 1.02).isGreaterThan(lines.length());
  }

  @Test
  void oneDamagedRecordInTextFormCostsNoOther() {
    String events =
        records(5).stream()
            .map(r -> "{\"CloudTrailEvent\":\"" + r.replace("\"", "\\\"") + "\"}")
            .collect(Collectors.joining(","));
    String text = "{\"Events\":[" + events.replace("E2\\\"", "E2") + "]}";
    for (ReadLimits limits : BOTH_PATHS) {
      ReadRecords read = ReadRecords.of(bytes(text), limits);
      assertThat(read.records()).containsExactly(record(0), record(1), record(3), record(4));
      assertThat(read.report().problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.offset()).isBetween(0L, (long) text.length()));
    }
  }

  @Test
  void aRecordThatIsNotUtf8IsToldAndCostsNoOther() {
    byte[] text = bytes(record(1) + "\n" + record(2).replace("E2", "E2\u00e9") + "\n" + record(3));
    for (int at = 0; at < text.length; at++) {
      if (text[at] == (byte) 0xc3) {
        text[at] = (byte) 0xc0;
      }
    }
    for (ReadLimits limits : BOTH_PATHS) {
      ReadRecords read = ReadRecords.of(text, limits);
      assertThat(read.records()).containsExactly(record(1), record(3));
      assertThat(read.report().problems()).hasSize(1);
    }
  }
}
