package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which files a query asks for: `docs/spec/sql.md`, clause SQL-7. A bound may be a minute too
/// wide.
class PlanningTest {
  private static final LocalDateTime MAY = LocalDateTime.parse("2026-05-01T00:00");
  private static final LocalDateTime JUNE = LocalDateTime.parse("2026-06-01T00:00");

  @TempDir Path folder;
  private SampleTable table;
  private QueryEngine engine;

  @BeforeEach
  void openTable() {
    table = new SampleTable(folder);
    table.file("a.parquet", "'e1' AS eventid, TIMESTAMP '2026-05-02 00:00:00' AS eventtime");
    engine = table.engine();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM events WHERE eventtime >= '2026-05-01' AND eventtime < '2026-06-01'",
        "SELECT * FROM events WHERE eventtime BETWEEN '2026-05-01 00:00:00' AND '2026-06-01'",
        "SELECT * FROM events WHERE eventtime >= '2026-05-01T00:00:00Z' AND '2026-06-01T00:00:00Z'"
            + " > eventtime AND eventname = 'x'",
        "SELECT * FROM events e WHERE e.EventTime >= timestamp '2026-05-01 00:00:00' AND"
            + " e.eventtime < date '2026-06-01'",
        "SELECT * FROM events WHERE eventtime >= date_add('day', -31, timestamp '2026-06-01"
            + " 00:00:00') AND eventtime < cast('2026-06-01' as timestamp)",
        "SELECT * FROM events WHERE from_iso8601_timestamp(eventtime) BETWEEN"
            + " from_iso8601_timestamp('2026-05-01T00:00:00Z') AND"
            + " from_iso8601_timestamp('2026-06-01T00:00:00Z')",
        "SELECT * FROM events WHERE cast(eventtime as timestamp) BETWEEN '2026-05-01' AND"
            + " date_parse('2026/06/01', '%Y/%m/%d')",
        "SELECT * FROM events WHERE eventtime > timestamp '2026-05-02 00:00:00' - interval '1' day"
            + " AND eventtime < '2026-06-01'",
        "SELECT count(*) FROM events CROSS JOIN UNNEST(resources) AS t(r) WHERE eventtime >="
            + " '2026-05-01' AND eventtime < '2026-06-01'",
        "WITH e AS (SELECT * FROM events WHERE eventtime >= '2026-05-01' AND eventtime <"
            + " '2026-06-01') SELECT count(*) FROM e",
        "SELECT * FROM events WHERE (eventtime > '2026-05-01' AND eventtime < '2026-05-03') OR"
            + " (eventtime > '2026-05-30' AND eventtime < '2026-06-01')",
        "SELECT 1 FROM events WHERE eventtime > '2026-05-01' AND eventtime < '2026-05-03' UNION ALL"
            + " SELECT 2 FROM events WHERE eventtime > '2026-05-30' AND eventtime < '2026-06-01'",
        "WITH events AS (SELECT * FROM events WHERE eventname = 'x' OR eventname = 'y') SELECT"
            + " count(*) FROM events WHERE eventtime >= '2026-05-01' AND eventtime < '2026-06-01'",
        "WITH events AS (SELECT * FROM events WHERE eventtime >= '2026-05-01' AND eventtime <"
            + " '2026-06-01'), x AS (SELECT * FROM events) SELECT * FROM x, events",
        "WITH events AS (SELECT * FROM events) SELECT 1 FROM events WHERE eventtime > '2026-05-01'"
            + " AND eventtime < '2026-05-03' UNION ALL SELECT 2 FROM events WHERE eventtime >"
            + " '2026-05-30' AND eventtime < '2026-06-01'"
      })
  void findsTheSpanOfTime(String sql) {
    EventRanges ranges = rangesOf(sql);
    assertThat(ranges.from()).isBetween(MAY.minusMinutes(2), MAY);
    assertThat(ranges.to()).isBetween(JUNE, JUNE.plusMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM events",
        "SELECT * FROM events WHERE eventtime > '2026-05-01' OR eventname = 'x'",
        "SELECT * FROM events WHERE NOT eventtime < '2026-05-01'",
        "SELECT * FROM events WHERE eventtime <> '2026-05-01'",
        "SELECT * FROM events WHERE eventtime > cast(element_at(requestparameters, 'x') as"
            + " timestamp)",
        "SELECT * FROM events WHERE eventtime > now() - random() * interval '1' day",
        "SELECT * FROM events WHERE eventtime + interval '9' year > '2026-05-01'",
        "SELECT * FROM (SELECT * FROM events) WHERE eventtime > '2026-05-01'",
        "SELECT * FROM events a JOIN events b ON a.eventid = b.eventid WHERE a.eventtime >"
            + " '2026-05-01'",
        "SELECT * FROM events WHERE eventtime > '2026-05-01' UNION ALL SELECT * FROM events",
        "SELECT * FROM events WHERE eventtime > '2026-05-01' AND eventid IN (SELECT eventid FROM"
            + " events)",
        "WITH events AS (SELECT eventid, timestamp '2020-01-01 00:00:00' AS eventtime FROM events)"
            + " SELECT * FROM events WHERE eventtime > '2019-05-01'",
        "SELECT * FROM events AS e(eventtime, eventid) WHERE eventtime > '2026-05-01'",
        "SELECT CASE WHEN eventtime > '2026-05-01' THEN 1 END FROM events",
        "SELECT count(*) FROM events HAVING min(eventtime) > '2026-05-01'"
      })
  void knowsNothingWhenInDoubt(String sql) {
    assertThat(rangesOf(sql)).isEqualTo(EventRanges.ALL);
  }

  /// A WITH that does more to the table than leave out rows by their own columns.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH events AS (SELECT * REPLACE (timestamp '2020-01-01 00:00:00' AS eventtime) FROM events)"
            + " SELECT * FROM events WHERE eventtime > '2026-05-01'",
        "WITH events AS (SELECT * FROM events ORDER BY eventtime LIMIT 1) SELECT * FROM events WHERE"
            + " eventtime > '2026-05-01'",
        "WITH events AS (SELECT * FROM events TABLESAMPLE 10 PERCENT) SELECT * FROM events WHERE"
            + " eventtime > '2026-05-01'",
        "WITH events AS (SELECT DISTINCT * FROM events) SELECT * FROM events WHERE eventtime >"
            + " '2026-05-01'",
        "WITH events AS (SELECT *, 1 AS n FROM events) SELECT * FROM events WHERE eventtime >"
            + " '2026-05-01'",
        "WITH events(eventid, eventtime) AS (SELECT * FROM events) SELECT * FROM events WHERE"
            + " eventtime > '2026-05-01'",
        "WITH events AS (SELECT * FROM events WHERE eventtime > '2026-05-01' AND eventid IN (SELECT"
            + " eventid FROM events)) SELECT * FROM events",
        "WITH x AS (SELECT * FROM events), events AS (SELECT * FROM events WHERE eventtime >"
            + " '2026-05-01') SELECT * FROM x, events",
        "WITH events AS (SELECT * FROM events) SELECT * FROM events",
        "SELECT * FROM (WITH events AS (SELECT * FROM events WHERE eventtime > '2026-05-01') SELECT"
            + " eventid FROM events) AS t, events"
      })
  void knowsNothingBehindAnotherTableOfTheSameName(String sql) {
    assertThat(rangesOf(sql)).isEqualTo(EventRanges.ALL);
  }

  @Test
  void takesWholeDaysForWhole() {
    EventRanges day = rangesOf("SELECT * FROM events WHERE date(eventtime) = date '2026-05-01'");
    assertThat(day.from()).isBetween(MAY.minusMinutes(2), MAY);
    assertThat(day.to()).isBetween(MAY.plusDays(1), MAY.plusDays(1).plusMinutes(2));
  }

  @Test
  void followsTheClock() {
    EventRanges week =
        rangesOf("SELECT * FROM events WHERE eventtime > date_add('day', -7, now())");
    LocalDateTime now = LocalDateTime.now(java.time.ZoneOffset.UTC);
    assertThat(week.from()).isBetween(now.minusDays(7).minusMinutes(2), now.minusDays(7));
    assertThat(week.to()).isNull();
  }

  @Test
  void findsTheValuesOfColumns() {
    String sql =
        "SELECT * FROM events WHERE recipientAccountId = '111122223333'"
            + " AND region IN ('eu-west-1', 'us-east-1') AND awsregion = 'us-east-1'"
            + " AND eventCategory = 'Data' AND errorcode = 'x'";
    assertThat(rangesOf(sql).values())
        .isEqualTo(
            Map.of(
                "recipientaccountid", Set.of("111122223333"),
                "awsregion", Set.of("us-east-1"),
                "eventcategory", Set.of("Data")));
  }

  private EventRanges rangesOf(String sql) {
    table.asked.clear();
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        answer.row();
      }
    }
    assertThat(table.asked).hasSize(1);
    return table.asked.getFirst();
  }
}
