package io.trailhouse.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.SharedData;
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

  /// A filter pattern has no other way to write a flag.
  @Test
  void aFlagInAFilterPatternIsRightAsItStands() {
    for (String pattern :
        List.of(
            "{ $.readOnly = false }",
            "{ $.readOnly = true }",
            "{ $.readOnly != true }",
            "{ $.readOnly = \"true\" }",
            "{ $.managementEvent = true && $.eventName = X }",
            "{ $.readOnly IS FALSE }")) {
      assertThat(ConditionRemarks.ofFilterPattern(pattern)).as(pattern).isEmpty();
    }
    assertThat(ConditionRemarks.ofFilterPattern("{ $.readonly = false }")).hasSize(1);
  }

  /// EventBridge's envelope has texts alone, so that nothing matches a number.
  @Test
  void aNumberWhereEveryEventHasATextIsToldAndAnAccountThatIsNone() {
    assertThat(pattern("{\"source\": [\"aws.iam\"], \"account\": [111122223333]}"))
        .containsExactly(
            "account: account is a text in every event, and this is none; write \"111122223333\" in"
                + " quotes");
    assertThat(pattern("{\"account\": [\"AWS\"], \"region\": [1]}"))
        .containsExactly(
            "account: no event has the account \"AWS\"; an account's id is twelve digits",
            "region: region is a text in every event, and this is none; write \"1\" in quotes");
    assertThat(pattern("{\"detail\": {\"recipientAccountId\": [111122223333]}}")).hasSize(1);
    assertThat(pattern("{\"detail\": {\"userIdentity\": {\"accountId\": [111122223333]}}}"))
        .hasSize(1);
    assertThat(pattern("{\"account\": [\"111122223333\", {\"prefix\": \"1111\"}]}")).isEmpty();
    assertThat(texts(ConditionRemarks.of(Map.of("account", List.of("1111*", "111122223333")))))
        .isEmpty();
    assertThat(texts(ConditionRemarks.of(Map.of("account", "12"))))
        .containsExactly(
            "account: no event has the account \"12\"; an account's id is twelve digits");
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

  private static List<String> texts(List<ParseProblem> problems) {
    return problems.stream().map(problem -> problem.path() + ": " + problem.problem()).toList();
  }
}
