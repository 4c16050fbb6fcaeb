package io.trailhouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.trailhouse.event.ReadReport.Content;
import io.trailhouse.fixture.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every event that stands in a file is read, whatever is around it and however often, or the file
/// is said to be damaged (spec: records.md, R1.2, R1.6 and R1.7).
final class WrappedRecordsTest {
  private static String record(int number) {
    return "{\"eventVersion\":\"1.08\",\"eventName\":\"E%d\",\"eventID\":\"%d\"}"
        .formatted(number, number);
  }

  private static String text(String json) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(json)) + '"';
  }

  /// Every way to hold a record, each with one of its own.
  private static List<String> members(int first) {
    String record = record(first);
    return List.of(
        "\"Records\":[" + record + "]",
        "\"Records\":[]",
        "\"Events\":[{\"EventId\":\"x\",\"CloudTrailEvent\":" + text(record) + "}]",
        "\"logEvents\":[{\"id\":\"1\",\"message\":" + text(record) + "}]",
        "\"events\":[{\"message\":" + text(record) + "}]",
        "\"detail\":" + record,
        "\"hits\":{\"total\":1,\"hits\":[{\"_source\":" + record + "}]}",
        "\"_source\":" + record,
        "\"results\":[{\"_raw\":" + text(record) + "}]",
        "\"result\":{\"_raw\":" + text(record) + "}",
        "\"event\":" + record,
        "\"event\":{\"original\":" + text(record) + "}",
        "\"responses\":[{\"hits\":{\"hits\":[{\"_source\":" + record + "}]}}]",
        "\"aws\":{\"cloudtrail\":" + record + "}",
        "\"CloudTrailEvent\":" + text(record));
  }

  private static List<String> all(String text) {
    List<String> kept = new ArrayList<>();
    for (ReadLimits limits : List.of(ReadLimits.DEFAULT, ReadRecords.sliced(1, 1))) {
      ReadRecords read =
          ReadRecords.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), limits);
      assertThat(read.report().problems()).as(text).isEmpty();
      assertThat(read.report().content()).as(text).isEqualTo(Content.EVENTS);
      kept = new ArrayList<>(read.records());
      Collections.sort(kept);
    }
    return kept;
  }

  private static boolean isEmpty(String member) {
    return member.endsWith("[]");
  }

  @Test
  void everyPairOfMembersThatHoldRecordsGivesBoth() {
    for (String first : members(1)) {
      for (String second : members(2)) {
        List<String> wanted = new ArrayList<>();
        if (!isEmpty(first)) {
          wanted.add(record(1));
        }
        if (!isEmpty(second)) {
          wanted.add(record(2));
        }
        for (String between : List.of("", "\"x\":[1,{\"y\":2}],", "\"awsRegion\":\"r\",")) {
          String pair = "{\"owner\":\"1\"," + first + "," + between + second + ",\"z\":null}";
          assertThat(all(pair)).as(pair).isEqualTo(wanted);
        }
      }
    }
  }

  @Test
  void anObjectWithTwoFieldsOfARecordAndAListIsNoRecord() {
    String list = "\"Records\":[" + record(1) + "]";
    assertThat(all("{\"eventVersion\":\"1.0\",\"awsRegion\":\"r\"," + list + "}"))
        .containsExactly(record(1));
    assertThat(all("{" + list + ",\"eventVersion\":\"1.0\",\"awsRegion\":\"r\"}"))
        .containsExactly(record(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Records", "events", "detail", "message", "event", "hits", "_raw"})
  void whatARecordHoldsIsItsContentAndNoRecord(String name) {
    String inner = record(2);
    for (String value : List.of("[" + inner + "]", inner, text(inner))) {
      String record =
          "{\"eventVersion\":\"1.08\",\"eventName\":\"E\",\"" + name + "\":" + value + "}";
      assertThat(ReadRecords.of(record).records()).containsExactly(record);
      assertThat(ReadRecords.of(record).report().problems()).isEmpty();
    }
  }

  @Test
  void membersThatHoldNoRecordLeaveARecordWhole() {
    for (String member :
        List.of(
            "\"event\":{\"dataset\":\"x\",\"original\":\"y\"}",
            "\"events\":[]",
            "\"message\":\"m\"",
            "\"hits\":3",
            "\"aws\":{\"x\":[{\"y\":1}]}")) {
      String record = "{" + member + ",\"eventVersion\":\"1.08\",\"eventName\":\"E\"}";
      ReadRecords read = ReadRecords.of("{\"Records\":[" + record + "," + record(1) + "]}");
      assertThat(read.records()).as(member).containsExactly(record, record(1));
      assertThat(read.members().get(0)).hasSize(3);
      assertThat(read.members().get(1)).hasSize(3);
      assertThat(read.report().problems()).isEmpty();
    }
  }

  @Test
  void anEventThatNobodyLooksForIsTold() {
    String list = "\"Records\":[" + record(1) + "]";
    for (String hidden :
        List.of(
            "\"items\":[" + record(2) + "]",
            "\"item\":" + record(2),
            "\"item\":" + text(record(2)),
            "\"detail\":{\"inner\":" + record(2) + "}")) {
      for (String both : List.of(list + "," + hidden, hidden + "," + list)) {
        ReadRecords read = ReadRecords.of("{" + both + "}");
        assertThat(read.records()).as(both).containsExactly(record(1));
        assertThat(read.report().problems())
            .as(both)
            .singleElement()
            .extracting("problem")
            .isEqualTo("an event is beside the list of records, where none is expected");
      }
    }
    String outer = "{" + list + ",\"eventVersion\":\"1\",\"eventName\":\"E\",\"eventTime\":\"t\"}";
    assertThat(ReadRecords.of(outer).records()).containsExactly(record(1));
    assertThat(ReadRecords.of(outer).report().problems()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "f02-records-twice, 10",
    "f03-half-surrogate-in-key, 7",
    "f08-cwl-control-message, 3",
    "f09-cli-query-output, 6",
    "f15-siem-exports, 3"
  })
  void fieldCasesAreReadToTheirEnd(String folder, int events) throws IOException {
    int found = 0;
    try (Stream<Path> all = Files.list(SharedData.path("field/" + folder))) {
      for (Path file : all.filter(path -> !path.toString().endsWith(".md")).toList()) {
        byte[] stored = Files.readAllBytes(file);
        for (ReadLimits limits : List.of(ReadRecords.sliced(10, 10), ReadLimits.DEFAULT)) {
          ReadRecords read = ReadRecords.of(stored, limits);
          assertThat(read.report().problems()).as(file.toString()).isEmpty();
          assertThat(read.report().content()).isEqualTo(Content.EVENTS);
          found += limits.equals(ReadLimits.DEFAULT) ? read.records().size() : 0;
        }
      }
    }
    assertThat(found).isEqualTo(events);
  }

  @Test
  void recordsAsTextsAreReadAtTheTopInListsAndBesideOtherValues() {
    String first = text(record(1));
    String second = text(record(2));
    for (String output :
        List.of(
            "[" + first + "," + second + "]",
            first + "\n" + second + "\n",
            first + second,
            "[[\"2026-05-01T08:00:26+00:00\"," + first + "],[null," + second + "]]",
            "[[" + first + "],[" + second + ",\"x\",1]]",
            "{\"Events\":[" + first + "," + second + "]}",
            text("{\"Records\":[" + record(1) + "," + record(2) + "]}"))) {
      assertThat(all(output)).as(output).containsExactly(record(1), record(2));
    }
    for (String none : List.of("[\"x\"]", "\"x\"", "[[1],[\"a\",\"b\"]]", "[" + text("{}") + "]")) {
      assertThat(ReadRecords.of(none).report().problems()).as(none).isNotEmpty();
      assertThat(ReadRecords.of(none).report().content()).as(none).isEqualTo(Content.FOREIGN);
    }
  }

  @Test
  void halfASurrogatePairInARecordAsTextStaysWhatItIs() {
    String record = record(1).replace("E1", "E\\ud83d");
    assertThat(all("[\"" + record.replace("\"", "\\\"") + "\"]")).containsExactly(record);
  }

  @Test
  void aControlMessageOfCloudWatchLogsIsInOrderWhateverItsOrder() {
    String event = "{\"id\":\"\",\"timestamp\":1,\"message\":\"CWL CONTROL MESSAGE: Checking x.\"}";
    String other = "{\"id\":\"\",\"timestamp\":1,\"message\":\"Another text\"}";
    String type = "\"messageType\":\"CONTROL_MESSAGE\"";
    for (String message :
        List.of(
            "{" + type + ",\"logEvents\":[" + event + "]}",
            "{\"logEvents\":[" + event + "]," + type + "}",
            "{\"logEvents\":[" + other + "]," + type + "}",
            "{" + type + "}")) {
      ReadRecords read = ReadRecords.of(message + record(1) + message);
      assertThat(read.report().problems()).as(message).isEmpty();
      assertThat(read.records()).containsExactly(record(1));
    }
    String hiding = "{" + type + ",\"logEvents\":[{\"message\":" + text(record(1)) + "}]}";
    assertThat(ReadRecords.of(hiding).records()).containsExactly(record(1));
  }
}
