package io.trailhouse.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the messages that announce log files, in all the forms they arrive in: CloudTrail's own
/// through SNS, S3's events directly, through SNS, or through EventBridge; and events that
/// EventBridge sends themselves. SNS may wrap a message, also several times, or deliver it raw; it
/// may be a JSON text, and S3's records may stand in a bare list.
///
/// Forms: CloudTrail user guide, "Configuring Amazon SNS notifications"; S3 user guide, "Event
/// message structure" and "EventBridge event message structure".
final class Notices {
  private static final String SET_UP = "CloudTrail validation message.";

  /// A topic that hands on to a topic, and a function between them that writes JSON as a text.
  private static final int MOST_AROUND = 8;

  private Notices() {}

  /// Reads one message body.
  static Notice read(String body) {
    return read(body, 0);
  }

  /// @param around how many messages are around this text
  private static Notice read(String text, int around) {
    if (text.strip().equals(SET_UP)) {
      return new Notice.Test();
    }
    Object json = JsonValues.value(text);
    if (json instanceof String inner && around < MOST_AROUND) {
      return read(inner, around + 1);
    }
    if (json instanceof List<?> records && isOfS3(records)) {
      return ofS3(records);
    }
    if (!(json instanceof Map<?, ?> object)) {
      return new Notice.Foreign(around == 0 ? "no JSON object" : "an SNS message without JSON");
    }
    String inner = JsonValues.text(object, "Message");
    return "Notification".equals(object.get("Type")) && inner != null && around < MOST_AROUND
        ? read(inner, around + 1)
        : read(text, object);
  }

  private static boolean isOfS3(List<?> records) {
    return !records.isEmpty() && JsonValues.at(records.get(0), "s3", "object") != null;
  }

  private static Notice read(String text, Map<?, ?> json) {
    if (json.get("s3Bucket") instanceof String bucket && json.get("s3ObjectKey") != null) {
      return ofCloudTrail(bucket, json);
    }
    if ("s3:TestEvent".equals(json.get("Event"))) {
      return new Notice.Test();
    }
    if (json.get("Records") instanceof List<?> records) {
      return ofS3(records);
    }
    if (json.get("detail") != null && json.get("detail-type") instanceof String type) {
      return ofEventBridge(text, json, type);
    }
    if (json.get("eventVersion") != null && json.get("eventSource") != null) {
      return new Notice.Event(text);
    }
    return new Notice.Foreign("JSON with " + String.join(", ", firstNames(json)));
  }

  private static List<String> firstNames(Map<?, ?> json) {
    return json.keySet().stream().limit(4).map(String::valueOf).toList();
  }

  private static Notice ofCloudTrail(String bucket, Map<?, ?> json) {
    List<ObjectAt> objects = new ArrayList<>();
    List<?> keys =
        json.get("s3ObjectKey") instanceof String one
            ? List.of(one)
            : JsonValues.list(json, "s3ObjectKey");
    for (Object key : keys) {
      if (key instanceof String text) {
        objects.add(new ObjectAt(bucket, text, null, null, -1, null));
      }
    }
    return objects.isEmpty()
        ? new Notice.Foreign("a CloudTrail message without keys")
        : new Notice.Written(objects);
  }

  private static Notice ofS3(List<?> records) {
    List<ObjectAt> objects = new ArrayList<>();
    for (Object each : records) {
      String source = JsonValues.text(each, "eventSource");
      String name = JsonValues.text(each, "eventName");
      if (source == null || !source.endsWith(":s3") || name == null) {
        return new Notice.Foreign("Records that are not S3's");
      }
      String bucket = JsonValues.text(each, "s3", "bucket", "name");
      String key = JsonValues.text(each, "s3", "object", "key");
      if (name.startsWith("ObjectCreated:") && bucket != null && key != null) {
        objects.add(encoded(bucket, key, each));
      }
    }
    return new Notice.Written(objects);
  }

  /// S3's own events have the key as HTML forms encode it.
  private static ObjectAt encoded(String bucket, String key, Object event) {
    String decoded = decoded(key);
    return new ObjectAt(
        bucket,
        decoded,
        decoded.equals(key) ? null : key,
        JsonValues.text(event, "s3", "object", "eTag"),
        number(JsonValues.text(event, "s3", "object", "size")),
        time(JsonValues.text(event, "eventTime")));
  }

  private static Notice ofEventBridge(String text, Map<?, ?> json, String type) {
    if (!"aws.s3".equals(json.get("source")) || !type.startsWith("Object ")) {
      boolean event = JsonValues.at(json, "detail", "eventVersion") != null;
      return event
          ? new Notice.Event(text)
          : new Notice.Foreign("the EventBridge event '" + type + "'");
    }
    String bucket = JsonValues.text(json, "detail", "bucket", "name");
    String key = JsonValues.text(json, "detail", "object", "key");
    if (!type.equals("Object Created") || bucket == null || key == null) {
      return new Notice.Written(List.of());
    }
    String decoded = decoded(key);
    return new Notice.Written(
        List.of(
            new ObjectAt(
                bucket,
                key,
                decoded.equals(key) ? null : decoded, // nobody says whether it is encoded here
                JsonValues.text(json, "detail", "object", "etag"),
                number(JsonValues.text(json, "detail", "object", "size")),
                time(JsonValues.text(json, "time")))));
  }

  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
