package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The spellings of `docs/spec/sql.md`, clauses SQL-1 to SQL-4.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialectTest {
  private QueryEngine engine;

  @BeforeAll
  void openTable(@TempDir Path folder) {
    SampleTable table = new SampleTable(folder);
    table.file("one.parquet", SampleTable.TWO_EVENTS);
    engine = table.engine();
  }

  @AfterAll
  void closeEngine() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events",
        "EVENTS",
        "0233062b-51c6-4d18-8dec-f70e3d1e9d4e",
        "\"0233062b-51c6-4d18-8dec-f70e3d1e9d4e\"",
        "`0233062b-51c6-4d18-8dec-f70e3d1e9d4e`",
        "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/0233062b-51c6-4d18-8dec-f70e3d1e9d4e",
        "\"arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/0233062b-51c6-4d18-8dec-f70e3d1e9d4e\"",
        "\"aws:cloudtrail\".\"0233062b-51c6-4d18-8dec-f70e3d1e9d4e\"",
        "cloudtrail_logs",
        "default.cloudtrail_logs",
        "\"AwsDataCatalog\".\"default\".\"cloudtrail_logs_aws-cloudtrail-logs-1234\""
      })
  void readsTheEventTableUnderEveryNameOfIt(String name) {
    assertThat(rows("SELECT count(*) FROM " + name)).containsExactly("2");
    assertThat(
            rows(
                "SELECT e.eventname FROM "
                    + name
                    + " e JOIN "
                    + name
                    + " f ON e.eventid = f.eventid WHERE e.readonly"))
        .containsExactly("ListUsers");
  }

  @Test
  void takesTheNameOfATableInFrontOfItsColumns() {
    assertThat(
            rows(
                "SELECT cloudtrail_logs.eventname FROM cloudtrail_logs WHERE"
                    + " cloudtrail_logs.readonly"))
        .containsExactly("ListUsers");
  }

  @ParameterizedTest
  @CsvFileSource(resources = "spellings.txt", delimiter = '|', quoteCharacter = '~')
  void understandsTheSpelling(String expression, String answer) {
    assertThat(rows("SELECT " + expression + " FROM events e WHERE eventname LIKE 'Put%'"))
        .containsExactly(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eventtime > '2026-05-01 00:00:00' AND eventtime < '2026-05-02 00:00:00'",
        "eventtime >= '2026-05-01T00:00:00Z' AND eventtime < '2026-05-02T00:00:00Z'",
        "eventtime BETWEEN '2026-05-01' AND '2026-05-02'",
        "eventtime = '2026-05-01T02:08:07+02:00'",
        "eventtime LIKE '2026-05-01T00:08%'",
        "eventtime NOT LIKE '2026-05-02%'",
        "eventtime < date_add('day', 1, timestamp '2026-05-01 00:00:00')",
        "date(eventtime) = date '2026-05-01'",
        "\"timestamp\" = '2026/05/01'",
        "timestamp BETWEEN '2026/05/01' AND '2026/05/01'",
        "year = '2026' AND month = '05' AND day = '01'",
        "readonly = 'false'",
        "readOnly = False",
        "readonly <> 'true'",
        "NOT readonly",
        "sessionCredentialFromConsole = true",
        "sessionCredentialFromConsole = 'true'",
        "useridentity.sessioncontext.attributes.mfaauthenticated = true",
        "errorcode IS NULL",
        "managementevent = 'true'",
        "resources IS NOT NULL",
        "requestparameters LIKE '%\"bucketName\":\"logs\"%'"
      })
  void keepsTheFirstEventWhere(String condition) {
    assertThat(rows("SELECT eventname FROM events WHERE " + condition))
        .containsExactly("PutBucketPolicy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          SELECT r.arn FROM events CROSS JOIN UNNEST(resources) AS t(r) ORDER BY 1 | arn:aws:s3:::logs; arn:aws:s3:::logs/a
          SELECT r.type FROM events, UNNEST(resources) AS t(r) ORDER BY 1 LIMIT 1 | AWS::S3::Bucket
          SELECT a, c FROM events CROSS JOIN UNNEST(resources) AS t(a, b, c) ORDER BY 1 LIMIT 1 | arn:aws:s3:::logs, AWS::S3::Bucket
          SELECT x FROM events CROSS JOIN UNNEST(CAST(json_extract(requestparameters, '$.tags') AS ARRAY(VARCHAR))) AS t(x) ORDER BY x | a; b
          SELECT k, v FROM events CROSS JOIN UNNEST(CAST(json_extract(requestparameters, '$.t') AS MAP(VARCHAR, VARCHAR))) AS t(k, v) | k, v
          SELECT x, y FROM events CROSS JOIN UNNEST(array[1,2], array['a']) AS t(x, y) WHERE readonly ORDER BY 1 | 1, a; 2, null
          SELECT x, n FROM events CROSS JOIN UNNEST(array['p']) WITH ORDINALITY AS t(x, n) WHERE readonly | p, 1
          SELECT approx_distinct(eventname), approx_distinct(eventname) FILTER (WHERE readonly), approx_distinct(eventname, 0.01) FROM events | 2, 1, 2
          SELECT count_if(readonly), arbitrary(awsregion) FROM events WHERE readonly | 1, us-east-1
          SELECT approx_percentile(hour(eventtime), 0.5) FROM events WHERE readonly | 23
          SELECT max_by(eventname, eventtime), min_by(eventname, eventtime) FROM events | ListUsers, PutBucketPolicy
          SELECT array_agg(eventname ORDER BY eventtime DESC) FROM events | [ListUsers, PutBucketPolicy]
          SELECT array_join(array_agg(DISTINCT awsregion ORDER BY awsregion), ',') FROM events | eu-west-1,us-east-1
          SELECT cardinality(map_agg(eventid, eventname)) FROM events | 2
          SELECT count(*) FILTER (WHERE readonly = 'true') FROM events | 1
          SELECT eventname, row_number() OVER (PARTITION BY awsregion ORDER BY eventtime) FROM events WHERE readonly | ListUsers, 1
          WITH e AS (SELECT * FROM events) SELECT count(*) FROM e WHERE e.readonly | 1
          SELECT eventname FROM events WHERE readonly UNION ALL SELECT eventname FROM events WHERE NOT readonly | ListUsers; PutBucketPolicy
          SELECT eventname FROM events ORDER BY eventtime OFFSET 1 LIMIT 1 | ListUsers
          SELECT eventname FROM events ORDER BY eventtime FETCH FIRST 1 ROWS ONLY | PutBucketPolicy
          SELECT 'it''s -- not /* a comment', "eventname" FROM events WHERE readonly -- but this is | it's -- not /* a comment, ListUsers
          SELECT eventname FROM events WHERE eventtime > (SELECT min(eventtime) FROM events); | ListUsers
          """)
  void answers(String sql, String answer) {
    assertThat(String.join("; ", rows(sql))).isEqualTo(answer);
  }

  @Test
  void refusesAPlaceholderInsideTheSandboxButSearchesForItsText() {
    assertThat(rows("SELECT count(*) FROM events WHERE requestparameters LIKE '%${jndi:%'"))
        .containsExactly("0");
    assertProblem(
        "SELECT * FROM $my_table",
        "a placeholder was left in the query: $my_table",
        "line 1, column 15");
    assertProblem(
        "SELECT *\nFROM <table name>",
        "a placeholder was left in the query: <table name>",
        "line 2, column 6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          SELECT evntname FROM events | Did you mean eventname? | column 8
          SELECT /* é */ 'ü', sourceip FROM events | Did you mean sourceipaddress? | column 21
          SELECT useridentity.acountid FROM events | Did you mean accountid? | column
          SELECT json_extract_scaler(requestparameters, '$.x') FROM events | Did you mean json_extract_scalar? | column 8
          SELECT eventname FROM event | The tables are events, log_files, findings and finding_changes | column 23
          SELECT eventdata.x FROM events | not in this store | column 8
          SELECT element_at(requestparameters, 'x'), nothing_like_it FROM 0233062b-51c6-4d18-8dec-f70e3d1e9d4e | docs/sql.md | column 44
          """)
  void tellsPlaceAndNearName(String sql, String remedy, String place) {
    assertThatThrownBy(() -> rows(sql))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.QUERY_INVALID);
              assertThat(e.remedy()).contains(remedy);
              assertThat(e.place()).contains("line 1").contains(place).contains("^");
            });
  }

  @Test
  void answersFromAnEmptyTable(@TempDir Path empty) {
    try (QueryEngine nothing = new SampleTable(empty).engine()) {
      assertThat(
              rows(
                  nothing,
                  "SELECT count(*), max(useridentity.arn) FROM events WHERE cardinality(resources)"
                      + " > 0"))
          .containsExactly("0, null");
      assertThat(rows(nothing, "SHOW TABLES"))
          .containsExactly("events", "finding_changes", "findings", "log_files");
      assertThat(rows(nothing, "DESCRIBE events").getFirst()).startsWith("eventid, VARCHAR");
      assertThat(rows(nothing, "EXPLAIN SELECT * FROM events")).isNotEmpty();
    }
  }

  private void assertProblem(String sql, String problem, String place) {
    assertThatThrownBy(() -> rows(sql))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(problem);
              assertThat(e.place()).contains(place);
            });
  }

  private List<String> rows(String sql) {
    return rows(engine, sql);
  }

  private static List<String> rows(QueryEngine engine, String sql) {
    List<String> found = new ArrayList<>();
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        found.add(answer.row().stream().map(String::valueOf).collect(Collectors.joining(", ")));
      }
    }
    return found;
  }
}
