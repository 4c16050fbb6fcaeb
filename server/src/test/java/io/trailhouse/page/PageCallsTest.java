package io.trailhouse.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.login.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the page asks of events, findings and the home: docs/spec/page.md, P3 to P5.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageCallsTest {
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

  /// P5: what changes something needs an analyst.
  @Test
  void everyRowOfTheTableIsThereWithItsRole() {
    assertThat(String.join(" ", page.names()))
        .isEqualTo(
            "change coverage dashboards drop-dashboard event finding findings forget "
                + "keep-dashboard me names samples save saved search sql statement status summary "
                + "suppress suppressions ticket unsuppress who widget");
    for (String name : page.names()) {
      boolean changes =
          List.of(
                  "change",
                  "save",
                  "forget",
                  "suppress",
                  "unsuppress",
                  "keep-dashboard",
                  "drop-dashboard")
              .contains(name);
      assertThat(page.needed(name)).as(name).isEqualTo(changes ? Role.ANALYST : Role.READ);
    }
  }

  private static void sampleRuns(AskedPage asked, JsonNode sample) throws IOException {
    String sql =
        AskedPage.JSON.createObjectNode().put("sql", sample.path("sql").asText()).toString();
    assertThat(asked.lines("sql", sql).getLast().has("end"))
        .as(sample.path("title").asText())
        .isTrue();
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
  }

  @Test
  void aCallersSessionsAreThoseItBeganToo() throws IOException {
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
            "[{\"subject\":\"source org\",\"problem\":\"no role\",\"place\":\"role/reader\","
                + "\"remedy\":\"make one\"}]");
    assertThat(told.path("sources").get(0).path("problem").asText())
        .isEqualTo("no role (role/reader)");
  }

  /// P4: each of these waits until the other one is asked too.
  @ParameterizedTest
  @CsvSource({
    "'eventid DESC LIMIT 8', 'eventid LIMIT 7'",
    "'SELECT resources, th_object', 'FROM findings WHERE contains'"
  })
  void statementsOfAnEventThatDoNotNeedEachOtherRunSideBySide(String one, String other)
      throws IOException {
    CountDownLatch together = new CountDownLatch(2);
    page.hearing =
        text -> {
          if (text.contains(one) || text.contains(other)) {
            together.countDown();
            try {
              together.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    JsonNode event = page.ask("event", "{\"id\":\"" + AskedPage.id(2) + "\",\"around\":7}");
    assertThat(event.path("findings")).hasSize(1);
    assertThat(event.path("around").findValuesAsText("id"))
        .isSorted()
        .contains(AskedPage.id(2), AskedPage.id(3));
  }

  /// P5: whoever reads it has the page before him, no command line.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          404 | change     | {"verdict":"closed","ids":["000000"]}
          400 | change     | {"verdict":"closed","ids":["0"]}
          404 | suppress   | {"rule":"rule-b","until":"2027-01-01T00:00:00Z","reason":"x"}
          400 | suppress   | {"rule":"*","account":"1","until":"2027-01-01T00:00:00Z","reason":"x"}
          400 | suppress   | {"rule":"*","principal":" ","until":"2027-01-01T00:00:00Z","reason":"x"}
          400 | suppress   | {"rule":"*","until":"2027-01-01T00:00:00Z"}
          400 | suppress   | {"rule":"*","until":"2020-01-01T00:00:00Z","reason":"x"}
          404 | unsuppress | {"number":99}
          400 | finding    | {"id":"00"}
          404 | finding    | {"id":"000000"}
          404 | findings   | {"rule":"rule-b"}
          404 | event      | {"id":"00"}
          400 | coverage   | {"from":"2100-01-01T00:00:00Z"}
          """)
  void aProblemNamesNoOptionOfACommand(int status, String call, String body) throws IOException {
    assertThat(page.problem(status, call, body).toString()).doesNotContain("--");
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
}
