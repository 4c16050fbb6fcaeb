package io.trailhouse.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventTime;
import io.trailhouse.fixture.IdentityTable;
import io.trailhouse.fixture.IdentityTable.Case;
import io.trailhouse.match.Matchers;
import io.trailhouse.match.Subject;
import io.trailhouse.ocsf.OcsfEvent;
import io.trailhouse.route.KeyTemplate;
import io.trailhouse.route.ObjectRouteWriter;
import io.trailhouse.rule.EventFacts;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.select.Condition;
import io.trailhouse.select.Envelope;
import io.trailhouse.select.EventPattern;
import io.trailhouse.select.InvalidConditionException;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything that asks a record who acted, when and in which account gets the one right answer
/// (spec: records.md, R5 and R6). `RowIdentityTest` holds the same for retention, `IdentitySqlTest`
/// for search and stories.
class OneMeaningTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Case> cases() {
    return IdentityTable.cases();
  }

  private static Subject subject(Case one) {
    Subject subject = new Subject();
    subject.point(one.batch(), 0);
    return subject;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theIdentityIsTheRightOne(Case one) {
    EventIdentity who = EventIdentity.of(one.batch().view(0));
    assertThat(who.principal()).isEqualTo(one.want("principal"));
    assertThat(who.actor()).isEqualTo(one.want("actor"));
    assertThat(who.role()).isEqualTo(one.want("role"));
    assertThat(who.sessionName()).isEqualTo(one.want("sessionName"));
    assertThat(who.sourceIdentity()).isEqualTo(one.want("sourceIdentity"));
    assertThat(who.account()).isEqualTo(one.want("account"));
    assertThat(who.accessKey()).isEqualTo(one.want("accessKey"));
    assertThat(EventIdentity.account(one.batch().view(0))).isEqualTo(who.account());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTimeIsTheRightOne(Case one) {
    assertThat(EventTime.of(one.batch().view(0))).isEqualTo(one.time());
    Instant written = EventTime.written(one.batch().view(0));
    assertThat(written == null ? "" : written.toString()).isEqualTo(one.written());
  }

  /// Suppressions and alert groups go by what stands in the finding.
  @ParameterizedTest
  @MethodSource("cases")
  void sigmaRulesSayIt(Case one) {
    EventBatch batch = one.batch();
    EventFacts facts = new RuleSet(List.of()).scan().facts(batch, 0);
    assertThat(facts.principal()).isEqualTo(one.want("principal"));
    assertThat(facts.account()).isEqualTo(one.want("account"));
    assertThat(facts.time()).isEqualTo(one.time());
    assertThat(facts.timed()).isEqualTo(!one.written().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void watchesSayIt(Case one) {
    WatchedEvent seen = WatchedEvent.of(subject(one));
    if (seen == null) {
      assertThat(one.written()).isEmpty();
      return;
    }
    assertThat(seen.time()).isEqualTo(one.time());
    assertThat(seen.identity().actor()).isEqualTo(one.want("actor"));
    assertThat(seen.sample().principal()).isEqualTo(one.want("principal"));
    assertThat(seen.sample().account()).isEqualTo(one.want("account"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void routesChooseByIt(Case one) throws InvalidConditionException {
    for (String question : List.of("account", "principal")) {
      String wanted = one.want(question);
      if (!wanted.isEmpty()) {
        assertThat(chosen(one, question, wanted)).as(question).isTrue();
        assertThat(chosen(one, question, wanted.substring(1) + "*")).as(question).isFalse();
      }
    }
    if (!one.want("account").equals("444455556666")) {
      assertThat(chosen(one, "account", "444455556666")).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eventPatternsChooseByIt(Case one) throws InvalidConditionException {
    for (String account : List.of("111122223333", "444455556666", EventIdentity.ANONYMOUS)) {
      for (String matcher : List.of("\"%s\"", "{\"prefix\": \"%s\"}")) {
        String pattern = "{\"account\": [" + matcher.formatted(account) + "]}";
        assertThat(Matchers.compile(EventPattern.compile(pattern)).matches(subject(one)))
            .as(pattern)
            .isEqualTo(one.want("account").equals(account));
      }
    }
  }

  private static boolean chosen(Case one, String key, String text)
      throws InvalidConditionException {
    return Matchers.compile(Condition.compile(Map.of(key, text))).matches(subject(one));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keysOfObjectsSayIt(Case one) {
    KeyTemplate template = KeyTemplate.of("!{account}/!{timestamp:yyyy-MM-dd'T'HH_mm_ss}/");
    String account = one.want("account").isEmpty() ? "unknown" : one.want("account");
    assertThat(ObjectRouteWriter.prefixes(template).of(subject(one), one.time()))
        .startsWith(account + "/2026-05-01T");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void envelopesSayIt(Case one) throws IOException {
    JsonNode event = JSON.readTree(Envelope.of(subject(one), one.record()));
    assertThat(event.get("account").asText()).isEqualTo(one.want("account"));
    assertThat(event.get("time").asText()).isEqualTo(one.time().toString());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ocsfSaysIt(Case one) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      OcsfEvent.write(one.batch().view(0), json);
    }
    JsonNode event = JSON.readTree(text.toString());
    assertThat(event.path("actor").path("user").path("uid").asText())
        .isEqualTo(one.want("principal"));
    assertThat(event.path("time").asLong()).isEqualTo(one.time().toEpochMilli());
  }
}
