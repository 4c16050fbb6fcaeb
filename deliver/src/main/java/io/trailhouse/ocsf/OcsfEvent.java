package io.trailhouse.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.EventView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event record as an OCSF 1.1.0 event. What goes where is in `docs/ocsf.md`.
///
/// Any record can be mapped, whatever its fields hold: a value of another type than its place in
/// OCSF has goes to `unmapped`, where everything else goes that has no place. Attributes that OCSF
/// requires are there even when the record has nothing for them: then texts are empty, objects have
/// no members, and a moment is 0.
public final class OcsfEvent {
  private static final String VERSION = "1.1.0";
  private static final String EVERY_CATEGORY = "Management, Data, and Insights";

  private OcsfEvent() {}

  /// The class that a record's event has.
  public static OcsfClass classOf(EventView event) {
    return OcsfClass.of(event);
  }

  /// Writes the event as one JSON object. The generator is neither flushed nor closed.
  public static void write(EventView event, JsonGenerator into) throws IOException {
    of(event).write(into);
  }

  /// The event as values, for whoever writes something else than JSON.
  public static OcsfStruct of(EventView view) {
    RecordParts record = new RecordParts(view);
    OcsfClass type = OcsfClass.of(view);
    OcsfStatus status = OcsfStatus.of(type, record);
    OcsfActor actor = OcsfActor.of(record);
    OcsfStruct event = new OcsfStruct();
    classify(event, type, OcsfActivity.of(type, view));
    event.number("severity_id", 1).text("severity", "Informational");
    status.put(event);
    time(event, record);
    event
        .required("metadata", metadata(record))
        .required("cloud", cloud(record))
        .required("actor", actor.struct());
    OcsfStruct user = new OcsfStruct();
    if (type == OcsfClass.AUTHENTICATION) {
      user = OcsfUsers.letIn(record, actor);
      authentication(event.required("user", user), record);
    } else if (type == OcsfClass.ACCOUNT_CHANGE) {
      user = OcsfUsers.changed(record, actor, status == OcsfStatus.FAILURE);
      event.required("user", user);
    }
    OcsfStruct source = source(record);
    List<OcsfStruct> resources = type == OcsfClass.API_ACTIVITY ? resources(record) : List.of();
    return event
        .required("api", api(record))
        .required("src_endpoint", source)
        .struct(
            "http_request", new OcsfStruct().text("user_agent", record.text(EventField.USER_AGENT)))
        .structs("resources", resources)
        .structs("observables", OcsfObservables.of(actor.name(), user, source, resources))
        .map("unmapped", record.rest());
  }

  private static void classify(OcsfStruct event, OcsfClass type, OcsfActivity activity) {
    event
        .number("class_uid", type.uid())
        .text("class_name", type.caption())
        .number("category_uid", type.categoryUid())
        .text("category_name", type.categoryName())
        .number("activity_id", activity.id())
        .text("activity_name", activity.name())
        .number("type_uid", type.uid() * 100 + activity.id())
        .text("type_name", type.caption() + ": " + activity.caption());
  }

  /// The moment of the call. A text that says it counts as mapped; what says it in any other form,
  /// or does not say it, stays in `unmapped`.
  private static void time(OcsfStruct event, RecordParts record) {
    Instant time = EventTime.of(record.view());
    if (OcsfTime.of(record.view().text(EventField.EVENT_TIME)) != null) {
      record.text(EventField.EVENT_TIME);
    }
    if (time == null) {
      event.moment("time", 0);
    } else {
      new OcsfTime(time).put("time", event);
    }
  }

  private static OcsfStruct metadata(RecordParts record) {
    String category = record.text(EventField.EVENT_CATEGORY);
    OcsfStruct feature =
        new OcsfStruct().text("name", category == null ? EVERY_CATEGORY : category);
    OcsfStruct product =
        new OcsfStruct()
            .text("name", "CloudTrail")
            .text("vendor_name", "AWS")
            .text("version", record.text(EventField.EVENT_VERSION))
            .struct("feature", feature);
    return new OcsfStruct()
        .text("version", VERSION)
        .text("uid", record.text(EventField.EVENT_ID))
        .text("event_code", record.text(EventField.EVENT_TYPE))
        .text("log_provider", "CloudTrail")
        .struct("product", product)
        .texts("profiles", List.of("cloud", "datetime"));
  }

  private static OcsfStruct cloud(RecordParts record) {
    return new OcsfStruct()
        .text("provider", "AWS")
        .text("region", record.text(EventField.AWS_REGION));
  }

  private static void authentication(OcsfStruct event, RecordParts record) {
    RecordObject additional = record.object(EventField.ADDITIONAL_EVENT_DATA);
    event
        .struct("session", OcsfUsers.opened(record))
        .flag("is_mfa", additional.flag("MFAUsed", "Yes", "No"))
        .struct("dst_endpoint", new OcsfStruct().text("svc_name", additional.text("LoginTo")));
  }

  private static OcsfStruct api(RecordParts record) {
    RecordObject insight = record.object(EventField.INSIGHT_DETAILS);
    String operation = either(record.text(EventField.EVENT_NAME), insight, "eventName");
    String service = either(record.text(EventField.EVENT_SOURCE), insight, "eventSource");
    String request = record.text(EventField.REQUEST_ID);
    OcsfStruct response =
        new OcsfStruct()
            .text("error", record.text(EventField.ERROR_CODE))
            .text("message", record.text(EventField.ERROR_MESSAGE))
            .text("data", record.json(EventField.RESPONSE_ELEMENTS));
    return new OcsfStruct()
        .text("operation", operation == null ? "" : operation)
        .struct("service", new OcsfStruct().text("name", service))
        .text("version", record.text(EventField.API_VERSION))
        .required(
            "request",
            new OcsfStruct()
                .text("uid", request == null ? "" : request)
                .text("data", record.json(EventField.REQUEST_PARAMETERS)))
        .struct("response", response);
  }

  private static @Nullable String either(@Nullable String text, RecordObject other, String name) {
    return text == null ? other.text(name) : text;
  }

  private static OcsfStruct source(RecordParts record) {
    String address = record.text(EventField.SOURCE_IP_ADDRESS);
    String place = address != null && IpText.is(address) ? "ip" : "domain";
    return new OcsfStruct()
        .text(place, address)
        .text("uid", record.text(EventField.VPC_ENDPOINT_ID));
  }

  private static List<OcsfStruct> resources(RecordParts record) {
    List<OcsfStruct> resources = new ArrayList<>();
    for (Object each : record.list(EventField.RESOURCES)) {
      if (each instanceof RecordObject resource) {
        OcsfStruct account = new OcsfStruct().text("uid", resource.text("accountId"));
        OcsfStruct mapped =
            new OcsfStruct()
                .text("uid", resource.text("ARN"))
                .text("type", resource.text("type"))
                .struct("owner", new OcsfStruct().struct("account", account));
        if (!mapped.isEmpty()) {
          resources.add(mapped);
        }
      }
    }
    return resources;
  }
}
