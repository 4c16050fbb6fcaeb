package io.trailhouse.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.alert.AlertMessage.Fact;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.finding.Level;
import io.trailhouse.http.Poster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Triggers an event of PagerDuty's Events API v2. The alert's id is its `dedup_key`, so the same
/// message twice is one incident.
public final class PagerDutyNotifier implements Notifier {
  private static final int LONGEST_SUMMARY = 1000;

  private final Destination.PagerDuty events;
  private final Poster http;

  public PagerDutyNotifier(Destination.PagerDuty events, Poster http) {
    this.events = events;
    this.http = http;
  }

  @Override
  public void send(AlertMessage message) throws NotDelivered {
    byte[] body = JsonBody.of(json -> write(message, json)).getBytes(StandardCharsets.UTF_8);
    http.post(events.events(), null, body);
  }

  private void write(AlertMessage message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("routing_key", events.routingKey().reveal());
    json.writeStringField("event_action", "trigger");
    json.writeStringField("dedup_key", message.id());
    json.writeStringField("client", "Trailhouse");
    if (message.link() != null) {
      json.writeStringField("client_url", message.link().toString());
    }
    json.writeObjectFieldStart("payload");
    json.writeStringField("summary", CleanText.cut(message.title(), LONGEST_SUMMARY));
    json.writeStringField("source", source(message));
    json.writeStringField("severity", severity(message.level()));
    json.writeStringField("timestamp", message.written().toString());
    json.writeStringField("class", message.alert());
    json.writeObjectFieldStart("custom_details");
    for (Fact fact : message.facts()) {
      json.writeStringField(fact.name(), fact.value());
    }
    json.writeArrayFieldStart("Samples");
    for (String sample : message.samples()) {
      json.writeString(sample);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String source(AlertMessage message) {
    for (Fact fact : message.facts()) {
      if (fact.name().equals("Account")) {
        return "AWS account " + fact.value();
      }
    }
    return "AWS CloudTrail";
  }

  private static String severity(Level level) {
    return switch (level) {
      case CRITICAL -> "critical";
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, INFORMATIONAL -> "info";
    };
  }
}
