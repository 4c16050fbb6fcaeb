package io.trailhouse.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.alert.AlertMessage.Fact;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.http.Poster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Posts to an incoming webhook of Slack, in its Block Kit: a header, the facts, the samples.
public final class SlackNotifier implements Notifier {
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_TEXT = 2900;
  private static final int LONGEST_VALUE = 300;
  private static final int LONGEST_FIELD = 1100;
  private static final int MOST_FIELDS = 10;

  private final Destination.Slack slack;
  private final Poster http;

  public SlackNotifier(Destination.Slack slack, Poster http) {
    this.slack = slack;
    this.http = http;
  }

  @Override
  public void send(AlertMessage message) throws NotDelivered {
    byte[] body = JsonBody.of(json -> write(message, json)).getBytes(StandardCharsets.UTF_8);
    http.post(slack.webhook(), null, body);
  }

  private static void write(AlertMessage message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("text", CleanText.slack(unstyled(message.title()), LONGEST_TEXT));
    json.writeBooleanField("unfurl_links", false);
    json.writeBooleanField("unfurl_media", false);
    json.writeArrayFieldStart("blocks");
    json.writeStartObject();
    json.writeStringField("type", "header");
    json.writeObjectFieldStart("text");
    json.writeStringField("type", "plain_text");
    json.writeBooleanField("emoji", false);
    json.writeStringField("text", CleanText.cut(message.title(), LONGEST_HEADER));
    json.writeEndObject();
    json.writeEndObject();
    List<Fact> facts = message.facts();
    for (int from = 0; from < facts.size(); from += MOST_FIELDS) {
      fields(json, facts.subList(from, Math.min(from + MOST_FIELDS, facts.size())));
    }
    section(json, samples(message));
    if (message.link() != null) {
      section(json, "<" + CleanText.slack(message.link().toString(), LONGEST_VALUE) + "|Open>");
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, List<Fact> facts) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "section");
    json.writeArrayFieldStart("fields");
    for (Fact fact : facts) {
      String value = CleanText.slack(unstyled(fact.value()), LONGEST_FIELD);
      marked(json, "*" + fact.name() + "*\n" + value);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String samples(AlertMessage message) {
    StringBuilder lines = new StringBuilder();
    for (String sample : message.samples()) {
      String line = CleanText.slack(unstyled(sample), LONGEST_VALUE);
      if (lines.length() + line.length() + 3 > LONGEST_TEXT) {
        break;
      }
      lines.append("• ").append(line).append('\n');
    }
    return lines.toString();
  }

  /// Without the characters that would make a part of it bold, struck or code.
  private static String unstyled(String text) {
    return text.replace('*', '∗').replace('~', '∼').replace('`', 'ˋ');
  }

  private static void section(JsonGenerator json, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "section");
    json.writeFieldName("text");
    marked(json, text);
    json.writeEndObject();
  }

  private static void marked(JsonGenerator json, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "mrkdwn");
    json.writeBooleanField("verbatim", true); // makes no links of names and addresses
    json.writeStringField("text", text);
    json.writeEndObject();
  }
}
