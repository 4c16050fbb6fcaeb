package io.trailhouse.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes calls down as event records, field after field in CloudTrail's order, and hands each to
/// the trail. A call on another account's resource is written twice, once for each account.
final class Recorder {

  private static final Set<String> GLOBAL = Set.of("iam", "organizations", "signin", "sso");

  private static final Map<String, String> VERSIONS =
      Map.of(
          "s3",
          "1.11",
          "iam",
          "1.11",
          "kms",
          "1.11",
          "sts",
          "1.08",
          "ec2",
          "1.10",
          "ssm",
          "1.10",
          "dynamodb",
          "1.11",
          "secretsmanager",
          "1.11",
          "cloudtrail",
          "1.11",
          "ecr",
          "1.10");

  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
  private final Dice dice;
  private final Trail trail;
  private final Evidence evidence;

  Recorder(Dice dice, Trail trail, Evidence evidence) {
    this.dice = dice;
    this.trail = trail;
    this.evidence = evidence;
  }

  /// Writes down a call of a caller of the place's account at a second since 1970.
  void record(long second, Place place, Caller caller, Call call) {
    Call complete = complete(call);
    Account owner = complete.owner();
    Place own = GLOBAL.contains(call.service()) ? new Place(place.account(), "us-east-1") : place;
    if (owner == null || owner == place.account()) {
      copy(second, own, caller, complete);
      return;
    }
    Call shared = complete.with("sharedEventID", dice.uuid());
    Caller outsider =
        new Caller(
            caller.accountId(), caller.principalId(), caller.seenFromOutside(), caller.seat());
    copy(second, own, caller, shared);
    copy(second, new Place(owner, own.region()), outsider, shared);
  }

  private Call complete(Call call) {
    if (call.parts().value("requestID") != null || call.name().equals("ConsoleLogin")) {
      return call;
    }
    return switch (call.service()) {
      case "s3" -> call.with("requestID", dice.capitals(16));
      case "dynamodb" -> call.with("requestID", dice.capitals(52));
      default -> call.with("requestID", dice.uuid());
    };
  }

  private void copy(long second, Place place, Caller caller, Call call) {
    String eventId = dice.uuid();
    TrailStream stream = new TrailStream(place.account(), place.region(), TrailStream.Kind.EVENTS);
    String category = category(call);
    Trail.SourceFile delivery = trail.delivery(stream, second);
    try (JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      writeWho(out, second, place, caller, call);
      writeWhat(out, eventId, call);
      writeWhere(out, place, caller, call);
      out.writeStringField("eventCategory", category);
      if (delivery.delayed()) {
        Doc.write(field(out, "addendum"), Doc.of("reason", "DELIVERY_DELAY"));
      }
      writeConnection(out, place, caller.seat(), call);
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    evidence.see(new Sighting(eventId, second, place, caller, call));
    trail.accept(stream, second, new Trail.Event(eventId, category, bytes.toByteArray()));
    bytes.reset();
  }

  private static void writeWho(
      JsonGenerator out, long second, Place place, Caller caller, Call call) throws IOException {
    out.writeStringField("eventVersion", VERSIONS.getOrDefault(call.service(), "1.09"));
    caller.identity().writeTo(field(out, "userIdentity"));
    out.writeStringField("eventTime", DemoCalendar.iso(second));
    out.writeStringField("eventSource", call.source());
    out.writeStringField("eventName", call.name());
    out.writeStringField("awsRegion", place.region());
    out.writeStringField("sourceIPAddress", caller.seat().address());
    String agent = caller.seat().agent();
    boolean wrapped = call.service().equals("s3") && caller.seat().way() == Seat.Way.DIRECT;
    out.writeStringField("userAgent", wrapped ? "[" + agent + "]" : agent);
  }

  private static void writeWhat(JsonGenerator out, String eventId, Call call) throws IOException {
    optional(out, call, "errorCode");
    optional(out, call, "errorMessage");
    Doc.write(field(out, "requestParameters"), call.parts().value("requestParameters"));
    Doc.write(field(out, "responseElements"), call.parts().value("responseElements"));
    optional(out, call, "additionalEventData");
    optional(out, call, "requestID");
    out.writeStringField("eventID", eventId);
    out.writeBooleanField("readOnly", call.readOnly());
    optional(out, call, "resources");
    Object type = call.parts().value("eventType");
    Doc.write(field(out, "eventType"), type == null ? "AwsApiCall" : type);
    optional(out, call, "apiVersion");
  }

  private static void writeWhere(JsonGenerator out, Place place, Caller caller, Call call)
      throws IOException {
    out.writeBooleanField("managementEvent", category(call).equals("Management"));
    out.writeStringField("recipientAccountId", place.account().id());
    optional(out, call, "sharedEventID");
    optional(out, call, "serviceEventDetails");
    String endpoint = caller.seat().vpcEndpoint();
    if (endpoint != null) {
      out.writeStringField("vpcEndpointId", endpoint);
      out.writeStringField("vpcEndpointAccountId", caller.accountId());
    }
  }

  private static void writeConnection(JsonGenerator out, Place place, Seat seat, Call call)
      throws IOException {
    if (seat.way() == Seat.Way.SERVICE) {
      return;
    }
    out.writeObjectFieldStart("tlsDetails");
    out.writeStringField("tlsVersion", seat.aged() ? "TLSv1.1" : "TLSv1.3");
    out.writeStringField(
        "cipherSuite", seat.aged() ? "ECDHE-RSA-AES128-SHA" : "TLS_AES_128_GCM_SHA256");
    out.writeStringField("clientProvidedHostHeader", host(place, call));
    out.writeEndObject();
    if (seat.way() == Seat.Way.CONSOLE) {
      out.writeStringField("sessionCredentialFromConsole", "true");
    }
  }

  private static String host(Place place, Call call) {
    if (call.service().equals("signin")) {
      return "signin.aws.amazon.com";
    }
    if (call.service().equals("iam")) {
      return "iam.amazonaws.com";
    }
    Object asked = call.parts().value("requestParameters");
    Object named = asked instanceof Doc request ? request.value("Host") : null;
    return named instanceof String host
        ? host
        : call.service() + "." + place.region() + ".amazonaws.com";
  }

  private static String category(Call call) {
    return call.parts().value("eventCategory") instanceof String other ? other : "Management";
  }

  private static void optional(JsonGenerator out, Call call, String name) throws IOException {
    @Nullable Object value = call.parts().value(name);
    if (value != null) {
      Doc.write(field(out, name), value);
    }
  }

  private static JsonGenerator field(JsonGenerator out, String name) throws IOException {
    out.writeFieldName(name);
    return out;
  }
}
