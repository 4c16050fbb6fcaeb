package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.Lake;
import io.trailhouse.testkit.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Text in the record, told from the columns first: `docs/spec/sql.md`, clause SQL-7.
class MentionsTest {
  private static final String HOSTILE =
      """
      {"eventVersion":"1.08","eventTime":"2026-05-01T17:41:43Z","eventID":"e1",\
      "recipientAccountId":"111122223333","userAgent":"first\\nsecond\\u0001third\\u00e9fourth",\
      "errorMessage":"says \\"no way\\" to C:\\\\users\\/bob","eventName":"Straße 😀 K",\
      "resources":[{"ARN":"arn:aws:s3:::it's [a] {b}","accountId":"1,2"},{"type":"say \\"x\\""}],\
      "readOnly":"false","managementEvent":true,"apiVersion":null,\
      "requestParameters":{"bucketName":"some-bucket","list":["one two",2.50, null]},\
      "responseElements":"just a text","awsRegion":7,\
      "userIdentity":{"type":"IAMUser","unknownToUs":"surprising value"},"newField":"Needle-1"}\
      """;

  @TempDir Path home;

  @Test
  void findsWhatALookIntoEveryRecordFinds(@TempDir Path files) throws Exception {
    Files.writeString(files.resolve("a.json"), "{\"Records\":[" + HOSTILE + "]}");
    try (Lake lake = Lake.open(home)) {
      ImportedLake.add(lake, files);
      ImportedLake.add(lake, SharedData.path("invictus-ir"));
      try (QueryEngine engine =
          QueryEngine.open(
              new LakeFiles(lake),
              QuerySettings.of(home.resolve("tmp"), List.of(home.resolve("warehouse"))))) {
        List<String> records = column(engine, "SELECT eventjson FROM events");
        Random random = new Random(7);
        int fromColumns = 0;
        for (int i = 0; i < 100; i++) {
          String record = i % 2 == 0 ? HOSTILE : records.get(random.nextInt(records.size()));
          int from = random.nextInt(record.length() - 30);
          String text = record.substring(from, from + 3 + random.nextInt(27));
          fromColumns += Mentions.inColumns(text) == null ? 0 : 1;
          long wanted = records.stream().filter(each -> each.contains(text)).count();
          assertThat(count(engine, "contains(eventjson, " + EventSearch.text(text) + ")"))
              .as(text)
              .isEqualTo(wanted);
          if (!text.contains("%") && !text.contains("_")) {
            assertThat(count(engine, "eventjson LIKE " + EventSearch.text("%" + text + "%")))
                .as(text)
                .isEqualTo(wanted);
          }
        }
        assertThat(fromColumns).isBetween(20, 95);
      }
    }
  }

  private static long count(QueryEngine engine, String condition) throws Exception {
    return column(engine, "SELECT eventid FROM events WHERE " + condition).size();
  }

  private static List<String> column(QueryEngine engine, String sql) throws Exception {
    List<String> values = new ArrayList<>();
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        values.add(String.valueOf(answer.value(0)));
      }
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "%ef97c4d5db30%, 4d5db30",
    "%some-bucket%, bucket",
    "%\"bucketName\":\"some-bucket\"%, bucket",
    "some_bucket-of-mine%, t-of-mine"
  })
  void takesTheLongestPlainPieceWithoutWhatMayEndAnEscape(String pattern, String columns) {
    assertThat(Mentions.inColumnsLike(pattern)).isEqualTo(columns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%principalId%",
        "%eventtime%",
        "%2026-05-01T17%",
        "%true%",
        "%short%",
        "%\\u00e9%",
        "%",
        ""
      })
  void tellsNothingOfKeysTimesAndShortPieces(String pattern) {
    assertThat(Mentions.inColumnsLike(pattern)).isNull();
  }
}
