package io.trailhouse.select;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.EventView;
import io.trailhouse.event.RecordJson;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.Subject;
import io.trailhouse.match.ValueTest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The event in which EventBridge hands on a record: what stands beside `detail`, by the record.
///
/// Source: EventBridge user guide, AWS service events delivered via CloudTrail. `source` is `aws.`
/// and the first label of the event source; `resources` is empty.
public final class Envelope {
  static final String SIGN_IN = "AWS Console Sign In via CloudTrail";

  /// How one newer page of the guide spells it; patterns may use either.
  static final String SIGN_IN_TOO = "AWS Console Signin via CloudTrail";

  static final String API_CALL = "AWS API Call via CloudTrail";

  /// Kinds other than API calls, in the order in which they are asked.
  private static final Map<String, Predicate> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put(
        "AWS Insight via CloudTrail",
        Predicate.any(
            List.of(is("eventCategory", "Insight"), is("eventType", "AwsCloudTrailInsight"))));
    KINDS.put(
        "AWS Network Activity Event via CloudTrail",
        Predicate.any(
            List.of(is("eventCategory", "NetworkActivity"), is("eventType", "AwsVpceEvent"))));
    KINDS.put("AWS Service Event via CloudTrail", is("eventType", "AwsServiceEvent"));
    KINDS.put(SIGN_IN, is("eventType", "AwsConsoleSignIn"));
    KINDS.put("AWS Console Action via CloudTrail", is("eventType", "AwsConsoleAction"));
  }

  private Envelope() {}

  /// The envelope's detail-type for a record.
  public static String detailType(EventView event) {
    String category = event.text(EventField.EVENT_CATEGORY);
    String type = event.text(EventField.EVENT_TYPE);
    if ("Insight".equals(category) || "AwsCloudTrailInsight".equals(type)) {
      return "AWS Insight via CloudTrail";
    }
    if ("NetworkActivity".equals(category) || "AwsVpceEvent".equals(type)) {
      return "AWS Network Activity Event via CloudTrail";
    }
    return switch (type == null ? "" : type) {
      case "AwsServiceEvent" -> "AWS Service Event via CloudTrail";
      case "AwsConsoleSignIn" -> SIGN_IN;
      case "AwsConsoleAction" -> "AWS Console Action via CloudTrail";
      default -> API_CALL;
    };
  }

  /// The envelope's source for a record: `aws.` alone when it has no event source.
  public static String source(EventView event) {
    String source = event.text(EventField.EVENT_SOURCE);
    if (source == null) {
      return "aws.";
    }
    int dot = source.indexOf('.');
    return "aws." + (dot < 0 ? source : source.substring(0, dot));
  }

  /// The event with a record as its detail.
  ///
  /// @param detail the record's JSON text, or what is sent in its place
  public static String of(Subject subject, String detail) {
    return write(subject, detail, false);
  }

  /// The event with both spellings where there are two: a pattern may be about either.
  static String inBothSpellings(Subject subject) {
    return write(subject, subject.view().json(), true);
  }

  private static String write(Subject subject, String detail, boolean bothSpellings) {
    EventView event = subject.view();
    StringWriter text = new StringWriter(detail.length() + 300);
    try (JsonGenerator json = RecordJson.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("version", "0");
      write(json, "id", event.text(EventField.EVENT_ID));
      String detailType = detailType(event);
      if (bothSpellings && detailType.equals(SIGN_IN)) {
        json.writeFieldName("detail-type");
        json.writeArray(new String[] {SIGN_IN, SIGN_IN_TOO}, 0, 2);
      } else {
        json.writeStringField("detail-type", detailType);
      }
      json.writeStringField("source", source(event));
      json.writeStringField("account", EventIdentity.account(event));
      Instant time = EventTime.of(event);
      write(json, "time", time == null ? null : time.toString());
      write(json, "region", event.text(EventField.AWS_REGION));
      json.writeFieldName("resources");
      json.writeArray(new String[0], 0, 0);
      json.writeFieldName("detail");
      json.writeRawValue(detail);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    json.writeStringField(name, Objects.requireNonNullElse(text, ""));
  }

  /// The records whose account is this one.
  static Predicate hasAccount(String account) {
    return new Predicate.Judged(
        "account: " + account,
        subject -> EventIdentity.account(subject.view()).equals(account),
        new Predicate.Always(true));
  }

  /// The records whose detail-type is this one.
  static Predicate hasDetailType(String detailType) {
    String wanted = SIGN_IN_TOO.equals(detailType) ? SIGN_IN : detailType;
    List<Predicate> parts = new ArrayList<>();
    for (Map.Entry<String, Predicate> kind : KINDS.entrySet()) {
      if (kind.getKey().equals(wanted)) {
        parts.add(kind.getValue());
        return Predicate.all(parts);
      }
      parts.add(new Predicate.Not(kind.getValue()));
    }
    return wanted.equals(API_CALL) ? Predicate.all(parts) : new Predicate.Always(false);
  }

  /// The records whose source is this one; null when only the envelope itself can tell.
  static @Nullable Predicate hasSource(String source) {
    if (!source.startsWith("aws.") || source.length() == 4 || source.indexOf('.', 4) >= 0) {
      return source.equals("aws.") ? null : new Predicate.Always(false);
    }
    String label = source.substring(4);
    return field(
        List.of("eventSource"),
        new ValueTest.Either(
            List.of(
                new ValueTest.OneOf(Set.of(label), true, ValueTest.Reading.STRINGS),
                new ValueTest.Text(
                    ValueTest.How.PREFIX, label + ".", true, ValueTest.Reading.STRINGS))));
  }

  private static Predicate is(String name, String text) {
    return field(List.of(name), new ValueTest.OneOf(Set.of(text), true, ValueTest.Reading.STRINGS));
  }

  private static Predicate field(List<String> names, ValueTest test) {
    return new Predicate.Field(FieldPath.plain(names), test);
  }
}
