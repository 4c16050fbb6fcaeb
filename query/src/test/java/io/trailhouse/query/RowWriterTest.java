package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Forms of an answer: `docs/spec/sql.md`, clause SQL-9.
class RowWriterTest {
  @TempDir Path folder;
  private QueryEngine engine;

  @BeforeEach
  void openTable() {
    SampleTable table = new SampleTable(folder);
    table.file(
        "a.parquet",
        "'e1' AS eventid, TIMESTAMP '2026-05-01 00:08:07' AS eventtime, 'curl' || chr(27) || '[31m'"
            + " || chr(8238) || chr(10) || 'x' AS useragent, [{'arn': 'a:1', 'accountid': NULL}] AS"
            + " resources, '{\"k\":[1]}' AS requestparameters");
    engine = table.engine();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @Test
  void writesJsonAsOneArrayOfObjects() throws Exception {
    String sql =
        "SELECT eventid, eventtime, eventtime + interval '5' millisecond AS m, resources,"
            + " useridentity.arn, readonly, json_extract(requestparameters, '$.k') AS k, 1 AS n,"
            + " 1.50 AS d, requestparameters, cast('NaN' as double) AS nan, 1 AS n, map{'a':"
            + " eventtime} AS t, cast(eventtime as date) AS day, sum(1) OVER () AS s,"
            + " from_base64('aGk=') AS b FROM events";
    JsonNode rows = new ObjectMapper().readTree(written(sql, RowWriter::json));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0))
        .hasToString(
            "{\"eventid\":\"e1\",\"eventtime\":\"2026-05-01 00:08:07\",\"m\":\"2026-05-01"
                + " 00:08:07.005\","
                + "\"resources\":[{\"arn\":\"a:1\",\"accountid\":null,\"type\":null,\"arnprefix\":null}],"
                + "\"arn\":null,\"readonly\":null,\"k\":[1],\"n\":1,\"d\":1.5,"
                + "\"requestparameters\":\"{\\\"k\\\":[1]}\",\"nan\":\"NaN\",\"n_1\":1,\"t\":{\"a\":\"2026-05-01"
                + " 00:08:07\"},\"day\":\"2026-05-01\",\"s\":1,\"b\":\"6869\"}");
    assertThat(written("SELECT 1 AS one FROM events WHERE false", RowWriter::json))
        .isEqualTo("[]\n");
  }

  @Test
  void writesCommaSeparatedValuesAfterTheStandard() {
    String sql =
        "SELECT 'a,b' AS \"x,y\", 'say \"hi\"' AS q, NULL AS n, '' AS e, '=1+1' AS f, resources,"
            + " eventtime FROM events";
    assertThat(written(sql, RowWriter::csv))
        .isEqualTo(
            "\"x,y\",q,n,e,f,resources,eventtime\r\n"
                + "\"a,b\",\"say \"\"hi\"\"\",,\"\",=1+1,"
                + "\"[{\"\"arn\"\":\"\"a:1\"\",\"\"accountid\"\":null,\"\"type\"\":null,\"\"arnprefix\"\":null}]\",2026-05-01"
                + " 00:08:07\r\n");
  }

  @Test
  void showsWhatWouldChangeTheTerminal() {
    assertThat(written("SELECT useragent, 5 AS n FROM events", out -> RowWriter.table(out, 80)))
        .isEqualTo(
            """
            useragent                n
            -----------------------  -
            curl\\u001b[31m\\u202e\\nx  5
            (1 row)
            """);
  }

  @Test
  void showsNullInListsAndMapsToPeopleToo() {
    String sql =
        "SELECT array['x', NULL, ''] AS a, map(array['k'], array[cast(NULL AS varchar)]) AS m,"
            + " array[1, NULL] AS n, array[array[NULL]] AS o, resources AS r FROM events";
    assertThat(written(sql, out -> RowWriter.table(out, 0)).lines().skip(2).findFirst())
        .hasValueSatisfying(line ->
            assertThat(line.split(" +"))
                .containsExactly(
                    "[\"x\",null,\"\"]",
                    "{\"k\":null}",
                    "[1,null]",
                    "[[null]]",
                    "[{\"arn\":\"a:1\"}]"));
  }

  @Test
  void fitsATableIntoTheLine() {
    String sql =
        "SELECT rpad('', 100, 'x') AS a, 'short' AS b, rpad('', 30, '日') AS c, range FROM range(3)";
    assertThat(written(sql, out -> RowWriter.table(out, 60)).lines())
        .hasSize(6)
        .allSatisfy(line -> assertThat(Cell.width(line)).isLessThanOrEqualTo(60))
        .anySatisfy(line -> assertThat(line).contains("…").contains("short"));
    assertThat(written(sql, out -> RowWriter.table(out, 0))).contains("x".repeat(100));
  }

  @Test
  void turnsARowThatCannotFitIntoABlock() {
    assertThat(written("SELECT * FROM events", out -> RowWriter.table(out, 80)).lines())
        .anySatisfy(line -> assertThat(line).matches("eventid +e1"))
        .noneSatisfy(line -> assertThat(line).startsWith("errorcode"))
        .allSatisfy(line -> assertThat(Cell.width(line)).isLessThanOrEqualTo(80));
  }

  @Test
  void writesAParquetFileThatAppearsWholeOrNotAtAll() throws Exception {
    Path file = folder.resolve("out/result.parquet");
    Files.createDirectories(file.getParent());
    assertThat(engine.export("SELECT eventid, resources FROM events", file)).isOne();
    String broken = "SELECT CAST('x' || range AS int) FROM range(1000000)";
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> engine.export(broken, file))
        .hasMessageContaining("to a whole number");
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
    assertThat(Files.size(file)).isPositive();
  }

  private String written(String sql, Function<PrintWriter, RowWriter> form) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    try (QueryAnswer answer = engine.ask(sql)) {
      RowWriter.writeAll(answer, form.apply(out), out);
    }
    return text.toString();
  }
}
