package io.trailhouse.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.alert.AlertMessage.Fact;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.http.Poster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Posts JSON to any receiver, with the alert's id by which a repeat is recognised.
public final class WebhookNotifier implements Notifier {
  private final Destination.Webhook webhook;
  private final Poster http;

  public WebhookNotifier(Destination.Webhook webhook, Poster http) {
    this.webhook = webhook;
    this.http = http;
  }

  @Override
  public void send(AlertMessage message) throws NotDelivered {
    byte[] body = JsonBody.of(json -> write(message, json)).getBytes(StandardCharsets.UTF_8);
    http.post(webhook.endpoint(), message.id(), body);
  }

  private static void write(AlertMessage message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", message.id());
    json.writeStringField("alert", message.alert());
    json.writeStringField("title", message.title());
    json.writeStringField("level", message.level().word());
    json.writeNumberField("count", message.count());
    json.writeStringField("written", message.written().toString());
    json.writeObjectFieldStart("facts");
    for (Fact fact : message.facts()) {
      json.writeStringField(fact.name(), fact.value());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("samples");
    for (String sample : message.samples()) {
      json.writeString(sample);
    }
    json.writeEndArray();
    if (message.link() != null) {
      json.writeStringField("link", message.link().toString());
    }
    json.writeFieldName("events");
    json.writeRawValue(message.events());
    json.writeEndObject();
  }
}
