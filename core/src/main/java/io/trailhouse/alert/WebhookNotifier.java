package io.trailhouse.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.alert.AlertMessage.Fact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Posts JSON to any receiver, with an id by which a repeat is recognised and, where there is a
/// key, a signature over time and body by which the receiver knows who sent it and when.
public final class WebhookNotifier implements Notifier {
  /// The id of the alert; the same when the same message comes again.
  public static final String DELIVERY = "Trailhouse-Delivery";

  /// `t=SECONDS,v1=HEX`: the HMAC-SHA-256 of the seconds, a dot and the body.
  public static final String SIGNATURE = "Trailhouse-Signature";

  private final Destination.Webhook webhook;
  private final HttpPoster http;

  public WebhookNotifier(Destination.Webhook webhook, HttpPoster http) {
    this.webhook = webhook;
    this.http = http;
  }

  @Override
  public void send(AlertMessage message) throws NotSent {
    String body = JsonBody.of(json -> write(message, json));
    Map<String, String> headers = new LinkedHashMap<>();
    webhook.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    headers.put(DELIVERY, message.id());
    Secret key = webhook.key();
    if (key != null) {
      headers.put(SIGNATURE, signature(key, http.now().getEpochSecond(), body));
    }
    List<Secret> hidden = new ArrayList<>(webhook.headers().values());
    if (key != null) {
      hidden.add(key);
    }
    http.post(new HttpPoster.Post(webhook.url(), headers, body, hidden));
  }

  /// What the header says of a body.
  ///
  /// @param seconds since 1970, when it is signed
  static String signature(Secret key, long seconds, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signed = (seconds + "." + body).getBytes(StandardCharsets.UTF_8);
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
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
