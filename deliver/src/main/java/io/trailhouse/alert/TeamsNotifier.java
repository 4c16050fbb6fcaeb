package io.trailhouse.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.alert.AlertMessage.Fact;
import io.trailhouse.destination.Failure;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.finding.Level;
import io.trailhouse.http.Poster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Posts an Adaptive Card to a workflow of Teams. Texts stand in text runs, which know no Markdown,
/// so nothing from an event becomes a link or a style.
public final class TeamsNotifier implements Notifier {
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_VALUE = 300;
  private static final int LONGEST_FACT = 1100;

  /// A card may have 28 KB; this much is for facts and samples, with what stands around each.
  private static final int ROOM = 24_000;

  private final Destination.Teams teams;
  private final Poster http;

  public TeamsNotifier(Destination.Teams teams, Poster http) {
    this.teams = teams;
    this.http = http;
  }

  @Override
  public void send(AlertMessage message) throws NotDelivered {
    byte[] body = JsonBody.of(json -> write(message, json)).getBytes(StandardCharsets.UTF_8);
    String answer = http.post(teams.webhook(), null, body);
    if (answer.contains("returned HTTP error 429")) { // said with status 200
      String reason = teams.webhook() + ": it takes no more at the moment (429 within 200)";
      throw new NotDelivered(Failure.again(reason));
    }
  }

  private static void write(AlertMessage message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "message");
    json.writeArrayFieldStart("attachments");
    json.writeStartObject();
    json.writeStringField("contentType", "application/vnd.microsoft.card.adaptive");
    json.writeNullField("contentUrl");
    json.writeObjectFieldStart("content");
    json.writeStringField("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    json.writeStringField("type", "AdaptiveCard");
    json.writeStringField("version", "1.4");
    json.writeArrayFieldStart("body");
    title(message, json);
    lines(message, json);
    json.writeEndArray();
    if (message.link() != null) {
      json.writeArrayFieldStart("actions");
      json.writeStartObject();
      json.writeStringField("type", "Action.OpenUrl");
      json.writeStringField("title", "Open");
      json.writeStringField("url", message.link().toString());
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  /// Facts, then samples, as long as there is room.
  private static void lines(AlertMessage message, JsonGenerator json) throws IOException {
    int room = ROOM;
    for (Fact fact : message.facts()) {
      room -= size(fact.value()) + size(fact.name());
      if (room < 0) {
        break;
      }
      fact(fact, json);
    }
    for (String sample : message.samples()) {
      String line = "• " + CleanText.card(sample, LONGEST_VALUE);
      room -= size(line);
      if (room < 0) {
        break;
      }
      text(line, json);
    }
  }

  /// The bytes of a text run; escaped characters take up to six.
  private static int size(String text) {
    return JsonBody.of(out -> out.writeString(text)).length() + 100;
  }

  private static void title(AlertMessage message, JsonGenerator json) throws IOException {
    startRuns(json);
    startRun(CleanText.card(message.title(), LONGEST_TITLE), json);
    json.writeStringField("weight", "bolder");
    json.writeStringField("size", "large");
    json.writeStringField("color", message.level().isAtLeast(Level.HIGH) ? "attention" : "default");
    json.writeEndObject();
    endRuns(json);
  }

  private static void fact(Fact fact, JsonGenerator json) throws IOException {
    startRuns(json);
    startRun(fact.name() + ": ", json);
    json.writeStringField("weight", "bolder");
    json.writeEndObject();
    startRun(CleanText.card(fact.value(), LONGEST_FACT), json);
    json.writeEndObject();
    endRuns(json);
  }

  private static void text(String text, JsonGenerator json) throws IOException {
    startRuns(json);
    startRun(text, json);
    json.writeEndObject();
    endRuns(json);
  }

  private static void startRuns(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "RichTextBlock");
    json.writeArrayFieldStart("inlines");
  }

  private static void startRun(String text, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "TextRun");
    json.writeStringField("text", text);
  }

  private static void endRuns(JsonGenerator json) throws IOException {
    json.writeEndArray();
    json.writeEndObject();
  }
}
