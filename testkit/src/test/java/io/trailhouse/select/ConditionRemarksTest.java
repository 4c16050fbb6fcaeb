package io.trailhouse.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.testkit.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionRemarksTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aPatternWithoutDetailIsTold() {
    assertThat(pattern("{\"eventName\": [\"ConsoleLogin\"]}"))
        .containsExactly(
            ": matches nothing in EventBridge, where fields of the record stand under detail; here"
                + " it is matched against the record");
    assertThat(
            pattern(
                "{\"$or\": [{\"eventName\": [\"a\"]}, {\"userIdentity\": {\"type\":"
                    + " [\"Root\"]}}]}"))
        .hasSize(1);
    assertThat(pattern("{\"detail\": {\"eventName\": [\"ConsoleLogin\"]}}")).isEmpty();
    assertThat(pattern("{\"detail.eventName\": [\"ConsoleLogin\"]}")).isEmpty();
    assertThat(pattern("{\"source\": [\"aws.s3\"], \"eventName\": [\"a\"]}"))
        .containsExactly(
            "eventName: EventBridge's event has no eventName; fields of the record stand under"
                + " detail");
  }

  @Test
  void valuesThatNoEventHasAreToldWithTheNearOne() {
    assertThat(pattern("{\"detail\": {\"eventType\": [\"AwsConsoleSignin\"]}}"))
        .containsExactly(
            "detail.eventType: no event says \"AwsConsoleSignin\"; did you mean"
                + " \"AwsConsoleSignIn\"?");
    assertThat(pattern("{\"detail-type\": [\"AWS Console Signin via CloudTrail\"]}"))
        .containsExactly(
            "detail-type: EventBridge sends \"AWS Console Sign In via CloudTrail\"; this spelling"
                + " of a page of its guide is matched here alone");
    assertThat(pattern("{\"detail-type\": [\"AWS API call via Cloudtrail\"]}"))
        .containsExactly(
            "detail-type: no event says \"AWS API call via Cloudtrail\"; did you mean \"AWS API"
                + " Call via CloudTrail\"?");
    assertThat(pattern("{\"source\": [\"iam.amazonaws.com\"]}"))
        .containsExactly(
            "source: no event of CloudTrail has the source \"iam.amazonaws.com\"; did you mean"
                + " \"aws.iam\"?");
    assertThat(pattern("{\"detail\": {\"eventSource\": [\"aws.iam\"]}}"))
        .containsExactly(
            "detail.eventSource: no record has the event source \"aws.iam\"; did you mean"
                + " \"iam.amazonaws.com\"?");
    assertThat(pattern("{\"detail\": {\"userIdentity\": {\"type\": [\"root\"]}}}"))
        .containsExactly(
            "detail.userIdentity.type: no event says \"root\"; did you mean \"Root\"?");
    assertThat(pattern("{\"detail\": {\"eventname\": [\"a\"], \"readOnly\": [\"true\"]}}"))
        .containsExactly(
            "detail.eventname: no record has eventname; the field is eventName",
            "detail.readOnly: in an event pattern a text is no flag; write true without quotes");
    assertThat(pattern("{\"detail\": {\"eventType\": [{\"anything-but\": \"AwsConsoleSignin\"}]}}"))
        .isEmpty();
  }

  @Test
  void filterPatternsAndConditionsWithinConditionsAreLookedAtToo() {
    assertThat(texts(ConditionRemarks.ofFilterPattern("{ $.eventType != \"AwsConsoleSignin\" }")))
        .hasSize(1);
    assertThat(texts(ConditionRemarks.ofFilterPattern("{ $.eventname = x || $.a.b = root }")))
        .containsExactly(": no record has eventname; the field is eventName");
    assertThat(
            texts(
                ConditionRemarks.of(
                    Map.of("any", List.of(Map.of("match", Map.of("eventName", List.of("a"))))))))
        .first()
        .asString()
        .startsWith("any[0].match: matches nothing in EventBridge");
    assertThat(pattern("{\"eventName\": ")).isEmpty();
    assertThat(texts(ConditionRemarks.ofFilterPattern("{ $.a = 'x' }"))).isEmpty();
  }

  @Test
  void nothingIsRemarkedOfValuesThatPublishedRecordsHave() throws Exception {
    int count = 0;
    try (Stream<Path> files = Files.walk(SharedData.path("stratus-red-team"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        JsonNode records = JSON.readTree(file.toFile());
        for (JsonNode each : records.has("Records") ? records.get("Records") : records) {
          for (String field : List.of("eventType", "eventSource", "eventCategory")) {
            count += told(field, each.path(field));
          }
          count += told("userIdentity.type", each.path("userIdentity").path("type"));
        }
      }
    }
    assertThat(count).isGreaterThan(500);
  }

  private static int told(String field, JsonNode value) {
    if (value.isTextual()) {
      assertThat(KnownValues.ofValue("detail." + field, value.textValue(), true)).isNull();
    }
    return value.isTextual() ? 1 : 0;
  }

  private static List<String> pattern(String json) {
    return texts(ConditionRemarks.ofEventPattern(json));
  }

  private static List<String> texts(List<Flaw> flaws) {
    return flaws.stream().map(flaw -> flaw.path() + ": " + flaw.problem()).toList();
  }
}
