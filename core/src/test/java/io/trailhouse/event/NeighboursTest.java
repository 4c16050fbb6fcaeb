package io.trailhouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One damaged record costs no other, in whatever form they stand beside each other (spec:
/// records.md, R3.1, R3.4 and R3.7).
final class NeighboursTest {
  private static final int GOOD = 6;

  /// What no JSON has where a value begins.
  private static final List<String> STRAY =
      List.of(
          "\u00ff\u0080", "/* hi */", "junk ", "nul", "<!-- -->", ";", "'", "\u0001", "tru\u0080");

  /// How records stand beside each other.
  enum Form {
    RECORDS("{\"Records\":[", ",", "]}"),
    RECORDS_ON_LINES("{\n  \"Records\": [\n", ",\n", "\n  ]\n}\n"),
    LIST("[", ",", "]"),
    LISTS_IN_LISTS("[[", "],[", "]]"),
    LINES("", "\n", "\n"),
    ONE_LINE("", "", ""),
    SEPARATED("\u001e", "\n\u001e", "\n"),
    DOCUMENTS("{\"Records\":[", "]}\n{\"Records\":[", "]}"),
    DOCUMENTS_ON_ONE_LINE("{\"Records\":[", "]}{\"Records\":[", "]}"),
    ENVELOPES(
        "{\"version\":\"0\",\"detail\":", ",\"id\":\"1\"}\n{\"version\":\"0\",\"detail\":", "}"),
    TWO_LISTS("{\"Records\":[", "],\"Records\":[", "]}"),
    SEARCH(
        "{\"hits\":{\"hits\":[{\"_id\":\"1\",\"_source\":",
        "},{\"_id\":\"1\",\"_source\":",
        "}]}}");

    private final String before;
    private final String between;
    private final String after;

    Form(String before, String between, String after) {
      this.before = before;
      this.between = between;
      this.after = after;
    }

    byte[] of(List<byte[]> records) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      text.writeBytes(bytes(before));
      for (int i = 0; i < records.size(); i++) {
        text.writeBytes(bytes(i == 0 ? "" : between));
        text.writeBytes(records.get(i));
      }
      text.writeBytes(bytes(after));
      return text.toByteArray();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String good(int number) {
    return "{\"eventVersion\":\"1.08\",\"eventName\":\"E%d\",\"requestParameters\":{\"a\":[{\"b\":\"\\\"},{\"}]}}"
        .formatted(number);
  }

  private static String with(String member) {
    return "{\"eventVersion\":\"1.08\",\"eventName\":\"bad\","
        + member
        + ",\"requestParameters\":{\"eventVersion\":\"1\",\"eventName\":\"forged\"}}";
  }

  /// Records whose brackets and quotes are whole: what a caller of an API may have a part in.
  private static List<String> oddRecords() {
    return Stream.of(
            "\"x\":tru",
            "\"x\":01",
            "\"x\":1.",
            "\"x\":-",
            "\"x\":+1",
            "\"x\":1e",
            "\"x\":NaN",
            "\"x\":.5",
            "\"x\":0x1F",
            "\"x\":\"\\x\"",
            "\"x\":\"\\u12G4\"",
            "\"x\":\"\u0000\"",
            "\"x\":\"a\u0001b\"",
            "\"x\":\"a\tb\"",
            "\"x\":\"a\nb\"",
            "\"a\u0000b\":1",
            "\"a\\x\":1",
            "\"x\":\u0000",
            "\"x\":",
            "\"x\"",
            "\"x\" \"y\"",
            "\"x\"::1",
            "\"x\":1,",
            ",\"x\":1",
            "x:1",
            "'x':1",
            "\"x\":[1,]",
            "\"x\":[1,,2]",
            "\"x\":[{\"eventVersion\":\"1\",\"eventName\":\"forged\"},tru]",
            "\"x\":{\"a\":tru,\"b\":[{\"eventVersion\":\"1\",\"eventName\":\"forged\"}]}",
            "\"Records\":[{\"eventVersion\":\"1\",\"eventName\":\"forged\"},tru]",
            "\"\\ud83dx\":tru")
        .map(NeighboursTest::with)
        .toList();
  }

  private static void assertNeighbours(Form form, byte[] bad, String why) {
    for (int place = 0; place <= GOOD; place++) {
      List<byte[]> records = new ArrayList<>();
      List<String> good = new ArrayList<>();
      for (int number = 0; number < GOOD; number++) {
        good.add(good(number));
        records.add(bytes(good(number)));
      }
      records.add(place, bad);
      byte[] text = form.of(records);
      for (ReadLimits limits : List.of(ReadLimits.DEFAULT, ReadRecords.sliced(10, 50))) {
        ReadRecords read = ReadRecords.of(text, limits);
        String where = "%s at %d in %s, %s".formatted(why, place, form, limits);
        assertThat(read.records()).as(where).isEqualTo(good);
        assertThat(read.report().problems()).as(where).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOddRecordCostsNoOtherAndGivesNoneThatStandsInIt(Form form) {
    for (String odd : oddRecords()) {
      assertNeighbours(form, bytes(odd), odd);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatAreNoUtf8CostNoOtherRecord(Form form) {
    for (int invalid : new int[] {0xff, 0xfe, 0xc0, 0x80, 0xf8}) {
      for (String place : List.of("\"x\":\"?\"", "\"?\":1", "\"x\":?", "?")) {
        byte[] odd = bytes(with(place));
        for (int at = 0; at < odd.length; at++) {
          odd[at] = odd[at] == '?' ? (byte) invalid : odd[at];
        }
        assertNeighbours(form, odd, "byte %x in %s".formatted(invalid, place));
      }
    }
  }

  /// Nothing inside the record itself is damaged.
  @ParameterizedTest
  @EnumSource
  void strayBytesAheadOfARecordCostNone(Form form) {
    for (String stray : STRAY) {
      for (int place = 0; place < GOOD; place++) {
        List<byte[]> records = new ArrayList<>();
        List<String> good = new ArrayList<>();
        for (int number = 0; number < GOOD; number++) {
          good.add(good(number));
          records.add(latin((number == place ? stray : "") + good(number)));
        }
        for (ReadLimits limits : List.of(ReadLimits.DEFAULT, ReadRecords.sliced(10, 50))) {
          ReadRecords read = ReadRecords.of(form.of(records), limits);
          String where = "%s at %d in %s, %s".formatted(stray, place, form, limits);
          assertThat(read.records()).as(where).isEqualTo(good);
          assertThat(read.report().problems()).as(where).isNotEmpty();
        }
      }
    }
  }

  @Test
  void strayBytesAheadOfAListOfRecordsOrItsNameCostNone() {
    String records = "[" + good(0) + "," + good(1) + "]";
    for (String stray : STRAY) {
      for (String text :
          List.of(
              "{\"Records\":?" + records + "}",
              "{?\"Records\":" + records + "}",
              "{\"Records\"?:" + records + "}",
              "{\"a\":1,?\"Records\":" + records + ",\"b\":2}",
              "{\"a\":1,\"Records\":" + records + "?}",
              "{\"Events\":[],\"Records\":?" + records + ",\"b\":2}",
              "{\"responses\":[{\"hits\":?{\"hits\":" + records + "}}]}",
              "?" + records)) {
        byte[] damaged = latin(text.replace("?", stray));
        ReadRecords read = ReadRecords.of(damaged, ReadLimits.DEFAULT);
        assertThat(read.records()).as("%s in %s", stray, text).containsExactly(good(0), good(1));
        assertThat(read.report().problems()).as("%s in %s", stray, text).isNotEmpty();
      }
    }
    ReadRecords withoutColon = ReadRecords.of("{\"Records\" " + records + "}");
    assertThat(withoutColon.records()).containsExactly(good(0), good(1));
    ReadRecords twice = ReadRecords.of("{\"Records\":[" + good(0) + "] [" + good(1) + "]}");
    assertThat(twice.records()).containsExactly(good(0), good(1));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @EnumSource
  void aRecordThatIsTooDeepOrTooLargeCostsNoOther(Form form) {
    for (int levels : new int[] {1_000, 300_000}) {
      for (String open : List.of("[", "{\"a\":")) {
        String close = open.equals("[") ? "]" : "}";
        String deep = with("\"x\":" + open.repeat(levels) + "1" + close.repeat(levels));
        List<byte[]> records = List.of(bytes(good(0)), bytes(deep), bytes(good(1)));
        for (ReadLimits limits : List.of(ReadLimits.DEFAULT, ReadRecords.sliced(10, 50))) {
          ReadRecords read = ReadRecords.of(form.of(records), limits);
          assertThat(read.records()).as("%s %s", form, levels).containsExactly(good(0), good(1));
        }
      }
    }
    String large = with("\"x\":\"" + "y".repeat(5_000_000) + "\"");
    List<byte[]> records = List.of(bytes(good(0)), bytes(large), bytes(good(1)));
    ReadLimits small = ReadRecords.sliced(10, 50);
    ReadRecords read = ReadRecords.of(form.of(records), small);
    assertThat(read.records()).as(form.toString()).containsExactly(good(0), good(1));
    assertThat(read.report().problems().get(0).problem()).contains("larger than");
  }

  /// Bytes were lost or changed, so brackets and quotes no longer tell what belongs together.
  @ParameterizedTest
  @EnumSource
  void aRecordWhoseStructureIsGoneCostsNoOther(Form form) {
    String whole = with("\"x\":\"y\"");
    for (String lost : List.of("\"bad\"", "\"x\":\"y\"", "\":\"bad", "bad\",\"", "}}", "\"x\"")) {
      int at = whole.indexOf(lost);
      for (int end = at; end <= at + lost.length(); end++) {
        String cut = whole.substring(0, at) + whole.substring(end);
        if (end > at && form != Form.ENVELOPES && form != Form.SEARCH) {
          assertNoneIsLost(form, cut);
        }
      }
    }
  }

  /// All neighbours are kept; that what is left of the damaged record is kept too does no harm.
  private static void assertNoneIsLost(Form form, String damaged) {
    List<byte[]> records = List.of(bytes(good(0)), bytes(damaged), bytes(good(1)), bytes(good(2)));
    ReadRecords read = ReadRecords.of(form.of(records), ReadLimits.DEFAULT);
    assertThat(read.records())
        .as("%s in %s: %s", damaged, form, read.report().problems())
        .contains(good(0), good(1), good(2));
  }

  @Test
  void halfASurrogatePairInANameIsNoDamage() {
    for (String half : List.of("\\ud83d", "\\ude00", "\\uD83D\\ud83d", "\\uDE00\\uD83D")) {
      String record = with("\"a" + half + "\":\"" + half + "\"");
      ReadRecords read = ReadRecords.of("{\"Records\":[" + record + "," + good(1) + "]}");
      assertThat(read.records()).containsExactly(record, good(1));
      assertThat(read.report().problems()).isEmpty();
    }
  }

  @Test
  void aFlippedByteCostsFewRecordsAndIsTold() {
    int lost = 0;
    int tries = 4_000;
    for (int seed = 0; seed < tries; seed++) {
      Random random = new Random(seed);
      Form form = Form.values()[random.nextInt(Form.values().length)];
      List<byte[]> records = new ArrayList<>();
      List<String> good = new ArrayList<>();
      for (int number = 0; number < 8; number++) {
        good.add(good(number));
        records.add(bytes(good(number)));
      }
      byte[] text = form.of(records);
      text[random.nextInt(text.length)] = (byte) random.nextInt(256);
      ReadRecords read = ReadRecords.of(text, ReadLimits.DEFAULT);
      List<String> kept = read.records().stream().filter(good::contains).distinct().toList();
      int missing = 8 - kept.size();
      assertThat(missing == 0 || !read.report().problems().isEmpty() || read.records().size() == 8)
          .as("seed %d: %s", seed, new String(text, StandardCharsets.ISO_8859_1))
          .isTrue();
      lost += Math.max(0, missing - 1);
    }
    // beyond the record that was hit
    assertThat(lost).as("records lost beyond those hit").isLessThan(tries / 20);
  }

  @Test
  void recordsOfAFileThatWasCutAndGoesOnWithAnotherAreKept() {
    String first = "{\"Records\":[" + good(0) + "," + good(1);
    String second = "{\"Records\":[" + good(2) + "," + good(3) + "]}";
    for (int cut = good(0).length() + 14; cut < first.length(); cut++) {
      for (String between : List.of("", "\n")) {
        ReadRecords read = ReadRecords.of(first.substring(0, cut) + between + second);
        assertThat(read.records())
            .as(first.substring(0, cut) + between)
            .contains(good(0), good(2), good(3));
        assertThat(read.report().problems()).isNotEmpty();
      }
    }
  }

  @Test
  void wrappersOnManyLinesArePassedOverToo() {
    String records =
        Stream.of(good(0), with("\"x\":tru"), good(1))
            .map(record -> record.replace("{", "{\n").replace(",", ",\n").replace("}", "\n}"))
            .map(record -> record.replace("\\\"\n},\n{\n\"", "\\\"},{\""))
            .collect(Collectors.joining(",\n"));
    ReadRecords read = ReadRecords.of("{\n\"Records\": [\n" + records + "\n]\n}\n");
    assertThat(read.records()).as(records.toLowerCase(Locale.ROOT)).hasSize(2);
    assertThat(read.report().problems()).hasSize(1);
  }
}
