package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SQL-1 and SQL-3 on records as people have them: addresses that are none, half a surrogate pair,
/// parameters that are a text, keys that repeat, stores named as samples name them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlFieldCasesTest {
  private QueryEngine engine;

  @BeforeAll
  void openTable(@TempDir Path folder) {
    SampleTable table = new SampleTable(folder);
    table.file(
        "odd.parquet",
        "'r1' AS requestid, '10.1.2.3' AS sourceipaddress,"
            + " '{\"note\":\"\\ud83d\",\"id\":\"i-0abc\"}' AS requestparameters",
        "'r2' AS requestid, '203.0.113.9' AS sourceipaddress,"
            + " '\"{\\\"id\\\":\\\"i-0abc\\\"}\"' AS requestparameters",
        "'r3' AS requestid, '2001:db8:0:1::7' AS sourceipaddress,"
            + " '{\"id\":\"i-0abc\",\"id\":\"i-second\"}' AS requestparameters",
        "'r4' AS requestid, 'glue.amazonaws.com' AS sourceipaddress,"
            + " '\"HIDDEN_DUE_TO_SECURITY_REASONS\"' AS requestparameters",
        "'r5' AS requestid, 'AWS Internal' AS sourceipaddress");
    engine = table.engine();
  }

  @AfterAll
  void closeEngine() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contains('10.0.0.0/8', TRY_CAST(sourceipaddress AS IPADDRESS)) | r1",
        "TRY_CAST(sourceipaddress AS IPADDRESS) BETWEEN CAST('9.0.0.0' AS IPADDRESS)"
            + " AND CAST('11.0.0.0' AS IPADDRESS) | r1",
        "TRY_CAST(sourceipaddress AS IPADDRESS) IS NULL | r4 r5",
        "TRY_CAST(sourceipaddress AS IPADDRESS) ="
            + " CAST('2001:0db8:0000:0001:0000:0000:0000:0007' AS IPADDRESS) | r3",
        "TRY_CAST(sourceipaddress AS IPADDRESS) NOT BETWEEN IPADDRESS '9.0.0.0'"
            + " AND IPADDRESS '11.0.0.0' AND requestid <> 'r9' | r2 r3",
        "TRY_CAST(sourceipaddress AS IPADDRESS) >= IPADDRESS '9.0.0.0'"
            + " AND TRY_CAST(sourceipaddress AS IPADDRESS) <= IPADDRESS '11.0.0.0' | r1",
        "TRY_CAST(sourceipaddress AS IPADDRESS) IN"
            + " (CAST('10.1.2.3' AS IPADDRESS), IPADDRESS '::1') | r1",
        "TRY_CAST(sourceipaddress AS IPADDRESS) > IPADDRESS '10.0.0.0' | r1 r2 r3",
        "element_at(requestparameters, 'id') = 'i-0abc' | r1 r2 r3",
        "json_extract_scalar(requestparameters, '$.id') = 'i-0abc' | r1 r2 r3",
        "CAST(json_extract(requestparameters, '$.id') AS VARCHAR) = 'i-0abc' | r1 r2 r3",
        "json_value(requestparameters, 'lax $.id') IS NOT NULL | r1 r2 r3"
      })
  void findsTheEventsThatTheConditionMeans(String condition, String found) {
    String sql = "SELECT requestid FROM events WHERE " + condition + " ORDER BY 1";
    assertThat(String.join(" ", first(sql))).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM events WHERE CAST(sourceipaddress AS IPADDRESS) IS NULL",
        "SELECT count(*) FROM events WHERE contains('10.0.0.0/8', sourceipaddress)",
        "SELECT count(*) FROM events WHERE contains('10.0.0.0/33', TRY_CAST(sourceipaddress AS"
            + " IPADDRESS))",
        "SELECT CAST(sourceipaddress AS IPPREFIX) FROM events",
        "SELECT count(*) FROM events WHERE TRY_CAST(sourceipaddress AS IPADDRESS) = '10.1.2.3'",
        "SELECT IPPREFIX '10.0.0.0/8'",
        "SELECT requestparameters['id'] FROM events",
        "SELECT count(*) FROM events WHERE eventtime AT TIME ZONE 'Asia/Tokyo' > now()"
      })
  void refusesWhatItCannotMean(String sql) {
    assertThatThrownBy(() -> first(sql)).isInstanceOf(TrailhouseException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3270e016-1234-1234-1234-123456789012",
        "$EDS_ID",
        "<event_data_store_id>",
        "<event-data-store-ID>",
        "<EDS ID>",
        "EDS_ID",
        "<Event data store Id>",
        "config_event_data_store_ID"
      })
  void readsTheStoreHoweverASampleNamesIt(String store) {
    String sql =
        "SELECT element_at(resources, 1).arn, count(*) FROM " + store + " GROUP BY 1 ORDER BY 2";
    assertThat(first(sql)).containsExactly("null");
    assertThat(Placeholders.remark(sql).isPresent()).isEqualTo(store.charAt(0) != '3');
  }

  /// SQL-4: what a macro refuses is told in its own words, at a cast only where it is about one.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "lpad('a', 2000000, 'b') | the result would be longer than 1,000,000 | the query",
        "replace(rpad('', 5000, 'a'), 'a', rpad('', 5000, 'b'))"
            + " | the result would be longer than 1,000,000 | the query",
        "array_join(split(rpad('', 5000, 'a,'), ','), rpad('', 5000, 'b'))"
            + " | the result would be longer than 1,000,000 | the query",
        "levenshtein_distance(rpad('', 600, 'a'), rpad('', 600, 'b'))"
            + " | the texts are too long to count the steps between them | the query",
        "slice(ARRAY[1], 0, CAST('1' AS bigint)) | slice counts from 1 | the query",
        "CAST('x' AS IPADDRESS) | 'x' is no IP address | line 1, column 8"
      })
  void toldInTheWordsOfTheMacro(String expression, String problem, String place) {
    assertThatThrownBy(() -> first("SELECT " + expression))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(problem);
              assertThat(e.place()).startsWith(place);
            });
  }

  @Test
  void whatAMacroRefusesIsNullInsideTry() {
    assertThat(first("SELECT TRY(lpad('a', 2000000, 'b'))")).containsExactly("null");
  }

  /// SQL-4.
  @Test
  void aValueOfAnySizeInAMessageIsCutInTheMiddle() {
    assertThatThrownBy(() -> first("SELECT date_parse(rpad('', 900000, 'a'), '%Y')"))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            problem -> assertThat(problem.problem()).hasSizeLessThan(1_000).contains("aaa … aaa"));
  }

  @Test
  void leavesATableOfWithItsName() {
    String sql = "WITH eds_id AS (SELECT 7 AS n) SELECT n FROM eds_id";
    assertThat(first(sql)).containsExactly("7");
    assertThat(Placeholders.remark(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 FROM <",
        "SELECT 1 FROM",
        "SELECT extract(",
        "VALUES",
        "SELECT 1 /",
        "SELECT listagg(",
        "x WITH TIES",
        "SELECT a[",
        "SELECT ) / 2",
        "SELECT cast(x as",
        "SELECT reduce(1,2,3,4)"
      })
  void answersBrokenTextsWithARefusal(String sql) {
    assertThatThrownBy(() -> first(sql)).isInstanceOf(TrailhouseException.class);
  }

  private List<String> first(String sql) {
    List<String> values = new ArrayList<>();
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        values.add(String.valueOf(answer.value(0)));
      }
    }
    return values;
  }
}
