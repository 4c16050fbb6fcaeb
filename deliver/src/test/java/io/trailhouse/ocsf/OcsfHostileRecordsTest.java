package io.trailhouse.ocsf;

import static io.trailhouse.ocsf.MappedRecords.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Records that lack things, have them in another type, or mean harm: each still becomes one valid
/// event with all that its class requires, and nothing of it is gone.
final class OcsfHostileRecordsTest {
  private static final List<String> CALLS =
      List.of(
          "\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\"",
          "\"eventSource\":\"signin.amazonaws.com\",\"eventName\":\"ConsoleLogin\"",
          "\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"CreateUser\"");

  private static final List<String> FIELDS =
      List.of(
          "eventTime",
          "eventID",
          "eventType",
          "awsRegion",
          "userIdentity",
          "sourceIPAddress",
          "userAgent",
          "errorMessage",
          "requestParameters",
          "responseElements",
          "additionalEventData",
          "requestID",
          "readOnly",
          "resources",
          "apiVersion",
          "vpcEndpointId",
          "serviceEventDetails",
          "insightDetails",
          "recipientAccountId",
          "timeWindow");

  /// What stands in the place of each of [#FIELDS].
  enum Instead {
    NOTHING(null),
    NULL("null"),
    NUMBER("17"),
    FLAG("true"),
    LIST("[null,{\"a\":[1]},\"x\",[]]"),
    OBJECT("{\"arn\":{\"arn\":7},\"type\":[],\"sessionContext\":\"s\",\"onBehalfOf\":null}"),
    EMPTY("{}");

    private final @Nullable String value;

    Instead(@Nullable String value) {
      this.value = value;
    }
  }

  @ParameterizedTest
  @EnumSource(Instead.class)
  void anyTypeMayStandAnywhere(Instead instead) {
    for (String call : CALLS) {
      List<String> members = new ArrayList<>(List.of("\"eventVersion\":\"1.11\"", call));
      for (String field : FIELDS) {
        if (instead.value != null) {
          members.add('"' + field + "\":" + instead.value);
        }
      }
      JsonNode event = event('{' + String.join(",", members) + '}');
      MappedRecords.assertRequired(event);
      assertThat(event.path("time").asLong()).isZero();
      assertThat(event.has("time_dt")).isFalse();
      if (instead == Instead.NUMBER) {
        assertThat(event.at("/unmapped/userIdentity").asText()).isEqualTo("17");
        assertThat(event.at("/unmapped/eventTime").asText()).isEqualTo("17");
        assertThat(event.at("/api/request/data").asText()).isEqualTo("17");
      } else if (instead == Instead.LIST) {
        assertThat(event.at("/unmapped/userIdentity.1.a.0").asText()).isEqualTo("1");
        assertThat(event.at("/unmapped/userIdentity.2").asText()).isEqualTo("x");
        assertThat(event.at("/unmapped/userIdentity.3").asText()).isEqualTo("[]");
      } else if (instead == Instead.OBJECT) {
        assertThat(event.at("/unmapped/userIdentity.arn.arn").asText()).isEqualTo("7");
        assertThat(event.at("/unmapped/userIdentity.sessionContext").asText()).isEqualTo("s");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a string", "", "{\\\"type\\\":\\\"Root\\\"}"})
  void anIdentityThatIsAStringStays(String identity) {
    JsonNode event =
        event(
            "{\"eventVersion\":\"1.11\",%s,\"userIdentity\":\"%s\"}"
                .formatted(CALLS.get(0), identity));
    assertThat(event.path("actor")).isEmpty();
    assertThat(event.at("/unmapped/userIdentity").asText()).isEqualTo(identity.replace("\\", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "",
        "2026-02-30T00:00:00Z",
        "yesterday at 8",
        "1969-12-31T23:59:59Z",
        "+999999999-12-31T23:59:59Z"
      })
  void aTimeThatIsNoneStaysAsText(String time) {
    JsonNode event =
        event("{\"eventVersion\":\"1.11\",%s,\"eventTime\":\"%s\"}".formatted(CALLS.get(0), time));
    MappedRecords.assertRequired(event);
    assertThat(event.path("time").asLong()).isZero();
    assertThat(event.at("/unmapped/eventTime").asText()).isEqualTo(time);
  }

  @Test
  void textsThatLookLikeJsonOrMarkupStayTexts() {
    String hostile = "\\\"},\\\"status\\\":\\\"Success\\\\<script>\\u0000\\n\\u2028${jndi:x}";
    JsonNode event =
        event(
            "{\"eventVersion\":\"1.11\",%s,\"userAgent\":\"%s\",\"%s\":\"%s\",\"errorCode\":\"%s\"}"
                .formatted(CALLS.get(0), hostile, hostile, hostile, hostile));
    String text = "\"},\"status\":\"Success\\<script>\u0000\n\u2028${jndi:x}";
    assertThat(event.at("/http_request/user_agent").asText()).isEqualTo(text);
    assertThat(event.at("/api/response/error").asText()).isEqualTo(text);
    assertThat(event.path("unmapped").path(text).asText()).isEqualTo(text);
    assertThat(event.path("status").asText()).isEqualTo("Failure");
  }

  /// Half of a surrogate pair has no form in UTF-8.
  @Test
  void loneSurrogatesAreSpelledOut() {
    JsonNode event =
        event(
            "{\"eventVersion\":\"1.11\",%s,\"userAgent\":\"a\\ud800b\",\"k\":\"\\ud83d\\ude00\\ud83d\"}"
                .formatted(CALLS.get(0)));
    assertThat(event.at("/http_request/user_agent").asText()).isEqualTo("a\\ud800b");
    assertThat(event.path("unmapped").path("k").asText()).isEqualTo("\ud83d\ude00\\ud83d");
  }

  @Test
  void repeatedNamesAndDotsInNamesOverwriteNothing() {
    JsonNode event =
        event(
            """
            {"eventVersion":"1.11",%s,"userAgent":"first","userAgent":"second","x":{"a.b":1,"a":{"b":2},"a.b":3},
             "x.a":{"b":4},"userIdentity":{"arn":"A","arn":"B"}}\
            """
                .formatted(CALLS.get(0)));
    assertThat(event.at("/http_request/user_agent").asText()).isEqualTo("first");
    assertThat(event.at("/actor/user/uid").asText()).isEqualTo("A");
    assertThat(event.path("unmapped"))
        .isEqualTo(
            MappedRecords.json(
                """
                {"userAgent":"second","x.a.b":"1","x.a.b#2":"2","x.a.b#3":"3","x.a.b#4":"4","userIdentity.arn":"B"}\
                """));
  }

  /// A long name around many leaves would be repeated with each of them.
  @Test
  void aFieldWhosePathsWouldOutgrowItStaysOneText() {
    String list = "[" + "1,".repeat(20_000) + "1]";
    String field = "{\"" + "n".repeat(1_000) + "\":" + list + "}";
    JsonNode event =
        event(
            "{\"eventVersion\":\"1.11\",%s,\"x\":%s,\"y\":%s}"
                .formatted(CALLS.get(0), field, list));
    assertThat(event.at("/unmapped/x").asText()).isEqualTo(field);
    assertThat(event.at("/unmapped/y.20000").asText()).isEqualTo("1");
  }

  /// So would be the paths of what holds no leaf at all.
  @Test
  void pathsThatLeadNowhereTakeRoomToo() {
    String name = "{\"" + "n".repeat(100_000) + "\":";
    String deep = name + "[".repeat(900) + "]".repeat(900) + "}";
    String nulls = name + "[" + "null,".repeat(100_000) + "null]}";
    JsonNode event =
        event(
            "{\"eventVersion\":\"1.11\",%s,\"x\":%s,\"y\":%s}"
                .formatted(CALLS.get(0), deep, nulls));
    assertThat(event.at("/unmapped/x").asText()).isEqualTo(deep);
    assertThat(event.at("/unmapped/y").asText()).isEqualTo(nulls);
  }

  @Test
  void deepNestingIsNoProblem() {
    String deep = "{\"a\":".repeat(900) + "1" + "}".repeat(900);
    JsonNode event = event("{\"eventVersion\":\"1.11\",%s,\"x\":%s}".formatted(CALLS.get(0), deep));
    assertThat(event.path("unmapped").path("x" + ".a".repeat(900)).asText()).isEqualTo("1");
  }
}
