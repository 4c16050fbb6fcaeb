package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Any SELECT over some events: `docs/spec/dashboards.md`, clause DB-4.
class EventFilterTest {
  private static final EventFilter ONE_ACCOUNT =
      new EventFilter(List.of("111122223333"), List.of(), null);

  @TempDir Path folder;
  private SampleTable table;
  private QueryEngine engine;

  @BeforeEach
  void openTable() {
    table = new SampleTable(folder);
    table.file("a.parquet", SampleTable.TWO_EVENTS);
    engine = table.engine();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  private Object first(String sql) {
    try (QueryAnswer answer = engine.ask(sql)) {
      assertThat(answer.next()).isTrue();
      Object value = answer.value(0);
      assertThat(answer.next()).isFalse();
      return value;
    }
  }

  /// Each counts events, 2 without the filter and 1 with it, however it reads the table.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM events",
        "select COUNT(*) from Events",
        "SELECT count(*) FROM \"events\" AS e WHERE e.eventid IS NOT NULL",
        "SELECT count(events.eventid) FROM events",
        "SELECT count(*) FROM cloudtrail_logs",
        "SELECT count(*) FROM $EDS_ID",
        "SELECT count(*) FROM a1b2c3d4-1111-2222-3333-444455556666",
        "SELECT count(*) FROM (SELECT eventid FROM events) AS x",
        "SELECT count(*) FROM (SELECT 1) AS one, events",
        "SELECT count(*) FROM events a JOIN events b ON a.eventid = b.eventid",
        "SELECT (SELECT count(*) FROM events)",
        "SELECT count(*) FROM (SELECT eventid FROM events UNION SELECT eventid FROM events) AS u",
        "WITH x AS (SELECT * FROM events) SELECT count(*) FROM x",
        "  -- first\n WITH x AS (SELECT 1 AS n), y AS (SELECT * FROM events) SELECT count(*) FROM y",
        "SELECT count(*) AS events FROM events -- last",
        "SELECT count(*) /* all of */ FROM events ; ",
        "SELECT count(*) FROM events WHERE year = '2026' AND account IS NOT NULL",
        "SELECT count(*) FROM events WHERE eventid IN (SELECT eventid FROM events)",
        "SELECT sum(n) FROM (SELECT eventname, count(*) AS n FROM events GROUP BY 1"
            + " HAVING min(eventtime) > timestamp '2026-01-01 00:00:00') AS g"
      })
  void narrowsEveryPlaceThatReadsTheTable(String sql) {
    assertThat(EventFilter.refusal(sql)).isNull();
    assertThat(first(EventFilter.ALL.over(sql))).hasToString("2");
    assertThat(first(ONE_ACCOUNT.over(sql))).hasToString("1");
  }

  @Test
  void conditionsHoldTogether() {
    String sql = "SELECT count(*) FROM events";
    List<String> accounts = List.of("111122223333", "444455556666");
    assertThat(first(new EventFilter(accounts, List.of(), null).over(sql))).hasToString("2");
    assertThat(first(new EventFilter(accounts, List.of("us-east-1"), null).over(sql)))
        .hasToString("1");
    assertThat(first(new EventFilter(List.of(), List.of(), "admin/ALICE").over(sql)))
        .hasToString("1");
    assertThat(first(new EventFilter(List.of(), List.of("us-east-1"), "admin/alice").over(sql)))
        .hasToString("0");
  }

  private static final List<String> HOSTILE =
      List.of(
          "'",
          "''",
          "' OR '1'='1",
          "') OR 1=1 --",
          "')) SELECT 'x' --",
          "'; DROP TABLE events; --",
          "\\' OR 1=1 --",
          "/* ' */ OR 1=1",
          "*/ ' /*",
          "-- '",
          "$StartTime$",
          "$Period$' OR '1'='1",
          "${StartTime}",
          "${x}' OR '1'='1",
          "$$ OR 1=1 $$",
          "$EDS_ID",
          "<event_data_store_id>",
          "?",
          "\" OR \"1\"=\"1",
          "`",
          "\n' OR 1=1 --\n",
          "U&'\\0027'",
          "E'\\''",
          "\u0000' OR 1=1 --",
          "\u2019 OR 1=1",
          "111122223333' UNION SELECT count(*) FROM events --",
          "a1b2c3d4-1111-2222-3333-444455556666",
          "%",
          "_",
          "");

  static Stream<String> hostile() {
    return HOSTILE.stream();
  }

  /// Whatever a value is made of, it finds nothing here and ends no text: the statement behind it
  /// runs as it is.
  @ParameterizedTest
  @MethodSource("hostile")
  void aValueIsATextWhateverItHolds(String value) {
    String sql = "SELECT count(*), '$StartTime$' FROM events";
    for (EventFilter filter :
        List.of(
            new EventFilter(List.of(value), List.of(), null),
            new EventFilter(List.of(), List.of(value, value), null),
            new EventFilter(List.of(), List.of(), value))) {
      try (QueryAnswer answer = engine.ask(filter.over(sql))) {
        assertThat(answer.next()).isTrue();
        assertThat(answer.row()).hasToString("[0, $StartTime$]");
        assertThat(answer.next()).isFalse();
      }
    }
  }

  @Test
  void aValueIsFoundAsItIs() {
    String odd = "it's ${a} $StartTime$ -- /* \" \\ `";
    table.file(
        "odd.parquet",
        "'x' AS eventid, %1$s AS awsregion, {'username': %1$s} AS useridentity"
            .formatted(TableView.quoted(odd)));
    String sql = "SELECT eventid FROM events";
    assertThat(first(new EventFilter(List.of(), List.of(odd), null).over(sql))).isEqualTo("x");
    assertThat(first(new EventFilter(List.of(), List.of(), odd).over(sql))).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ; ",
        "SELECT 1; SELECT 2",
        "DESCRIBE events",
        "SHOW TABLES",
        "EXPLAIN SELECT 1",
        "FROM events",
        "(SELECT 1)",
        "VALUES (1)",
        "DELETE FROM events",
        "WITH RECURSIVE x AS (SELECT 1) SELECT * FROM x",
        "WITH events AS (SELECT 1) SELECT * FROM events",
        "WITH x AS (SELECT 1), \"Events\"(a) AS MATERIALIZED (SELECT 1) SELECT * FROM events",
        "SELECT * FROM (WITH events AS NOT MATERIALIZED (SELECT 1) SELECT * FROM events) AS t"
      })
  void refusesWhatItCouldNotNarrow(String sql) {
    assertThat(EventFilter.refusal(sql)).isNotNull();
  }

  @Test
  void opensTheFilesThatBothAllow() {
    table.asked.clear();
    first(
        ONE_ACCOUNT.over(
            "SELECT count(*) FROM events WHERE eventtime > '2026-05-01' AND awsregion = 'eu-west-1'"));
    EventRanges ranges = table.asked.getFirst();
    assertThat(ranges.from()).isNotNull();
    assertThat(ranges.values())
        .isEqualTo(
            Map.of("recipientaccountid", Set.of("111122223333"), "awsregion", Set.of("eu-west-1")));
  }

  @Test
  void aTrialOpensNoFileAndKnowsTheColumns() {
    table.asked.clear();
    try (QueryAnswer answer =
        engine.ask(
            EventFilter.overNone("SELECT eventname, count(*) AS n FROM events GROUP BY 1"))) {
      assertThat(answer.columns())
          .extracting(QueryAnswer.Column::name)
          .containsExactly("eventname", "n");
      assertThat(answer.next()).isFalse();
    }
    assertThat(table.asked.getFirst().to()).isBefore("1970-01-02T00:00");
  }

  @Test
  void columnsStayAndLinesMoveByOne() {
    String sql = "WITH x AS (SELECT 1)\nSELECT y FROM x";
    String[] lines = ONE_ACCOUNT.over(sql).split("\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[1]).isEqualTo("     x AS (SELECT 1)");
    assertThat(lines[2]).isEqualTo("SELECT y FROM x");
  }
}
