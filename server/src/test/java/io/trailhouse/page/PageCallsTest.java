package io.trailhouse.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.login.Role;
import io.trailhouse.login.Caller;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the page asks, row by row of the table: docs/spec/page.md, P3 to P6.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageCallsTest {
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
    page.audited.clear();
    page.caller = new Caller("ann", Role.ANALYST);
    page.now = AskedPage.NOW;
  }

  /// P5: what changes something needs an analyst.
  @Test
  void everyRowOfTheTableIsThereWithItsRole() {
    assertThat(page.names())
        .containsExactly(
            "change",
            "coverage",
            "dashboards",
            "drop-dashboard",
            "event",
            "finding",
            "findings",
            "forget",
            "keep-dashboard",
            "me",
            "names",
            "samples",
            "save",
            "saved",
            "search",
            "sql",
            "statement",
            "status",
            "summary",
            "suppress",
            "suppressions",
            "ticket",
            "unsuppress",
            "who",
            "widget");
    for (String name : page.names()) {
      boolean changes =
          List.of(
                  "change", "save", "forget", "suppress", "unsuppress", "keep-dashboard",
                  "drop-dashboard").contains(name);
      assertThat(page.needed(name)).as(name).isEqualTo(changes ? Role.ANALYST : Role.READ);
    }
  }

  /// P5 and P6: `search`.
  @Test
  void aSearchFindsTheNewestFirstUnderTheContractsNames() throws IOException {
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
    assertThat(page.audited.getFirst())
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

  private static void sampleRuns(AskedPage asked, JsonNode sample) throws IOException {
    String sql =
        AskedPage.JSON.createObjectNode().put("sql", sample.path("sql").asText()).toString();
    assertThat(asked.lines("sql", sql).getLast().has("end"))
        .as(sample.path("title").asText())
        .isTrue();
  }

  /// P5: `sql`, its values as `query --json` writes them, and where a mistake stands.
  @Test
  void sqlIsAnsweredLineByLine() throws IOException {
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
    assertThat(page.audited.getLast().problem()).startsWith("QUERY_INVALID: ");
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

  /// P5: wrong members, types and sizes are told by name.
  @Test
  void aWrongQuestionIsToldWhatIsExpected() throws IOException {
    assertThat(page.problem(400, "search", "{\"limits\":1}").path("remedy").asText())
        .isEqualTo("Did you mean limit?");
    for (String body :
        List.of(
            "{\"limit\":0}",
            "{\"limit\":100001}",
            "{\"limit\":\"5\"}",
            "{\"limit\":1.5}",
            "{\"q\":7}",
            "{\"from\":\"yesterday\"}",
            "{\"from\":\"2026-05-02T00:00:00Z\",\"to\":\"2026-05-02T00:00:00Z\"}",
            "{\"q\":\"" + "x".repeat(103_000) + "\"}",
            "[]")) {
      JsonNode told = page.problem(400, "search", body);
      assertThat(told.path("code").asText()).as(body).isEqualTo("WRONG_USE");
      assertThat(told.path("remedy").asText()).as(body).isNotBlank();
    }
    for (String buckets : List.of("0", "501", "true")) {
      page.problem(400, "summary", "{\"buckets\":" + buckets + "}");
    }
    JsonNode quote = page.problem(400, "search", "{\"q\":\"a b:\\\"c\"}");
    assertThat(quote.path("problem").asText()).isEqualTo("a quote does not end");
    assertThat(quote.path("line").asInt()).isEqualTo(1);
    assertThat(quote.path("column").asInt()).isEqualTo(5);
    page.problem(404, "event", "{\"id\":\"nowhere\"}");
    page.problem(400, "event", "{\"id\":\"\"}");
    page.problem(400, "sql", "{\"sql\":\"  \"}");
    page.problem(400, "ticket", "{\"sql\":\"SELECT 1\",\"format\":\"exe\"}");
    page.problem(400, "ticket", "{\"sql\":\"SELECT 1\",\"q\":\"x\",\"format\":\"csv\"}");
    page.problem(400, "findings", "{\"levels\":[\"grave\"]}");
    page.problem(404, "findings", "{\"rule\":\"no such rule\"}");
    page.problem(400, "change", "{\"verdict\":\"burnt\",\"ids\":[\"abababab\"]}");
    page.problem(404, "unsuppress", "{\"number\":99}");
    page.problem(404, "forget", "{\"id\":\"x\"}");
  }

  /// P5: `event`.
  @Test
  void anEventIsToldWithAllThatBelongsToIt() throws IOException {
    JsonNode told = page.ask("event", "{\"id\":\"" + AskedPage.id(2).substring(0, 8) + "\"}");
    assertThat(told.path("id").asText()).isEqualTo(AskedPage.id(2));
    assertThat(told.path("time").asText()).isEqualTo("2026-05-02T02:00:00Z");
    assertThat(told.path("records").get(0).asText()).contains("\"eventName\":\"GetObject\"");
    assertThat(told.path("session").asText()).isEqualTo("role session " + AskedPage.SESSION);
    assertThat(told.path("around").findValuesAsText("time"))
        .containsExactly("2026-05-02T02:00:00Z", "2026-05-02T03:00:00Z");
    assertThat(told.path("around").findValuesAsText("asked")).containsExactly("true", "false");
    assertThat(told.path("resources").toString())
        .isEqualTo(
            "[{\"arn\":\"arn:aws:s3:::logs\",\"type\":\"AWS::S3::Bucket\",\"account\":"
                + "\"444455556666\",\"events\":1}]");
    assertThat(told.path("file").path("object").asText())
        .endsWith("444455556666_CloudTrail_eu-west-1_20260502T0505Z_AbCdEfGhIjKlMnOp.json");
    assertThat(told.path("file").path("source").asText()).isEqualTo("test");
    assertThat(told.path("file").path("digest").path("state").asText()).isEqualTo("arrived");
    assertThat(told.path("neighbours").findValuesAsText("id"))
        .containsExactly(AskedPage.id(0), AskedPage.id(1));
    assertThat(told.path("findings").toString())
        .isEqualTo(
            "[{\"id\":\""
                + "ab".repeat(16)
                + "\",\"title\":\"A bucket was read <b>\",\"level\":\"high\"}]");
    assertThat(told.path("who").toString())
        .isEqualTo(
            "{\"name\":\"Admin/alice\",\"arn\":\""
                + AskedPage.SESSION
                + "\",\"type\":\"AssumedRole\",\"account\":\"444455556666\",\"key\":\"ASIASESSION\","
                + "\"session\":\"alice\"}");
    JsonNode role = page.ask("event", "{\"id\":\"" + AskedPage.id(0) + "\",\"around\":0}");
    assertThat(role.path("neighbours").findValuesAsText("id"))
        .containsExactly(AskedPage.id(1), AskedPage.id(2), AskedPage.id(3));
  }

  /// P5: `who`, by every name of a caller.
  @Test
  void aCallerIsToldSessionBySessionWithTheirLinks() throws IOException {
    for (String name :
        List.of(
            AskedPage.SESSION,
            "Admin/alice",
            "ASIASESSION",
            "arn:aws:iam::444455556666:role/some/path/Admin")) {
      JsonNode told = page.ask("who", "{\"name\":\"" + name + "\"}");
      assertThat(told.path("sessions").toString())
          .as(name)
          .isEqualTo(
              "[{\"key\":\"ASIASESSION\",\"label\":\"Admin/alice\",\"account\":\"444455556666\","
                  + "\"from\":\"2026-05-02T02:00:00Z\",\"to\":\"2026-05-02T03:00:00Z\",\"events\":2,"
                  + "\"errors\":1}]");
      assertThat(told.path("moments").findValuesAsText("id"))
          .containsExactly(AskedPage.id(3), AskedPage.id(2));
      assertThat(told.path("moments").get(0).toString())
          .isEqualTo(
              "{\"id\":\""
                  + AskedPage.id(3)
                  + "\",\"time\":\"2026-05-02T03:00:00Z\",\"session\":\"ASIASESSION\",\"account\":"
                  + "\"444455556666\",\"region\":\"eu-west-1\",\"event\":\"s3:PutObject\",\"error\":"
                  + "\"AccessDenied\",\"address\":\"192.0.2.3\",\"readonly\":false}");
      assertThat(told.path("links").toString())
          .isEqualTo(
              "[{\"time\":\"2026-05-02T00:00:00Z\",\"id\":\""
                  + AskedPage.id(0)
                  + "\",\"from\":\"AKIAALICE\",\"to\":\"ASIASESSION\",\"role\":\""
                  + AskedPage.SESSION
                  + "\"}]");
      assertThat(told.path("findings").get(0).path("session").asText()).isEqualTo("ASIASESSION");
    }
    JsonNode alice = page.ask("who", "{\"name\":\"alice\",\"limit\":1}");
    assertThat(alice.path("sessions").findValuesAsText("key")).containsExactly("AKIAALICE");
    assertThat(alice.path("links").findValuesAsText("to")).containsExactly("ASIASESSION");
    JsonNode one = page.ask("who", "{\"name\":\"ASIASESSION\",\"limit\":1}");
    assertThat(one.path("moments")).hasSize(1);
    assertThat(one.path("more").asBoolean()).isTrue();
    assertThat(page.ask("who", "{\"name\":\"*\"}").path("sessions")).isEmpty();
  }

  /// P5: findings, in the asker's name.
  @Test
  void findingsAreFoundToldAndChanged() throws IOException {
    String id = "ab".repeat(16);
    String only = "{\"levels\":[\"high\"],\"account\":\"444455556666\"}";
    assertThat(page.rows("findings", only).getFirst().get(0).asText()).isEqualTo(id);
    assertThat(page.rows("findings", "{\"levels\":[\"low\"]}")).isEmpty();
    assertThat(page.rows("findings", "{\"from\":\"2026-05-02T03:30:00Z\"}")).isEmpty();
    assertThat(
            page.ask(
                    "change",
                    "{\"verdict\":\"closed\",\"ids\":[\"ababab\"],\"reason\":\" a drill \"}")
                .toString())
        .isEqualTo("{\"changed\":1}");
    JsonNode told = page.ask("finding", "{\"id\":\"ababab\"}");
    assertThat(told.path("fields").path("state").asText()).isEqualTo("closed");
    assertThat(told.path("events").toString())
        .isEqualTo("[\"" + AskedPage.id(2) + "\",\"" + AskedPage.id(3) + "\"]");
    assertThat(told.path("records").get(0).asText()).isEqualTo("{\"n\": 1.50, \"s\": \"a,]\"}");
    assertThat(told.path("changes").get(1).path("by").asText()).isEqualTo("ann");
    assertThat(told.path("changes").get(1).path("reason").asText()).isEqualTo("a drill");
    assertThat(told.path("changes").get(0).path("time").asText()).endsWith("Z");
    assertThat(told.path("rule").has("references")).isTrue();
    page.ask("change", "{\"verdict\":\"reopened\",\"ids\":[\"" + id + "\"]}");
    assertThat(page.rows("findings", "{\"states\":[\"new\"]}")).hasSize(1);
  }

  @Test
  void suppressionsAreMadeListedAndTakenBack() throws IOException {
    String until = "\"until\":\"2099-01-01T00:00:00Z\"";
    int number =
        page.ask("suppress", "{\"rule\":\"rule-a\",\"reason\":\"drill\"," + until + "}")
            .path("number")
            .asInt();
    assertThat(page.ask("suppressions", "{}").toString())
        .isEqualTo(
            "[{\"number\":"
                + number
                + ",\"rule\":\"rule-a\",\"principal\":\"*\",\"account\":\"*\",\"until\":"
                + "\"2099-01-01T00:00:00Z\",\"reason\":\"drill\",\"expired\":false}]");
    page.ask("unsuppress", "{\"number\":" + number + "}");
    assertThat(page.ask("suppressions", "{}")).isEmpty();
    page.problem(400, "suppress", "{\"rule\":\"*\"," + until + "}");
    page.problem(
        400, "suppress", "{\"rule\":\"*\",\"account\":\"1\",\"reason\":\"x\"," + until + "}");
    page.problem(400, "suppress", "{\"rule\":\"*\",\"reason\":\"x\"}");
  }

  @Test
  void whatIsKeptIsThereForAllAndGoneWhenForgotten() throws IOException {
    String id =
        page.ask("save", "{\"title\":\" <b> \",\"kind\":\"search\",\"text\":\"error:*\"}")
            .path("id")
            .asText();
    assertThat(page.ask("saved", "{}").toString())
        .isEqualTo(
            "[{\"id\":\""
                + id
                + "\",\"title\":\"<b>\",\"kind\":\"search\",\"text\":\"error:*\",\"by\":\"ann\","
                + "\"at\":\"2026-05-03T00:00:00Z\"}]");
    assertThat(Files.readString(page.home.resolve("page/saved.json"))).contains("error:*");
    page.problem(400, "save", "{\"title\":\"\",\"kind\":\"sql\",\"text\":\"x\"}");
    page.problem(400, "save", "{\"title\":\"t\",\"kind\":\"sql\",\"text\":\"\"}");
    page.problem(400, "save", "{\"title\":\"t\",\"kind\":\"tune\",\"text\":\"x\"}");
    page.ask("forget", "{\"id\":\"" + id + "\"}");
    assertThat(page.ask("saved", "{}")).isEmpty();
  }

  @Test
  void coverageHasALetterForEachHour() throws IOException {
    JsonNode told =
        page.ask(
            "coverage",
            "{\"from\":\"2026-05-02T04:00:00Z\",\"to\":\"2026-05-02T07:00:00Z\","
                + "\"account\":\"444455556666\"}");
    assertThat(told.path("rows").toString())
        .isEqualTo("[{\"account\":\"444455556666\",\"region\":\"eu-west-1\",\"hours\":\".a.\"}]");
    assertThat(told.path("first").asText()).isEqualTo("2026-05-02T04:00:00Z");
    assertThat(told.path("states").path("arrived").asInt()).isEqualTo(1);
    assertThat(told.path("states").path("nothing").asInt()).isEqualTo(2);
    assertThat(told.path("gaps")).isEmpty();
  }

  @Test
  void namesAndSamplesHelpToWriteSql() throws IOException {
    JsonNode names = page.ask("names", "{}");
    assertThat(names.path("tables").path("events").findValuesAsText("name"))
        .contains("eventname", "useridentity", "eventjson");
    assertThat(names.path("tables").path("finding_changes").findValuesAsText("name"))
        .contains("changed_by");
    assertThat(names.path("functions").toString()).contains("\"json_extract_scalar\"");
    for (JsonNode sample : page.ask("samples", "{}")) {
      sampleRuns(page, sample);
    }
  }

  @Test
  void theStatusHasTheProblemsInParts() throws IOException {
    JsonNode told = page.ask("status", "{}");
    assertThat(told.path("sources").get(0).path("state").asText()).isEqualTo("REFUSED");
    assertThat(told.path("problems").toString())
        .isEqualTo(
            "[{\"subject\":\"source org\",\"problem\":\"no role\",\"place\":null,\"remedy\":"
                + "\"make one\"}]");
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
    Await.until(() -> !page.audited.isEmpty());
    assertThat(page.audited.getFirst().problem()).isEqualTo("the asker has gone");
    Await.until(() -> page.beginning.get() == 0);
  }

  /// P5: a ticket works once, for who got it, for a minute.
  @Test
  void aTicketWorksOnceForItsOwnerForAMinute() throws IOException {
    String url = ticket("{\"q\":\"call:GetObject\",\"format\":\"csv\"}");
    assertThat(url).matches("/page/[0-9a-f]{48}");
    page.caller = new Caller("eve", Role.ADMIN);
    assertThat(page.get(url).statusCode()).isEqualTo(404);
    page.caller = new Caller("ann", Role.READ);
    HttpResponse<String> taken = page.get(url);
    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(taken.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"trailhouse-20260503T000000Z.csv\"");
    assertThat(taken.body()).startsWith("time,account,").contains(AskedPage.id(2)).hasLineCount(2);
    assertThat(page.get(url).statusCode()).isEqualTo(404);
    String late = ticket("{\"sql\":\"SELECT 1\",\"format\":\"csv\"}");
    page.now = AskedPage.NOW.plusSeconds(60);
    assertThat(page.get(late).statusCode()).isEqualTo(404);
    assertThat(page.get("/page/nothing").statusCode()).isEqualTo(404);
    assertThat(page.audited.stream().filter(each -> each.call().equals("download"))).hasSize(1);
  }

  private static String ticket(String body) throws IOException {
    return page.ask("ticket", body).path("url").asText();
  }

  /// P3: no cell of a CSV is a formula, and numbers stay what they are.
  @Test
  void aDownloadedCsvHasNoFormulas() throws IOException {
    String url =
        ticket(
            "{\"sql\":\"SELECT '=1+1' AS \\\"=a\\\", '+x' AS b, '-5' AS c, -5 AS d, '@x' AS e,"
                + " chr(9) || 'x' AS f, 'x=1' AS g, '-1+2' AS h, '' AS i, NULL AS j\","
                + "\"format\":\"csv\"}");
    assertThat(page.get(url).body())
        .isEqualTo("'=a,b,c,d,e,f,g,h,i,j\r\n'=1+1,'+x,-5,-5,'@x,'\tx,x=1,'-1+2,\"\",\r\n");
  }

  @Test
  void aDownloadComesWholeInEachForm() throws Exception {
    String sql = "\"sql\":\"SELECT eventid, eventname FROM events ORDER BY eventid\"";
    assertThat(
            AskedPage.JSON
                .readTree(page.get(ticket("{" + sql + ",\"format\":\"json\"}")).body())
                .findValuesAsText("eventname"))
        .containsExactly("AssumeRole", "AssumeRole", "GetObject", "PutObject", "RunInstances");
    HttpResponse<String> parquet = page.get(ticket("{" + sql + ",\"format\":\"parquet\"}"));
    assertThat(parquet.body()).startsWith("PAR1").endsWith("PAR1");
    try (Stream<Path> left = Files.walk(page.home.resolve("tmp"))) {
      assertThat(left.filter(each -> each.toString().endsWith(".parquet"))).isEmpty();
    }
    HttpResponse<String> wrong =
        page.get(ticket("{\"sql\":\"SELECT evntname FROM events\",\"format\":\"csv\"}"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(AskedPage.JSON.readTree(wrong.body()).path("problem").path("line").asInt()).isOne();
  }

  /// P5: 429 when too many ask at once.
  @Test
  void whoWouldWaitTooLongIsToldAtOnce() {
    Turns turns = new Turns(1);
    try (Turns.Turn turn = turns.take()) {
      assertThat(turn).isNotNull();
      assertThat(status(turns)).isEqualTo(429);
    }
    assertThat(status(turns)).isEqualTo(200);
  }

  private static int status(Turns turns) {
    try (Turns.Turn turn = turns.take()) {
      return turn == null ? 500 : 200;
    } catch (RuntimeException e) {
      return PageProblem.of(e).status();
    }
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
}
