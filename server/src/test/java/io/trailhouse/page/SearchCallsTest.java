package io.trailhouse.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.fixture.Await;
import io.trailhouse.query.QueryAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the page finds, counts and asks in SQL: docs/spec/page.md, P3 to P6.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SearchCallsTest {
  private static final String ALL = "{\"q\":\"\"}";

  @TempDir static Path folder;
  private static AskedPage page;

  @BeforeAll
  static void open() throws Exception {
    page = new AskedPage(folder.resolve("full"), false);
  }

  @AfterAll
  static void close() {
    page.close();
  }

  @BeforeEach
  void forget() {
    page.beginAnew();
  }

  /// P5 and P6: `search`.
  @Test
  void aSearchFindsTheNewestFirstUnderTheContractsNames() throws Exception {
    List<JsonNode> lines = page.lines("search", ALL);
    List<String> columns = new ArrayList<>();
    lines.getFirst().path("columns").forEach(each -> columns.add(each.path("name").asText()));
    assertThat(columns)
        .containsExactly(
            "time",
            "account",
            "region",
            "service",
            "call",
            "who",
            "address",
            "error",
            "readonly",
            "category",
            "id");
    assertThat(lines.get(1).toString())
        .isEqualTo(
            "[\"2026-05-02 04:00:00\",\"444455556666\",\"eu-west-1\",\"ec2\",\"RunInstances\","
                + "\"autoscaling.amazonaws.com\",\"192.0.2.4\",null,false,\"Management\",\""
                + AskedPage.id(4)
                + "\"]");
    assertThat(lines.getLast().path("end").path("rows").asInt()).isEqualTo(5);
    assertThat(lines.getLast().path("end").path("more").asBoolean()).isFalse();
    assertThat(ids("{\"q\":\"call:PutObject\"}")).containsExactly(AskedPage.id(3));
    assertThat(ids("{\"q\":\"service:s3 -error:*\"}")).containsExactly(AskedPage.id(2));
    assertThat(ids("{\"q\":\"source:test account:111122223333\"}"))
        .containsExactly(AskedPage.id(0));
    assertThat(ids("{\"from\":\"2026-05-02T01:00:00Z\",\"to\":\"2026-05-02T03:00:00Z\"}"))
        .containsExactly(AskedPage.id(2), AskedPage.id(1));
    assertThat(page.line("search", ALL))
        .returns("ann", Audit.Line::user)
        .returns("127.0.0.1", Audit.Line::address)
        .returns("search", Audit.Line::call)
        .returns(ALL, Audit.Line::text)
        .returns(5L, Audit.Line::rows)
        .returns(null, Audit.Line::problem);
  }

  private static List<String> ids(String body) throws IOException {
    return page.rows("search", body).stream().map(each -> each.get(10).asText()).toList();
  }

  /// P5: `more` tells of rows beyond the limit, of a search and of SQL.
  @Test
  void aLimitIsKeptAndToldOf() throws IOException {
    JsonNode end = page.lines("search", "{\"limit\":4}").getLast().path("end");
    assertThat(end.path("rows").asInt()).isEqualTo(4);
    assertThat(end.path("more").asBoolean()).isTrue();
    end =
        page.lines("sql", "{\"sql\":\"SELECT * FROM range(9000000000)\",\"limit\":7}")
            .getLast()
            .path("end");
    assertThat(end.path("rows").asInt()).isEqualTo(7);
    assertThat(end.path("more").asBoolean()).isTrue();
  }

  /// P5: `statement` is the search as SQL that gives the same rows.
  @Test
  void theStatementOfASearchGivesItsRows() throws IOException {
    for (String q : List.of("", "s3 -error:*", "principal:" + AskedPage.SESSION, "\\\"= cmd\\\"")) {
      String body = "{\"q\":\"" + q + "\",\"from\":\"2026-05-01T00:00:00Z\",\"limit\":100}";
      String sql = page.ask("statement", body).path("sql").asText();
      String asked = AskedPage.JSON.createObjectNode().put("sql", sql).toString();
      assertThat(page.rows("sql", asked)).as(q).isEqualTo(page.rows("search", body));
    }
  }

  /// P5 and P6: `summary`, held against the same counted by SQL.
  @Test
  void aSummaryCountsWhatTheSearchFinds() throws IOException {
    JsonNode told = page.ask("summary", "{\"buckets\":5}");
    assertThat(told.path("total").asInt()).isEqualTo(5);
    assertThat(told.path("from").asText()).isEqualTo("2026-05-02T00:00:00Z");
    assertThat(told.path("to").asText()).isEqualTo("2026-05-02T04:00:01Z");
    assertThat(told.path("seconds").asInt()).isEqualTo(3600);
    assertThat(told.path("counts").toString())
        .isEqualTo(
            "[[\"2026-05-02T00:00:00Z\",1,0],[\"2026-05-02T01:00:00Z\",1,0],"
                + "[\"2026-05-02T02:00:00Z\",1,0],[\"2026-05-02T03:00:00Z\",1,1],"
                + "[\"2026-05-02T04:00:00Z\",1,0]]");
    JsonNode facets = told.path("facets");
    assertThat(facets.path("account").toString())
        .isEqualTo("[[\"444455556666\",4],[\"111122223333\",1]]");
    assertThat(facets.path("service").toString()).isEqualTo("[[\"s3\",2],[\"sts\",2],[\"ec2\",1]]");
    assertThat(facets.path("error").toString()).isEqualTo("[[\"AccessDenied\",1]]");
    assertThat(facets.path("readonly").toString()).isEqualTo("[[\"true\",3],[\"false\",2]]");
    assertThat(facets.path("source").toString()).isEqualTo("[[\"test\",5]]");
  }

  /// P6: each value of a facet is a term that finds so many.
  @Test
  void everyFacetIsATermThatFindsWhatItCounts() throws IOException {
    JsonNode facets = page.ask("summary", "{}").path("facets");
    List<String> names = new ArrayList<>();
    facets.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "account",
            "region",
            "service",
            "call",
            "principal",
            "address",
            "error",
            "readonly",
            "category",
            "source");
    for (String name : names) {
      for (JsonNode value : facets.path(name)) {
        String q = name + ":\\\"" + value.get(0).asText() + "\\\"";
        assertThat(page.rows("search", "{\"q\":\"" + q + "\"}"))
            .as(q)
            .hasSize(value.get(1).asInt());
      }
    }
  }

  @Test
  void aSummaryOfNothingIsEmpty() throws Exception {
    JsonNode none = page.ask("summary", "{\"q\":\"nowhere\",\"buckets\":2}");
    assertThat(none.path("total").asInt()).isZero();
    assertThat(none.path("counts").get(0).get(1).asInt()).isZero();
    assertThat(none.path("facets").path("call")).isEmpty();
    try (AskedPage empty = new AskedPage(folder.resolve("empty"), true)) {
      assertThat(empty.ask("summary", "{}").toString())
          .startsWith("{\"total\":0,\"from\":null,\"to\":null,\"seconds\":1,\"counts\":[],");
      assertThat(empty.rows("search", "{}")).isEmpty();
      assertThat(empty.rows("findings", "{}")).isEmpty();
      assertThat(empty.ask("who", "{\"name\":\"x\"}").path("sessions")).isEmpty();
      assertThat(empty.ask("coverage", "{}").path("rows")).isEmpty();
      assertThat(empty.ask("saved", "{}")).isEmpty();
      for (JsonNode sample : empty.ask("samples", "{}")) {
        sampleRuns(empty, sample);
      }
    }
  }

  /// P5: `sql`, its values as `query --json` writes them, and where a mistake stands.
  @Test
  void sqlIsAnsweredLineByLine() throws Exception {
    List<JsonNode> lines =
        page.lines(
            "sql",
            "{\"sql\":\"SELECT 1 AS a, 1.50 AS b, NULL AS c, TIMESTAMP '2026-05-01 00:00:00' AS d,"
                + " ARRAY['x'] AS e, json_parse('{\\\"k\\\": 1}') AS f\"}");
    assertThat(lines.getFirst().path("columns").get(0).path("type").asText()).isEqualTo("INTEGER");
    assertThat(lines.get(1).toString())
        .isEqualTo("[1,1.5,null,\"2026-05-01 00:00:00\",[\"x\"],{\"k\":1}]");
    assertThat(
            page.lines("sql", "{\"sql\":\"SELECT 1 FROM $EDS_ID\"}").get(1).path("remark").asText())
        .contains("$EDS_ID");
    JsonNode wrong = page.problem(400, "sql", "{\"sql\":\"SELECT 1,\\n  evntname FROM events\"}");
    assertThat(wrong.path("code").asText()).isEqualTo("QUERY_INVALID");
    assertThat(wrong.path("line").asInt()).isEqualTo(2);
    assertThat(wrong.path("column").asInt()).isEqualTo(3);
    assertThat(wrong.path("remedy").asText()).contains("eventname");
    assertThat(page.line("sql", "evntname").problem()).startsWith("QUERY_INVALID: ");
    assertThat(
            page.problem(400, "sql", "{\"sql\":\"COPY events TO '/tmp/x'\"}").path("line").isNull())
        .isTrue();
  }

  /// P5: a problem behind the first byte is the last line.
  @Test
  void aFailureBehindRowsIsTheLastLine() throws IOException {
    List<JsonNode> lines =
        page.lines(
            "sql",
            "{\"sql\":\"SELECT rpad('', 1000, 'x'), 1 / (range - 99990) FROM range(99999)\",\"limit\":100000}");
    assertThat(lines.size()).isGreaterThan(2);
    assertThat(lines.getLast().path("problem").path("problem").asText())
        .isEqualTo("division by zero");
  }

  /// P3: texts of events are text, whatever they are.
  @Test
  void hostileTextsComeBackAsTheyAre() throws IOException {
    assertThat(
            page.rows(
                    "sql", "{\"sql\":\"SELECT useragent FROM events WHERE useragent IS NOT NULL\"}")
                .getFirst()
                .get(0)
                .asText())
        .isEqualTo(AskedPage.HOSTILE);
    HttpResponse<String> answer = page.post("event", "{\"id\":\"" + AskedPage.id(4) + "\"}");
    assertThat(answer.body()).doesNotContain("\u001b");
    assertThat(answer.body().strip()).hasLineCount(1);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  /// P4: when the browser goes away the statement is stopped.
  @Test
  void aStatementEndsWhenTheAskerHasGone() throws Exception {
    String sql =
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = -1";
    byte[] body = ("{\"sql\":\"" + sql + "\"}").getBytes(StandardCharsets.UTF_8);
    URI url = URI.create(page.url());
    try (Socket browser = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = browser.getOutputStream();
      String head = "POST /page/sql HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
      out.write((head + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      InputStream in = browser.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
      assertThat(page.beginning.get()).isOne();
    }
    assertThat(page.line("sql", "1000000").problem()).isEqualTo("the asker has gone");
    Await.until(() -> page.beginning.get() == 0);
  }

  /// The services' own search is the judge of the page's.
  @Test
  void thePagesRowsAreThoseOfTheTable() throws IOException {
    List<String> direct = new ArrayList<>();
    try (QueryAnswer answer =
        page.services.sql().ask("SELECT eventid FROM events ORDER BY eventtime DESC, eventid")) {
      while (answer.next()) {
        direct.add(String.valueOf(answer.value(0)));
      }
    }
    assertThat(ids("{}")).isEqualTo(direct);
  }

  private static void sampleRuns(AskedPage asked, JsonNode sample) throws IOException {
    String sql =
        AskedPage.JSON.createObjectNode().put("sql", sample.path("sql").asText()).toString();
    assertThat(asked.lines("sql", sql).getLast().has("end"))
        .as(sample.path("title").asText())
        .isTrue();
  }
}
