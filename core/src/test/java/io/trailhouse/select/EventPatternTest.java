package io.trailhouse.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.RecordJson;
import io.trailhouse.fixture.RandomRecords;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.match.Matchers;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.Subject;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Machine;

class EventPatternTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  /// As lenient as the reader of records.
  private static final ObjectMapper RECORDS = new ObjectMapper(RecordJson.FACTORY);

  @Test
  void everyRecordedCaseComesOutAsAwsSaid() throws Exception {
    Path folder = SharedData.path("eventbridge-patterns").resolve("localstack");
    int count = 0;
    JsonNode expected = JSON.readTree(folder.resolve("expected.json").toFile());
    for (Map.Entry<String, JsonNode> each : expected.properties()) {
      JsonNode one = JSON.readTree(folder.resolve(each.getKey()).toFile());
      String pattern = one.get("EventPattern").toString();
      String verdict = each.getValue().get("verdict").textValue();
      if (verdict.equals("exception")) {
        assertThatThrownBy(() -> EventPattern.of(pattern))
            .as(each.getKey())
            .isInstanceOf(InvalidConditionException.class)
            .hasMessageStartingWith(each.getValue().get("error").get("Message").textValue());
      } else {
        assertThat(EventPattern.of(pattern).matchesEvent(one.get("Event").toString()))
            .as(each.getKey())
            .isEqualTo(verdict.equals("match"));
      }
      count++;
    }
    assertThat(count).isGreaterThan(95);
  }

  @Test
  void freeFormFieldsAreReadAsTheEngineReadsThem() throws Exception {
    Predicate pattern =
        EventPattern.compile("{\"detail\": {\"requestParameters\": {\"a\": {\"b\": [\"x\"]}}}}");
    for (String parameters :
        List.of(
            "{\"a\": {\"b\": \"x\"}}",
            "{\"a.b\": \"x\"}",
            "{\"a\\u002eb\": \"x\"}",
            "{\"a\": {\"b\": \"y\"}, \"a.b\": \"x\"}",
            "{\"a\": {\"b\": [\"y\", \"x\"]}}",
            "{\"a\": [{\"b\": \"x\"}]}",
            "{\"a\": {\"b\": \"x\", \"b\": \"y\"}}")) {
      Tried record = Tried.with("\"requestParameters\": " + parameters);
      assertThat(record.passes(pattern)).as(parameters).isTrue();
    }
    for (String parameters :
        List.of(
            "null",
            "\"x\"",
            "{\"a\": \"x\"}",
            "{\"b\": \"x\"}",
            "{\"a\": {\"b\": \"y\"}, \"c.b\": \"x\"}",
            "{\"a\": {\"b\": \"y\", \"b\": \"x\"}}")) {
      Tried record = Tried.with("\"requestParameters\": " + parameters);
      assertThat(record.passes(pattern)).as(parameters).isFalse();
    }
  }

  @Test
  void theSketchNeverContradictsTheEngine() throws Exception {
    List<String> patterns = new ArrayList<>(OWN);
    Path file = SharedData.path("eventbridge-patterns").resolve("cloudtrail-ir-patterns.json");
    for (JsonNode each : JSON.readTree(file.toFile())) {
      patterns.add(each.get("pattern").toString());
    }
    List<Predicate> predicates = new ArrayList<>();
    List<Machine> machines = new ArrayList<>();
    for (String pattern : patterns) {
      predicates.add(EventPattern.compile(pattern));
      Machine machine = Machine.builder().build();
      machine.addRule("r", pattern);
      machines.add(machine);
    }
    int[] matches = new int[patterns.size()];
    for (EventBatch batch : records()) {
      Subject subject = new Subject();
      for (int row = 0; row < batch.rows(); row++) {
        subject.point(batch, row);
        JsonNode bare = RECORDS.readTree(batch.view(row).json());
        JsonNode event = enveloped(subject, bare);
        for (int i = 0; i < patterns.size(); i++) {
          boolean engine =
              !machines
                  .get(i)
                  .rulesForJSONEvent(patterns.get(i).startsWith("{\"event") ? bare : event)
                  .isEmpty();
          assertThat(Matchers.compile(predicates.get(i)).matches(subject))
              .as(patterns.get(i) + " on " + batch.view(row).json())
              .isEqualTo(engine);
          matches[i] += engine ? 1 : 0;
        }
      }
    }
    for (int i = 0; i < OWN.size(); i++) {
      assertThat(matches[i]).as(OWN.get(i)).isPositive();
    }
  }

  /// Each form of matcher on fields that real records have; each matches some of them.
  private static final List<String> OWN =
      List.of(
          "{\"source\":[\"aws.iam\"],\"detail-type\":[\"AWS API Call via CloudTrail\"]}",
          "{\"source\":[{\"prefix\":\"aws.s\"}]}",
          "{\"detail-type\":[\"AWS Console Sign In via CloudTrail\"]}",
          "{\"region\":[\"us-east-1\"],\"detail\":{\"readOnly\":[false]}}",
          "{\"account\":[\"123837392027\"]}",
          "{\"detail\":{\"errorCode\":[{\"exists\":true}]}}",
          "{\"detail\":{\"errorCode\":[{\"exists\":false}],\"eventName\":[{\"prefix\":\"Get\"}]}}",
          "{\"detail\":{\"userIdentity\":{\"type\":[{\"anything-but\":[\"AWSService\"]}]}}}",
          "{\"detail\":{\"userIdentity\":{\"arn\":[{\"wildcard\":\"*:user/*\"}]}}}",
          "{\"detail\":{\"userIdentity\":{\"arn\":[{\"anything-but\":{\"prefix\":\"arn:aws:sts\"}}]}}}",
          "{\"detail\":{\"responseElements\":[null]}}",
          "{\"detail\":{\"sourceIPAddress\":[{\"cidr\":\"0.0.0.0/1\"}]}}",
          "{\"detail\":{\"eventName\":[{\"equals-ignore-case\":\"createuser\"}]}}",
          "{\"detail\":{\"requestParameters\":{\"userName\":[{\"exists\":true}]}}}",
          "{\"detail\":{\"requestParameters\":{\"userName\":[{\"anything-but\":[\"nobody\"]}]}}}",
          "{\"detail\":{\"requestParameters\":{\"bucketName\":[{\"anything-but\":{\"suffix\":\"!\"}}]}}}",
          "{\"detail\":{\"resources\":{\"type\":[{\"exists\":true}]}}}",
          "{\"$or\":[{\"detail\":{\"eventName\":[\"CreateUser\"]}},{\"region\":[\"us-west-2\"]}]}",
          "{\"eventName\":[{\"suffix\":\"User\"}]}",
          "{\"eventSource\":[\"iam.amazonaws.com\"],\"userIdentity\":{\"type\":[\"IAMUser\"]}}");

  private static JsonNode enveloped(Subject subject, JsonNode record) {
    return JSON.createObjectNode()
        .put("version", "0")
        .put("id", record.path("eventID").asText())
        .put("detail-type", Envelope.detailType(subject.view()))
        .put("source", Envelope.source(subject.view()))
        .put("account", EventIdentity.account(subject.view()))
        .put("time", record.path("eventTime").asText())
        .put("region", record.path("awsRegion").asText())
        .set("detail", record);
  }

  /// Records of three sets and, from a seed, of every odd shape.
  private static List<EventBatch> records() throws Exception {
    List<EventBatch> batches = new ArrayList<>();
    EventReader reader = new EventReader();
    for (String set : List.of("stratus-red-team", "traildiscover", "invictus-ir")) {
      try (Stream<Path> files = Files.walk(SharedData.path(set))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          try (InputStream in = Files.newInputStream(file)) {
            reader.read(in, batches::add);
          }
        }
      }
    }
    RandomRecords random = RandomRecords.usual(11);
    for (int i = 0; i < 300; i++) {
      batches.add(Tried.record(random.next().text()).batch());
    }
    return batches;
  }
}
