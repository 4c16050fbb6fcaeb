package io.trailhouse.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.event.EventView;
import io.trailhouse.fixture.RandomRecords;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each value of a record is in its event: at its place, or in `unmapped` under its path. And each
/// event has what its class requires, with one type for each attribute.
final class OcsfNothingLostTest {
  /// Path in the record -> JSON pointer in the event; `*` stands for an index on both sides.
  private static final Map<String, String> PLACES = places();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stratus-red-team",
        "traildiscover",
        "invictus-ir",
        "awsdocs",
        "permiso-console-sessions",
        "plaso-lookup-events",
        "splunk-security-content",
        "umccr-version-examples-synthetic"
      })
  void eachValueOfARealRecordIsMappedOrUnmapped(String set) throws IOException {
    List<EventView> views = MappedRecords.ofSet(set);
    assertThat(views).isNotEmpty();
    Map<String, String> types = new TreeMap<>();
    for (EventView view : views) {
      JsonNode record = MappedRecords.json(view.json());
      JsonNode event = MappedRecords.event(view);
      MappedRecords.assertRequired(event);
      noteTypes("", OcsfEvent.of(view), types);
      List<String> lost = new ArrayList<>();
      MappedRecords.leaves(record)
          .forEach((path, value) -> {
            if (!isThere(path, value, record, event)) {
              lost.add(path + " = " + value);
            }
          });
      assertThat(lost).as("not in the event of %s: %s", record, event).isEmpty();
    }
    assertThat(types).containsEntry("time", "Long");
  }

  @Test
  void recordsOfEveryShapeGiveEventsOfOneShape() {
    Map<String, String> types = new TreeMap<>();
    for (RandomRecords records : List.of(RandomRecords.usual(7), RandomRecords.wild(11))) {
      for (int i = 0; i < 2_000; i++) {
        String text = records.next().text();
        for (EventView view : MappedRecords.views(text.getBytes(StandardCharsets.UTF_8))) {
          MappedRecords.assertRequired(MappedRecords.event(view));
          noteTypes("", OcsfEvent.of(view), types);
        }
      }
    }
    assertThat(types).containsEntry("unmapped", "Map").containsEntry("resources", "List");
  }

  private static boolean isThere(String path, JsonNode value, JsonNode record, JsonNode event) {
    if (event.path("unmapped").has(path)) {
      return isSame(value, event.path("unmapped").get(path).asText());
    }
    for (String whole : List.of("requestParameters", "responseElements")) {
      if (path.equals(whole) || path.startsWith(whole + '.')) {
        String side = whole.equals("requestParameters") ? "request" : "response";
        String data = event.at("/api/" + side + "/data").asText();
        return MappedRecords.json(data).equals(record.get(whole));
      }
    }
    if (path.equals("sourceIPAddress")) {
      JsonNode source = event.path("src_endpoint");
      return value.equals(source.has("ip") ? source.get("ip") : source.path("domain"));
    }
    String pointer = PLACES.get(path.replaceAll("\\.\\d+\\.", ".*."));
    if (pointer == null) {
      return false;
    }
    if (pointer.contains("*")) {
      return event
          .path("resources")
          .valueStream()
          .map(each -> each.at(pointer.substring(pointer.indexOf('*') + 1)))
          .anyMatch(each -> value.asText().equals(each.asText()));
    }
    JsonNode found = event.at(pointer);
    return switch (path) {
      case "eventTime", "userIdentity.sessionContext.attributes.creationDate" ->
          Instant.parse(value.asText()).toEpochMilli() == found.asLong()
              && event.at(pointer + "_dt").asText().equals(value.asText());
      case "userIdentity.sessionContext.attributes.mfaAuthenticated" ->
          value.asText().equals(found.toString());
      case "additionalEventData.MFAUsed" ->
          value.asText().equalsIgnoreCase(found.toString().equals("true") ? "Yes" : "No");
      default -> value.isTextual() && found.isTextual() && value.equals(found);
    };
  }

  private static boolean isSame(JsonNode value, String text) {
    return value.isNumber()
        ? new BigDecimal(text).compareTo(value.decimalValue()) == 0
        : text.equals(value.isContainerNode() ? value.toString() : value.asText());
  }

  /// Notes each attribute's type, and fails when it had another one before.
  private static void noteTypes(String prefix, OcsfStruct struct, Map<String, String> types) {
    struct
        .members()
        .forEach((name, value) -> {
          String path = prefix + name;
          String type =
              value instanceof List<?>
                  ? "List"
                  : value instanceof Map<?, ?> ? "Map" : value.getClass().getSimpleName();
          assertThat(types.computeIfAbsent(path, absent -> type)).as(path).isEqualTo(type);
          if (value instanceof OcsfStruct inner) {
            noteTypes(path + '.', inner, types);
          } else if (value instanceof List<?> list) {
            for (Object each : list) {
              if (each instanceof OcsfStruct inner) {
                noteTypes(path + "[].", inner, types);
              } else {
                assertThat(each).as(path).isInstanceOf(String.class);
              }
            }
          } else if (value instanceof Map<?, ?> map) {
            assertThat(map.values()).as(path).allMatch(String.class::isInstance);
          }
        });
  }

  private static Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("eventVersion", "/metadata/product/version");
    places.put("eventID", "/metadata/uid");
    places.put("eventType", "/metadata/event_code");
    places.put("eventCategory", "/metadata/product/feature/name");
    places.put("eventTime", "/time");
    places.put("eventName", "/api/operation");
    places.put("eventSource", "/api/service/name");
    places.put("apiVersion", "/api/version");
    places.put("requestID", "/api/request/uid");
    places.put("errorCode", "/api/response/error");
    places.put("errorMessage", "/api/response/message");
    places.put("awsRegion", "/cloud/region");
    places.put("userAgent", "/http_request/user_agent");
    places.put("vpcEndpointId", "/src_endpoint/uid");
    places.put("insightDetails.eventName", "/api/operation");
    places.put("insightDetails.eventSource", "/api/service/name");
    places.put("additionalEventData.LoginTo", "/dst_endpoint/svc_name");
    places.put("additionalEventData.MFAUsed", "/is_mfa");
    places.put("resources.*.ARN", "/resources/*/uid");
    places.put("resources.*.type", "/resources/*/type");
    places.put("resources.*.accountId", "/resources/*/owner/account/uid");
    placesOfActor(places);
    return places;
  }

  private static void placesOfActor(Map<String, String> places) {
    String actor = "/actor/";
    places.put("additionalEventData.UserName", actor + "user/name");
    String identity = "userIdentity.";
    places.put(identity + "type", actor + "user/type");
    places.put(identity + "userName", actor + "user/name");
    places.put(identity + "arn", actor + "user/uid");
    places.put(identity + "principalId", actor + "user/uid_alt");
    places.put(identity + "accountId", actor + "user/account/uid");
    places.put(identity + "accessKeyId", actor + "user/credential_uid");
    places.put(identity + "credentialId", actor + "user/credential_uid");
    places.put(identity + "invokedBy", actor + "invoked_by");
    places.put(identity + "identityProvider", actor + "idp/name");
    places.put(identity + "onBehalfOf.userId", actor + "user/uid_alt");
    places.put(identity + "onBehalfOf.identityStoreArn", actor + "idp/uid");
    String session = identity + "sessionContext.";
    places.put(session + "webIdFederationData.federatedProvider", actor + "idp/name");
    places.put(session + "sessionIssuer.arn", actor + "session/issuer");
    places.put(session + "attributes.creationDate", actor + "session/created_time");
    places.put(session + "attributes.mfaAuthenticated", actor + "session/is_mfa");
  }
}
