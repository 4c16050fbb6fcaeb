package io.trailhouse.route;

import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.ObjectStore;
import io.trailhouse.event.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where what a destination will never take is kept: objects of JSON Lines, each line what should
/// have been sent, the reason in the key and in front of it.
///
/// @param prefix of keys
public record ErrorPlace(ObjectStore store, KeyTemplate prefix) {
  /// Writes events that failed for one reason; the same events give the same object again.
  ///
  /// @param number tells the objects of one stretch apart
  void put(Span span, KeyTemplate.Event first, int number, List<byte[]> events)
      throws NotDelivered {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (byte[] event : events) {
      lines.writeBytes(
          "{\"reason\":\"%s\",\"event\":"
              .formatted(new String(JsonStrings.encode(first.reason()), StandardCharsets.UTF_8))
              .getBytes(StandardCharsets.UTF_8));
      lines.writeBytes(event);
      lines.writeBytes("}\n".getBytes(StandardCharsets.UTF_8));
    }
    String key = "%s%s-%d.jsonl".formatted(prefix.of(first), span.name(), number);
    store.put(new ObjectStore.NewObject(key, lines.toByteArray(), "application/x-ndjson", ""));
  }
}
