package io.trailhouse.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// The names under which other programs keep event records, and what a record as text looks like.
///
/// Lists: a trail's files, LookupEvents, CloudWatch Logs, searches of Elasticsearch, OpenSearch and
/// Splunk. Objects: EventBridge, documents of Elasticsearch and OpenSearch, results and events of
/// Splunk, the namespace that the catalogue of OpenSearch keeps records under. Texts: LookupEvents,
/// CloudWatch Logs, shippers of logs, Splunk.
final class Wrapping {
  private static final Set<String> LISTS =
      Set.of("Records", "Events", "logEvents", "events", "hits", "responses", "results");
  private static final Set<String> OBJECTS =
      Set.of("detail", "hits", "_source", "result", "event", "aws", "cloudtrail");
  private static final Set<String> TEXTS =
      Set.of("message", "Message", "@message", "_raw", "event", "original", "log");

  /// What LookupEvents calls the record as a text, whatever it begins with.
  private static final String LOOKED_UP = "CloudTrailEvent";

  private static final byte[] IN_EVERY_RECORD = "eventName".getBytes(StandardCharsets.UTF_8);

  private static final byte[] CONTROL_TYPE = "\"CONTROL_MESSAGE\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CONTROL_TEXT =
      "\"CWL CONTROL MESSAGE: ".getBytes(StandardCharsets.UTF_8);

  private Wrapping() {}

  /// Whether a member may hold records, told by its name and the first byte of its value; the
  /// content of a text has to be looked at with [#isRecord].
  static boolean mayHold(String name, int first) {
    return switch (first) {
      case '[' -> LISTS.contains(name);
      case '{' -> OBJECTS.contains(name);
      case '"' -> name.equals(LOOKED_UP) || TEXTS.contains(name);
      default -> false;
    };
  }

  /// Whether a text that stands under a name is a record.
  static boolean isRecord(String name, String text) {
    return name.equals(LOOKED_UP)
        || (isJson(text) && (text.contains("\"eventVersion\"") || text.contains("\"eventName\"")));
  }

  /// Whether a text begins like JSON with something in it.
  static boolean isJson(String text) {
    String stripped = text.stripLeading();
    return stripped.startsWith("{") || stripped.startsWith("[");
  }

  /// Whether a member makes its object one of the messages by which CloudWatch Logs tries a
  /// destination.
  ///
  /// @param from where its value begins
  static boolean isControl(String name, byte[] bytes, int from) {
    return switch (name) {
      case "messageType" -> beginsWith(bytes, from, CONTROL_TYPE);
      case "message" -> beginsWith(bytes, from, CONTROL_TEXT);
      default -> false;
    };
  }

  private static boolean beginsWith(byte[] bytes, int from, byte[] wanted) {
    int to = from + wanted.length;
    return to <= bytes.length && Arrays.equals(bytes, from, to, wanted, 0, wanted.length);
  }

  /// Whether a span holds the name that every record has, be it in a text in it.
  static boolean namesAnEvent(byte[] bytes, int from, int to) {
    int last = to - IN_EVERY_RECORD.length - 1;
    for (int at = from; at <= last; at++) {
      int end = at + IN_EVERY_RECORD.length;
      if (bytes[at] == 'e'
          && (bytes[end] == '"' || bytes[end] == '\\')
          && Arrays.equals(bytes, at, end, IN_EVERY_RECORD, 0, IN_EVERY_RECORD.length)) {
        return true;
      }
    }
    return false;
  }
}
