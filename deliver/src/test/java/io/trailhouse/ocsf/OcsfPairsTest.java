package io.trailhouse.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailhouse.fixture.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The samples that the OCSF project publishes for CloudTrail and version 1.1.0: our events are
/// equal to them but for the differences that `docs/ocsf.md` lists. Each of those is named here by
/// the attributes it touches and by what must be true of both sides, and each must occur.
final class OcsfPairsTest {
  private static final Map<String, String> PAIRS =
      Map.of(
          "account_change.raw", "OCSF_account_change.json",
          "authentication.raw", "OCSF_authentication.json",
          "generic_api_activity.raw", "OCSF_api_activity.json");

  /// One attribute that differs.
  ///
  /// @param sample the sample's value; null when it has none
  /// @param ours our value; null when we have none
  private record Differing(
      String path,
      @Nullable JsonNode sample,
      @Nullable JsonNode ours,
      JsonNode raw,
      JsonNode event) {
    boolean sampleOnly() {
      return ours == null && sample != null;
    }

    boolean oursOnly() {
      return sample == null && ours != null;
    }

    boolean oursIs(String text) {
      return ours != null && ours.asText().equals(text);
    }

    boolean oursIsOfRecord(String pointer) {
      return ours != null && ours.asText().equals(raw.at(pointer).asText());
    }
  }

  /// A difference that is meant.
  ///
  /// @param paths the attributes it touches, as a pattern
  /// @param holds what is true of both sides
  private record Meant(String reason, Pattern paths, Predicate<Differing> holds) {
    Meant(String reason, String paths, Predicate<Differing> holds) {
      this(reason, Pattern.compile(paths), holds);
    }

    boolean explains(Differing differing) {
      return paths.matcher(differing.path()).matches() && holds.test(differing);
    }
  }

  private static final List<Meant> MEANT =
      List.of(
          new Meant(
              "identifiers are masked in the sample",
              "(metadata|api\\.request|actor\\.user|actor\\.user\\.account)\\.(uid|uid_alt|credential_uid)"
                  + "|api\\.response\\.data\\..*|unmapped\\..*(recipientAccountId|principalId)",
              OcsfPairsTest::isMasked),
          new Meant(
              "the sample's times are not those of its record",
              "time|actor\\.session\\.created_time",
              d -> d.sample() != null && d.ours() != null && isTimeOfRecord(d, d.ours().asLong())),
          new Meant(
              "the sample's times are not those of its record",
              "time_dt|actor\\.session\\.created_time_dt",
              d ->
                  d.ours() != null
                      && isTimeOfRecord(d, Instant.parse(d.ours().asText()).toEpochMilli())),
          new Meant(
              "a time that the record does not have is absent, not 0",
              "actor\\.session\\.created_time",
              d -> d.sampleOnly() && d.sample() != null && d.sample().asLong() == 0),
          new Meant(
              "eventType is metadata.event_code in every class",
              "metadata\\.(event_code|log_name)",
              d -> d.path().endsWith("log_name") ? d.sampleOnly() : d.oursIsOfRecord("/eventType")),
          new Meant(
              "the category is spelled as the schema does",
              "category_name",
              d ->
                  d.sample() != null
                      && d.ours() != null
                      && d.sample().asText().equals(d.ours().asText() + " Category")),
          new Meant(
              "without eventCategory the feature is all of them",
              "metadata\\.product\\.feature\\.name",
              d ->
                  d.oursOnly()
                      && d.oursIs("Management, Data, and Insights")
                      && !d.raw().has("eventCategory")),
          new Meant(
              "every event has a status",
              "status|status_id",
              d -> !d.raw().has("errorCode") && (d.oursIs("Success") || d.oursIs("1"))),
          new Meant(
              "the access key is not left out",
              "actor\\.user\\.credential_uid",
              d -> d.oursOnly() && d.oursIsOfRecord("/userIdentity/accessKeyId")),
          new Meant(
              "the changed user is the target, not the actor",
              "user\\.uid",
              d ->
                  d.sample() != null
                      && d.oursIsOfRecord("/responseElements/user/arn")
                      && d.sample()
                          .asText()
                          .startsWith(
                              d.raw().at("/userIdentity/principalId").asText().substring(0, 10))),
          new Meant(
              "the changed user has its id",
              "user\\.uid_alt",
              d -> d.oursOnly() && d.oursIsOfRecord("/responseElements/user/userId")),
          new Meant(
              "who signs in has a name",
              "user\\.name",
              d -> d.oursOnly() && d.oursIsOfRecord("/userIdentity/userName")),
          new Meant(
              "observables have the schema's type name",
              "observables\\.(actor\\.user|user)\\.name\\.type",
              d -> d.oursIs("User Name") && (d.oursOnly() || d.sample().asText().equals("User"))),
          new Meant(
              "every user name is an observable",
              "observables\\.(actor\\.user|user)\\.name\\..*",
              Differing::oursOnly),
          new Meant(
              "unmapped does not repeat what is mapped",
              "unmapped\\..*",
              d -> d.sampleOnly() && isMappedOrEmpty(d)),
          new Meant(
              "the issuer's name is not left out",
              "unmapped\\.userIdentity\\.sessionContext\\.sessionIssuer\\.userName",
              d ->
                  d.oursOnly()
                      && d.oursIsOfRecord("/userIdentity/sessionContext/sessionIssuer/userName")));

  @Test
  void eachPairIsEqualButForTheListedDifferences() throws IOException {
    Path folder = SharedData.path("ocsf-pairs").resolve("v1.1.0");
    Set<String> unexplained = new TreeSet<>();
    Set<Meant> idle = new HashSet<>(MEANT);
    for (Map.Entry<String, String> pair : PAIRS.entrySet()) {
      JsonNode raw = MappedRecords.json(Files.readString(folder.resolve(pair.getKey())));
      JsonNode sample = MappedRecords.json(Files.readString(folder.resolve(pair.getValue())));
      JsonNode event = MappedRecords.event(raw.toString());
      for (Differing differing : differences(raw, sample, event)) {
        List<Meant> reasons = MEANT.stream().filter(each -> each.explains(differing)).toList();
        reasons.forEach(idle::remove);
        if (reasons.isEmpty()) {
          unexplained.add(
              "%s %s: sample %s, ours %s"
                  .formatted(
                      pair.getKey(), differing.path(), differing.sample(), differing.ours()));
        }
      }
    }
    assertThat(unexplained).as("differences without a reason").isEmpty();
    assertThat(idle).as("reasons without a difference").isEmpty();
  }

  /// Requests and responses are JSON text, not objects; the text says the same.
  @Test
  void requestAndResponseAreTheRecordsOwnText() throws IOException {
    Path folder = SharedData.path("ocsf-pairs").resolve("v1.1.0");
    for (String name : PAIRS.keySet()) {
      JsonNode raw = MappedRecords.json(Files.readString(folder.resolve(name)));
      JsonNode api = MappedRecords.event(raw.toString()).path("api");
      assertThat(api.at("/response/data").isTextual()).isTrue();
      assertThat(MappedRecords.json(api.at("/response/data").asText()))
          .isEqualTo(raw.path("responseElements"));
      if (raw.path("requestParameters").isNull()) {
        assertThat(api.path("request").has("data")).isFalse();
      } else {
        assertThat(MappedRecords.json(api.at("/request/data").asText()))
            .isEqualTo(raw.path("requestParameters"));
      }
    }
  }

  private static List<Differing> differences(JsonNode raw, JsonNode sample, JsonNode event) {
    Map<String, JsonNode> wanted = comparable(sample);
    Map<String, JsonNode> found = comparable(event);
    Set<String> paths = new TreeSet<>(wanted.keySet());
    paths.addAll(found.keySet());
    List<Differing> all = new ArrayList<>();
    for (String path : paths) {
      JsonNode one = wanted.get(path);
      JsonNode other = found.get(path);
      if (one == null || !one.equals(other)) {
        all.add(new Differing(path, one, other, raw, event));
      }
    }
    return all;
  }

  /// Both sides in one form: JSON texts unfolded, observables by name, all of `unmapped` as texts
  /// under dotted paths, nothing that is null.
  private static Map<String, JsonNode> comparable(JsonNode event) {
    ObjectNode copy = event.deepCopy();
    for (String side : List.of("request", "response")) {
      JsonNode data = copy.at("/api/" + side + "/data");
      if (data.isTextual()) {
        ((ObjectNode) copy.at("/api/" + side)).set("data", MappedRecords.json(data.asText()));
      }
    }
    ArrayNode observables = (ArrayNode) copy.remove("observables");
    ObjectNode byName = copy.putObject("observables");
    observables.forEach(each -> byName.set(each.path("name").asText(), each));
    Map<String, JsonNode> leaves = new TreeMap<>();
    MappedRecords.leaves(copy)
        .forEach((path, value) -> {
          boolean unmapped = path.startsWith("unmapped.");
          String text = value.isContainerNode() ? value.toString() : value.asText();
          leaves.put(path, unmapped ? TextNode.valueOf(text) : value);
        });
    return leaves;
  }

  /// Ours stands in the record; the sample's has its last letters, or its digits, replaced.
  private static boolean isMasked(Differing differing) {
    if (differing.sample() == null || differing.ours() == null) {
      return false;
    }
    String masked = differing.sample().asText();
    return MappedRecords.leaves(differing.raw()).containsValue(differing.ours())
        && (masked.toLowerCase(Locale.ROOT).contains("example") || masked.contains("1".repeat(12)));
  }

  private static boolean isTimeOfRecord(Differing differing, long millis) {
    String pointer =
        differing.path().startsWith("time")
            ? "/eventTime"
            : "/userIdentity/sessionContext/attributes/creationDate";
    return Instant.parse(differing.raw().at(pointer).asText()).toEpochMilli() == millis;
  }

  /// Whether a leaf of the sample's `unmapped` holds nothing, or stands at its place in our event.
  private static boolean isMappedOrEmpty(Differing differing) {
    String path = differing.path().substring("unmapped.".length());
    JsonNode event = differing.event();
    if (path.startsWith("requestParameters.") || path.startsWith("responseElements.")) {
      String side = path.startsWith("requestParameters.") ? "request" : "response";
      return !event.at("/api/" + side + "/data").asText().isEmpty();
    }
    JsonNode sample = differing.sample();
    return sample != null
        && switch (path) {
          case "userIdentity", "responseElements" -> sample.asText().equals("{}");
          case "eventType" -> sample.equals(event.at("/metadata/event_code"));
          case "additionalEventData.LoginTo" -> sample.equals(event.at("/dst_endpoint/svc_name"));
          case "userIdentity.sessionContext.attributes.mfaAuthenticated" ->
              sample.asText().equals(event.at("/actor/session/is_mfa").toString());
          default -> false;
        };
  }
}
