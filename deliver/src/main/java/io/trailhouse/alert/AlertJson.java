package io.trailhouse.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.alert.Alert.Contents;
import io.trailhouse.alert.Alert.Progress;
import io.trailhouse.alert.Alert.Section;
import io.trailhouse.alert.Alert.State;
import io.trailhouse.alert.Alert.Times;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An alert as the text of its file, and back. Every scalar is a JSON string.
final class AlertJson {
  private static final String FORM = "1";

  private AlertJson() {}

  static String write(Alert alert) {
    return JsonBody.of(json -> {
      json.writeStartObject();
      json.writeStringField("form", FORM);
      json.writeStringField("id", alert.id());
      json.writeStringField("state", alert.state().name());
      json.writeStringField("attempts", Integer.toString(alert.progress().attempts()));
      json.writeStringField("at", alert.progress().at().toString());
      json.writeStringField("since", alert.progress().since().toString());
      json.writeStringField("not_before", alert.progress().notBefore().toString());
      json.writeStringField("reason", alert.progress().reason());
      json.writeStringField("opened", alert.times().opened().toString());
      json.writeStringField("due", alert.times().due().toString());
      json.writeStringField("next", alert.times().next().toString());
      json.writeStringField("said", alert.progress().said());
      write(alert.contents(), json);
      json.writeEndObject();
    });
  }

  private static void write(Contents contents, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("sections");
    for (Section section : contents.sections()) {
      json.writeStartObject();
      json.writeStringField("rule", section.rule());
      json.writeStringField("title", section.title());
      json.writeStringField("level", section.level().name());
      json.writeStringField("principal", section.principal());
      json.writeStringField("account", section.account());
      json.writeStringField("region", section.region());
      json.writeStringField("count", Long.toString(section.count()));
      json.writeStringField("first", section.first().toString());
      json.writeStringField("last", section.last().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeTexts("findings", contents.findings(), json);
    writeTexts("folded", contents.folded(), json);
    writeTexts("events", contents.events(), json);
    json.writeArrayFieldStart("samples");
    for (Finding finding : contents.samples()) {
      write(finding, json);
    }
    json.writeEndArray();
  }

  private static void writeTexts(String name, List<String> texts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void write(Finding finding, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", finding.id());
    json.writeStringField("rule", finding.ruleId());
    json.writeStringField("version", finding.ruleVersion());
    json.writeStringField("title", finding.title());
    json.writeStringField("level", finding.level().name());
    json.writeStringField("time", finding.time().toString());
    json.writeStringField("account", finding.account());
    json.writeStringField("region", finding.region());
    json.writeStringField("principal", finding.principal());
    json.writeArrayFieldStart("events");
    for (FoundEvent event : finding.events()) {
      json.writeStartObject();
      json.writeStringField("key", event.key());
      json.writeStringField("time", event.time().toString());
      json.writeStringField("name", event.name());
      json.writeStringField("json", event.json());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// The alert that a text says; null when it says none: damaged, or of another form.
  static @Nullable Alert read(byte[] text) {
    try (JsonParser parser = EventsJson.JSON.createParser(text)) {
      parser.nextToken();
      if (!(value(parser) instanceof Map<?, ?> members) || parser.nextToken() != null) {
        return null;
      }
      Node node = new Node(members);
      return node.text("form").equals(FORM) ? alert(node) : null;
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  private static Alert alert(Node node) {
    return new Alert(
        node.text("id"),
        new Contents(
            sections(node),
            node.texts("findings"),
            node.all("samples", AlertJson::finding),
            node.texts("folded"),
            node.has("events") ? node.texts("events") : List.of()), // files of before had none
        new Times(node.time("opened"), node.time("due"), node.time("next")),
        new Progress(
            State.valueOf(node.text("state")),
            Integer.parseInt(node.text("attempts")),
            node.time("at"),
            node.time("since"),
            node.time("not_before"),
            node.text("reason"),
            node.text("said")));
  }

  private static List<Section> sections(Node node) {
    List<Section> sections = node.all("sections", AlertJson::section);
    if (sections.isEmpty()) {
      throw new IllegalArgumentException("no sections");
    }
    return sections;
  }

  private static Section section(Node node) {
    return new Section(
        node.text("rule"),
        node.text("title"),
        Level.valueOf(node.text("level")),
        node.text("principal"),
        node.text("account"),
        node.text("region"),
        Long.parseLong(node.text("count")),
        node.time("first"),
        node.time("last"));
  }

  private static Finding finding(Node node) {
    return new Finding(
        node.text("id"),
        node.text("rule"),
        node.text("version"),
        node.text("title"),
        Level.valueOf(node.text("level")),
        node.time("time"),
        node.text("account"),
        node.text("region"),
        node.text("principal"),
        node.all("events", AlertJson::event));
  }

  private static FoundEvent event(Node node) {
    return new FoundEvent(
        node.text("key"), node.time("time"), node.text("name"), node.text("json"));
  }

  /// The members of an object.
  private record Node(Map<?, ?> members) {
    /// @throws IllegalArgumentException when there is no such text
    String text(String name) {
      if (members.get(name) instanceof String text) {
        return text;
      }
      throw new IllegalArgumentException("no " + name);
    }

    boolean has(String name) {
      return members.containsKey(name);
    }

    Instant time(String name) {
      return Instant.parse(text(name));
    }

    List<String> texts(String name) {
      List<String> texts = new ArrayList<>();
      for (Object each : list(name)) {
        texts.add(String.valueOf(each));
      }
      return texts;
    }

    <T> List<T> all(String name, Function<Node, T> read) {
      List<T> all = new ArrayList<>();
      for (Object each : list(name)) {
        if (!(each instanceof Map<?, ?> object)) {
          throw new IllegalArgumentException(name + " holds no objects");
        }
        all.add(read.apply(new Node(object)));
      }
      return all;
    }

    private List<?> list(String name) {
      if (members.get(name) instanceof List<?> list) {
        return list;
      }
      throw new IllegalArgumentException("no " + name);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    if (token != JsonToken.VALUE_STRING) {
      throw new IOException("a text was expected");
    }
    return parser.getText();
  }
}
