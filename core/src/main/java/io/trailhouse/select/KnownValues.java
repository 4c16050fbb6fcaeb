package io.trailhouse.select;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.problem.NearName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What fields of CloudTrail's events are called, and what those can say that have few values.
///
/// Fields are named as in EventBridge's event, so those of the record begin with `detail.`. Lists
/// are open: a value that is near none of them is not remarked on. Source: CloudTrail user guide,
/// record contents, userIdentity element; EventBridge user guide, events via CloudTrail.
final class KnownValues {
  private static final String RECORD = "detail.";

  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "detail-type",
          Set.of(
              Envelope.API_CALL,
              Envelope.SIGN_IN,
              "AWS Service Event via CloudTrail",
              "AWS Console Action via CloudTrail",
              "AWS Insight via CloudTrail",
              "AWS Network Activity Event via CloudTrail"),
          "detail.eventType",
          Set.of(
              "AwsApiCall",
              "AwsServiceEvent",
              "AwsConsoleAction",
              "AwsConsoleSignIn",
              "AwsVpceEvent",
              "AwsVpceEvents",
              "AwsCloudTrailInsight",
              "AwsAggregatedEvent"),
          "detail.eventCategory",
          Set.of("Management", "Data", "Insight", "NetworkActivity"),
          "detail.userIdentity.type",
          Set.of(
              "Root",
              "IAMUser",
              "AssumedRole",
              "Role",
              "FederatedUser",
              "Directory",
              "AWSAccount",
              "AWSService",
              "IdentityCenterUser",
              "SAMLUser",
              "WebIdentityUser",
              "Unknown"));

  /// Fields whose values are true or false, never texts.
  private static final Set<String> FLAGS = Set.of("detail.readOnly", "detail.managementEvent");

  private KnownValues() {}

  /// What is wrong with the name of a field; null when nothing is known to be.
  static @Nullable String ofName(String field) {
    if (!field.startsWith(RECORD)) {
      String first = field.indexOf('.') < 0 ? field : field.substring(0, field.indexOf('.'));
      return first.equals("resources") || EventPattern.OF_ENVELOPE.contains(first)
          ? null
          : "EventBridge's event has no %s; fields of the record stand under detail"
              .formatted(first);
    }
    String name = field.substring(RECORD.length());
    for (EventField each : EventField.values()) {
      if (each.jsonName().equalsIgnoreCase(name) && !each.jsonName().equals(name)) {
        return "no record has %s; the field is %s".formatted(name, each.jsonName());
      }
    }
    return null;
  }

  /// What is wrong with a value that must be equal letter by letter; null when nothing is known to
  /// be.
  ///
  /// @param text whether it stands in quotes
  static @Nullable String ofValue(String field, String value, boolean text) {
    if (!text && isText(field)) {
      return "%s is a text in every event, and this is none; write \"%s\" in quotes"
          .formatted(field, value);
    }
    if (field.equals("account")) {
      return account(value);
    }
    if (field.equals("source")) {
      return source(value);
    }
    if (field.equals("detail.eventSource")) {
      return eventSource(value);
    }
    if (field.equals("detail-type") && value.equals(Envelope.SIGN_IN_TOO)) {
      return "EventBridge sends \"%s\"; this spelling of a page of its guide is matched here alone"
          .formatted(Envelope.SIGN_IN);
    }
    if (text && isOfFlag(field, value)) {
      return "in an event pattern a text is no flag; write %s without quotes".formatted(value);
    }
    Set<String> known = VALUES.get(field);
    String near = known == null || known.contains(value) ? null : near(value, known);
    return near == null
        ? null
        : "no event says \"%s\"; did you mean \"%s\"?".formatted(value, near);
  }

  static boolean isOfFlag(String field, String value) {
    return FLAGS.contains(field) && (value.equals("true") || value.equals("false"));
  }

  /// Whether a field has texts alone: all of the envelope, and the ids of accounts in a record.
  private static boolean isText(String field) {
    return EventPattern.OF_ENVELOPE.contains(field)
        || field.endsWith(".accountId")
        || field.equals("detail.recipientAccountId");
  }

  static @Nullable String account(String value) {
    return EventIdentity.isAccountId(value)
        ? null
        : "no event has the account \"%s\"; an account's id is twelve digits".formatted(value);
  }

  private static @Nullable String near(String value, Set<String> known) {
    List<String> folded = new ArrayList<>();
    for (String each : known) {
      if (each.equalsIgnoreCase(value)) {
        return each;
      }
      folded.add(each.toLowerCase(Locale.ROOT));
    }
    String near = NearName.of(value, folded.stream().sorted().toList());
    return known.stream().filter(each -> each.equalsIgnoreCase(near)).findFirst().orElse(null);
  }

  private static @Nullable String source(String value) {
    String name = value.toLowerCase(Locale.ROOT).replaceFirst("\\.amazonaws\\.com$", "");
    String meant = name.startsWith("aws.") ? name : "aws." + name;
    return meant.equals(value)
        ? null
        : "no event of CloudTrail has the source \"%s\"; did you mean \"%s\"?"
            .formatted(value, meant);
  }

  private static @Nullable String eventSource(String value) {
    String name = value.toLowerCase(Locale.ROOT).replaceFirst("^aws\\.", "");
    String meant = name.indexOf('.') < 0 ? name + ".amazonaws.com" : name;
    return meant.equals(value)
        ? null
        : "no record has the event source \"%s\"; did you mean \"%s\"?".formatted(value, meant);
  }
}
