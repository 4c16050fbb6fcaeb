package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.SharedData;
import io.trailhouse.lake.catalog.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.iceberg.Schema;
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
        List<String> texts = texts(records, 100);
        List<String> fromColumns =
            texts.stream().filter(text -> Mentions.inColumns(text) != null).toList();
        assertThat(fromColumns).hasSizeBetween(20, 95);
        for (int from = 0; from < fromColumns.size(); from += 10) {
          assertNoneIsLeftOut(
              engine,
              lake.events().schema(),
              fromColumns.subList(from, Math.min(fromColumns.size(), from + 10)));
        }
        for (String text : texts.subList(0, 12)) { // each puts records together, which costs
          long wanted = records.stream().filter(each -> each.contains(text)).count();
          assertThat(count(engine, "contains(eventjson, " + EventSearch.text(text) + ")"))
              .as(text)
              .isEqualTo(wanted);
          if (isPlain(text)) {
            assertThat(count(engine, "eventjson LIKE " + EventSearch.text("%" + text + "%")))
                .as(text)
                .isEqualTo(wanted);
          }
        }
      }
    }
  }

  /// Pieces of records, every other one of the hostile record.
  private static List<String> texts(List<String> records, int count) {
    Random random = new Random(7);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String record = i % 2 == 0 ? HOSTILE : records.get(random.nextInt(records.size()));
      int from = random.nextInt(record.length() - 30);
      texts.add(record.substring(from, from + 3 + random.nextInt(27)));
    }
    return texts;
  }

  private static boolean isPlain(String pattern) {
    return !pattern.contains("%") && !pattern.contains("_");
  }

  /// The conditions by which records are left out before they are put together hold for every
  /// record that has the text.
  private static void assertNoneIsLeftOut(QueryEngine engine, Schema schema, List<String> texts)
      throws Exception {
    StringBuilder sql = new StringBuilder("SELECT eventjson");
    for (String text : texts) {
      String piece = Objects.requireNonNull(Mentions.inColumns(text));
      sql.append(", ")
          .append(Mentions.condition(schema, piece))
          .append(" AS c")
          .append(sql.length());
      if (isPlain(text)) {
        assertThat(Mentions.inColumnsLike("%" + text + "%")).isEqualTo(piece);
      }
    }
    try (QueryAnswer answer = engine.ask(sql.append(" FROM events").toString())) {
      while (answer.next()) {
        String record = String.valueOf(answer.value(0));
        for (int i = 0; i < texts.size(); i++) {
          if (record.contains(texts.get(i))) {
            assertThat(answer.value(1 + i)).as(texts.get(i)).isEqualTo(true);
          }
        }
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
