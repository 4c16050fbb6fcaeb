package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The virtual column `eventjson`: `docs/spec/sql.md`, clause SQL-8.
class EventJsonTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invictus-ir",
        "umccr-flaws-slice",
        "stratus-red-team",
        "traildiscover",
        "permiso-console-sessions",
        "splunk-security-content",
        "umccr-version-examples-synthetic"
      })
  void givesEveryRecordBackEqualAsJson(String set) throws Exception {
    Path folder = SharedData.path(set);
    try (Lake lake = Lake.open(home)) {
      ImportedLake.add(lake, folder);
      TreeSet<String> wanted = new TreeSet<>();
      ImportedLake.rawRecords(folder).forEach(record -> wanted.add(canonical(record)));
      TreeSet<String> found = new TreeSet<>();
      rows(lake, "SELECT eventjson FROM events").forEach(row -> found.add(canonical(row)));
      assertThat(found).isEqualTo(wanted);
    }
  }

  @Test
  void isNotConfusedByControlCharactersInAnEvent(@TempDir Path files) throws Exception {
    String record =
        """
        {"eventVersion":"1.08","eventTime":"2026-05-01T00:00:00Z","eventID":"e1",\
        "recipientAccountId":"111122223333","userAgent":"a\\u0001b\\u0002","errorCode":"\\u0002",\
        "errorMessage":"\\u0003\\u0004:5","sourceIPAddress":"-","eventName":"x 😀 é",\
        "resources":[{"ARN":"\\u0003","accountId":"\\u0002"},{"type":"a\\u0004"},{}],"new":{"a": 1.50}}\
        """;
    Files.writeString(files.resolve("a.json"), "{\"Records\":[" + record + "]}");
    try (Lake lake = Lake.open(home)) {
      ImportedLake.add(lake, files);
      assertThat(rows(lake, "SELECT eventjson FROM events").getFirst()).isEqualTo(record);
      String checksum =
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(record.getBytes(StandardCharsets.UTF_8)));
      assertThat(rows(lake, "SELECT eventJsonChecksum FROM events")).containsExactly(checksum);
      assertThat(rows(lake, "SELECT eventid FROM events WHERE eventjson LIKE '%1.50%'"))
          .containsExactly("e1");
      assertThat(
              rows(
                  lake, "SELECT json_extract_scalar(json_parse(eventJson), '$.new.a') FROM events"))
          .containsExactly("1.5");
    }
  }

  @Test
  void opensOnlyTheFilesOfTheDaysAskedFor() throws Exception {
    Path folder = SharedData.path("sans504-s3-ransomware");
    try (Lake lake = Lake.open(home)) {
      ImportedLake.add(lake, folder);
      LakeFiles files = new LakeFiles(lake);
      int all = files.plan("events", EventRanges.ALL).files().size();
      List<TableFiles.Plan> plans = new ArrayList<>();
      try (QueryEngine engine =
          QueryEngine.open(
              (table, ranges) -> {
                TableFiles.Plan plan = files.plan(table, ranges);
                plans.add(plan);
                return plan;
              },
              QuerySettings.of(home.resolve("tmp"), List.of(home.resolve("warehouse"))))) {
        String day = "eventtime >= '2021-07-30T00:00:00Z' AND eventtime < '2021-07-31T00:00:00Z'";
        long some = ((Number) one(engine, "SELECT count(*) FROM events WHERE " + day)).longValue();
        long same = ((Number) one(engine, "SELECT count_if(" + day + ") FROM events")).longValue();
        assertThat(some).isPositive().isEqualTo(same);
        assertThat(plans.getFirst().files()).hasSizeLessThan(all).isNotEmpty();
        assertThat(plans.getLast().files()).hasSize(all);
        assertThat(one(engine, "SELECT sum(new_rows) FROM log_files"))
            .hasToString(String.valueOf(one(engine, "SELECT count(*) FROM events")));
      }
    }
  }

  @Test
  void tellsThatAFileOfTheTableIsGone(@TempDir Path files) throws Exception {
    Files.writeString(
        files.resolve("a.json"),
        "{\"Records\":[{\"eventVersion\":\"1.08\",\"eventID\":\"e\",\"eventTime\":\"2026-05-01T00:00:00Z\"}]}");
    try (Lake lake = Lake.open(home)) {
      ImportedLake.add(lake, files);
      for (String file : new LakeFiles(lake).plan("events", EventRanges.ALL).files()) {
        Files.delete(Path.of(file));
      }
      assertThatThrownBy(() -> rows(lake, "SELECT * FROM events"))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.TABLE_DAMAGED);
                assertThat(e.place()).contains(".parquet");
              });
    }
  }

  private Object one(QueryEngine engine, String sql) {
    try (QueryAnswer answer = engine.ask(sql)) {
      assertThat(answer.next()).isTrue();
      return answer.value(0);
    }
  }

  private List<String> rows(Lake lake, String sql) {
    List<String> found = new ArrayList<>();
    try (QueryEngine engine =
            QueryEngine.open(
                new LakeFiles(lake),
                QuerySettings.of(home.resolve("tmp"), List.of(home.resolve("warehouse"))));
        QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        found.add(String.valueOf(answer.value(0)));
      }
    }
    return found;
  }

  private static String canonical(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    return new String(CanonicalJson.of(bytes, 0, bytes.length), StandardCharsets.UTF_8);
  }
}
