package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.testkit.HistoryDouble;
import io.trailhouse.testkit.HistoryDouble.Fault;
import io.trailhouse.testkit.PastEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The stand-in for Event history against botocore's model of the operation, and its rules.
class HistoryDoubleTest {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "us-east-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Instant now = Instant.now();
  private final HistoryDouble history = new HistoryDouble(1_000);
  private final PastEvents past = new PastEvents(history, 3);

  /// Asks until it is not asked too often.
  private HistoryDouble.Answer ask(String request) throws IOException {
    HistoryDouble.Answer answer = history.answer(ACCOUNT, REGION, request);
    while (answer.body().contains("ThrottlingException")) {
      answer = history.answer(ACCOUNT, REGION, request);
    }
    return answer;
  }

  private JsonNode page(String request) throws IOException {
    HistoryDouble.Answer answer = ask(request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private String error(String request) throws IOException {
    HistoryDouble.Answer answer = ask(request);
    assertThat(answer.status()).isEqualTo(400);
    return JSON.readTree(answer.body()).path("__type").asText();
  }

  private static JsonNode model() throws IOException {
    return JSON.readTree(
        SharedData.path("../reference/models/cloudtrail/2013-11-01/service-2.json").toFile());
  }

  @Test
  void itsAnswersHaveTheShapesOfTheModel() throws Exception {
    JsonNode shapes = model().path("shapes");
    past.add(ACCOUNT, REGION, 120, now.minus(Duration.ofDays(2)), now);
    JsonNode answer = page("{}");
    assertThat(names(answer)).isSubsetOf(names(members(shapes, "LookupEventsResponse")));
    JsonNode members = members(shapes, "Event");
    for (JsonNode event : answer.path("Events")) {
      assertThat(names(event)).isSubsetOf(names(members));
      for (String name : names(event)) {
        String type = shapes.path(members.path(name).path("shape").asText()).path("type").asText();
        JsonNode value = event.path(name);
        assertThat(value.isTextual()).as(name).isEqualTo(type.equals("string"));
        assertThat(value.isNumber()).as(name).isEqualTo(type.equals("timestamp"));
        assertThat(value.isArray()).as(name).isEqualTo(type.equals("list"));
      }
    }
  }

  @Test
  void itsErrorsAreThoseOfTheModelOrCommonToAllOperations() throws Exception {
    Set<String> known =
        new HashSet<>(
            Set.of("ThrottlingException", "ExpiredTokenException", "AccessDeniedException"));
    for (JsonNode error : model().path("operations").path("LookupEvents").path("errors")) {
      known.add(error.path("shape").asText());
    }
    List<String> seen = new ArrayList<>();
    seen.add(error("{\"StartTime\":20,\"EndTime\":10}"));
    seen.add(error("{\"MaxResults\":51}"));
    seen.add(error("{\"MaxResults\":0}"));
    seen.add(error("{\"EventCategory\":\"Insight\"}"));
    seen.add(error("{\"NextToken\":\"x\"}"));
    seen.add(
        error(
            "{\"LookupAttributes\":[{\"AttributeKey\":\"EventId\",\"AttributeValue\":\"a\"},"
                + "{\"AttributeKey\":\"EventName\",\"AttributeValue\":\"b\"}]}"));
    assertThat(new HashSet<>(seen)).hasSize(5).isSubsetOf(known);
    history.faults(call -> Fault.DENIED);
    assertThat(known).contains(error("{}"));
  }

  @Test
  void pagesAreNewestFirstBothEndsAreInAndACursorBelongsToItsQuestion() throws Exception {
    Instant from = now.minus(Duration.ofDays(1));
    past.at(ACCOUNT, REGION, from, Instant.EPOCH);
    past.at(ACCOUNT, REGION, from.plusSeconds(100), Instant.EPOCH);
    past.add(ACCOUNT, REGION, 98, from.plusSeconds(1), from.plusSeconds(99));
    past.at(ACCOUNT, REGION, from.plusSeconds(101), Instant.EPOCH);
    past.at(ACCOUNT, REGION, now.minus(Duration.ofDays(91)), Instant.EPOCH);
    past.at(ACCOUNT, REGION, from.plusSeconds(50), now.plusSeconds(3_600));
    String asked =
        "\"StartTime\":%d,\"EndTime\":%d"
            .formatted(from.getEpochSecond(), from.getEpochSecond() + 100);
    JsonNode first = page("{" + asked + "}");
    String token = ",\"NextToken\":\"" + first.path("NextToken").asText() + "\"}";
    JsonNode second = page("{" + asked + token);
    assertThat(second.has("NextToken")).isFalse();
    List<Long> times = new ArrayList<>();
    first.path("Events").forEach(event -> times.add(event.path("EventTime").asLong()));
    second.path("Events").forEach(event -> times.add(event.path("EventTime").asLong()));
    assertThat(times).hasSize(100).isSortedAccordingTo((one, two) -> Long.compare(two, one));
    assertThat(times.get(0)).isEqualTo(from.getEpochSecond() + 100);
    assertThat(times.get(99)).isEqualTo(from.getEpochSecond());
    assertThat(error("{\"StartTime\":1" + token)).isEqualTo("InvalidNextTokenException");
    assertThat(page("{\"StartTime\":0}").path("Events").get(0).path("EventTime").asLong())
        .isEqualTo(from.getEpochSecond() + 101);
  }

  @Test
  void twoCallsASecondAreAnsweredForEachAccountAndRegion() throws Exception {
    HistoryDouble slow = new HistoryDouble(1);
    int answered = 0;
    long begun = System.nanoTime();
    for (int call = 0; call < 50; call++) {
      answered += slow.answer(ACCOUNT, REGION, "{}").status() == 200 ? 1 : 0;
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    assertThat(answered).isBetween(2, 2 + (int) Math.ceil(2 * seconds));
    assertThat(slow.answer(ACCOUNT, "eu-west-1", "{}").status()).isEqualTo(200);
    assertThat(slow.calls().get(ACCOUNT + " " + REGION).throttled()).isEqualTo(50L - answered);
  }

  private static JsonNode members(JsonNode shapes, String shape) {
    return shapes.path(shape).path("members");
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
