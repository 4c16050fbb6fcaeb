package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import io.trailhouse.finding.RuleNotes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
  private static final AlertSpec SPEC = AlertSpec.of("soc", new Destination.Sns("topic"));

  private static final RuleNotes RULE =
      new RuleNotes(
          "rule-a",
          "",
          "",
          Level.HIGH,
          "It\nmatters.",
          "Ask\n  them.",
          false,
          List.of(),
          List.of());

  @Test
  void aMessageSaysWhatWhoWhereAndWhen() {
    AlertMessage message = SampleFindings.message(SPEC, SampleFindings.finding(7));
    assertThat(message.title()).isEqualTo("[HIGH] Title of rule-a by ann");
    assertThat(message.text())
        .contains("Principal: arn:aws:iam::111122223333:user/ann")
        .contains("Account: 111122223333")
        .contains("2026-03-01T12:00:07Z CreateUser in 111122223333 us-east-1 (event-7)");
    assertThat(message.html()).contains("<td>arn:aws:iam::111122223333:user/ann</td>");
    assertThat(message.link()).isNull();
  }

  @Test
  void aMessageSaysFromWhereOnWhatWithWhichErrorAndWhatToDoNext() {
    Finding one = SampleFindings.finding(7);
    String record =
        "{\"sourceIPAddress\":\"192.0.2.7\",\"userAgent\":\"aws-cli/2\",\"errorCode\":\"AccessDenied\",\"errorMessage\":\"not"
            + " you\",\"requestParameters\":{\"userName\":\"eve\"}}";
    Finding found =
        new Finding(
            one.id(),
            one.ruleId(),
            one.ruleVersion(),
            one.title(),
            one.level(),
            one.time(),
            one.account(),
            one.region(),
            "arn:aws:iam::111122223333:root",
            List.of(new FoundEvent("e", one.time(), "CreateUser", record)));
    Alert alert = Groups.open(SPEC, List.of(found), SampleFindings.NOON, SampleFindings.NOON);
    AlertMessage message = new MessageWriter(SPEC).write(alert, Map.of("rule-a", RULE));
    assertThat(message.title())
        .isEqualTo("[HIGH] Title of rule-a by the root user of 111122223333");
    assertThat(message.text())
        .contains(
            "Address: 192.0.2.7\n",
            "User agent: aws-cli/2\n",
            "Resource: eve\n",
            "Error: AccessDenied: not you\n",
            "Description: It matters.\n",
            "Next: Ask them.\n");
    assertThat(message.html()).contains("<th align=\"left\">Next</th><td>Ask them.</td>");
  }

  @Test
  void aMessageLeadsToThePageWhereThereIsOne() {
    AlertSpec linked =
        new AlertSpec(
            "soc",
            SPEC.destination(),
            Level.LOW,
            AlertSpec.DEFAULT_GROUP,
            5,
            null,
            URI.create("https://audit.acme.example/trailhouse"));
    assertThat(SampleFindings.message(linked, SampleFindings.finding(7)).link())
        .hasToString("https://audit.acme.example/trailhouse/#/event/event-7");
    AlertMessage hostile = SampleFindings.message(linked, SampleFindings.hostile("{}"));
    assertThat(hostile.link().toString()).doesNotContain("<", "\"", " ");
  }

  @Test
  void manyFindingsAreACountAndSamples() {
    Alert alert =
        Groups.open(
            SPEC, List.of(SampleFindings.finding(0)), SampleFindings.NOON, SampleFindings.NOON);
    List<Finding> further = new ArrayList<>();
    for (int i = 1; i < 1000; i++) {
      further.add(SampleFindings.finding(i));
    }
    AlertMessage message = new MessageWriter(SPEC).write(Groups.join(alert, further));
    assertThat(message.count()).isEqualTo(1000);
    assertThat(message.title()).endsWith("(1000 findings)");
    assertThat(message.samples()).hasSize(5);
    assertThat(message.text()).contains("Last event: 2026-03-01T12:16:39Z");
  }

  @Test
  void textsThatComeFromEventsCannotActAndAreBounded() throws Exception {
    AlertMessage message = SampleFindings.message(SPEC, SampleFindings.hostile("{\"a\":1}"));
    assertThat(message.title()).hasSizeLessThanOrEqualTo(200);
    List<String> lines = new ArrayList<>(message.samples());
    lines.add(message.title());
    message.facts().forEach(fact -> lines.add(fact.value()));
    for (String line : lines) {
      assertThat(line.length()).isLessThanOrEqualTo(300);
      assertThat(line.codePoints())
          .allMatch(code ->
              Character.getType(code) != Character.CONTROL
                  && Character.getType(code) != Character.FORMAT
                  && Character.getType(code) != Character.SURROGATE);
    }
    assertThat(message.html()).doesNotContain("<script").contains("&lt;script&gt;");
    assertThat(new ObjectMapper().readTree(message.events()).get(0).path("event").path("a").asInt())
        .isEqualTo(1);
  }

  @Test
  void aTextIsCutBetweenCharacters() {
    String smile = "\uD83D\uDE00";
    assertThat(CleanText.line("a" + smile.repeat(10), 5)).isEqualTo("a" + smile + "…");
    assertThat(CleanText.cut(smile.repeat(3), 4)).isEqualTo(smile + "…");
    assertThat(CleanText.slack("<".repeat(10), 10)).isEqualTo("&lt;&lt;…");
    assertThat(CleanText.line("\uDC00x\uD800", 9)).isEqualTo("\uFFFDx\uFFFD");
  }

  @Test
  void aRecordThatIsNoJsonIsAText() throws Exception {
    AlertMessage message =
        SampleFindings.message(SPEC, SampleFindings.hostile("{\"a\":1}, \"b\": 2"));
    JsonNode events = new ObjectMapper().readTree(message.events());
    assertThat(events.get(0).path("event").asText()).isEqualTo("{\"a\":1}, \"b\": 2");
    assertThat(events.size()).isEqualTo(1);
  }

  @Test
  void hugeAndManyRecordsAreNamedByTheirSize() throws Exception {
    List<FoundEvent> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String json = "{\"a\":\"" + "x".repeat(i == 99 ? 300_000 : 200_000) + "\"}";
      events.add(new FoundEvent("k" + i, SampleFindings.NOON, "n", json));
    }
    Finding one = SampleFindings.finding(1);
    Finding many =
        new Finding(
            one.id(),
            one.ruleId(),
            one.ruleVersion(),
            one.title(),
            one.level(),
            one.time(),
            one.account(),
            one.region(),
            one.principal(),
            events);
    AlertMessage message = SampleFindings.message(SPEC, many);
    assertThat(message.events().length()).isLessThan(1 << 20);
    JsonNode array = new ObjectMapper().readTree(message.events());
    assertThat(array.size()).isEqualTo(20);
    assertThat(array.get(19).path("event").path("trailhouse_left_out_bytes").asInt())
        .isEqualTo(300_008);
  }
}
