package io.trailhouse.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.trailhouse.event.RecordJson;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The events of findings as JSON that can be trusted to be JSON, whatever the records hold.
final class EventsJson {
  /// Escapes all but ASCII, so that half a surrogate pair survives and nothing hides.
  static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /// A file of a mail or a request; what mail servers and receivers take.
  private static final int LARGEST = 768 << 10;

  private static final int LARGEST_OF_FINDING = 256 << 10;
  private static final int MOST_OF_FINDING = 20;
  private static final int LONGEST_NAME = 256;

  private EventsJson() {}

  /// The finding with no more of its events than is kept until it is sent: the last twenty, and of
  /// these the records that fit into 256 KiB; of the others their size.
  static Finding lean(Finding finding) {
    List<FoundEvent> all = finding.events();
    List<FoundEvent> kept = new ArrayList<>();
    int room = LARGEST_OF_FINDING;
    for (FoundEvent event : all.subList(Math.max(0, all.size() - MOST_OF_FINDING), all.size())) {
      int size = written(event.json());
      boolean fits = size <= room;
      room -= fits ? size : 0;
      kept.add(
          new FoundEvent(
              CleanText.cut(event.key(), LONGEST_NAME),
              event.time(),
              CleanText.cut(event.name(), LONGEST_NAME),
              fits ? event.json() : leftOut(size)));
    }
    return new Finding(
        finding.id(),
        CleanText.cut(finding.ruleId(), LONGEST_NAME),
        finding.ruleVersion(),
        CleanText.cut(finding.title(), LONGEST_NAME),
        finding.level(),
        finding.time(),
        CleanText.cut(finding.account(), LONGEST_NAME),
        CleanText.cut(finding.region(), LONGEST_NAME),
        CleanText.cut(finding.principal(), 2 * LONGEST_NAME),
        kept);
  }

  private static String leftOut(int size) {
    return "{\"trailhouse_left_out_bytes\":" + size + "}";
  }

  /// How long a text becomes at most.
  private static int written(String text) {
    int size = 0;
    for (int at = 0; at < text.length(); at++) {
      size += text.charAt(at) < 0x80 ? 1 : 6;
    }
    return size;
  }

  /// An array with an object for each event of lean findings: finding, rule, time, name and the
  /// record. Ends at 1 MiB at the latest: a record that does not fit is named by its size.
  static String of(List<Finding> findings) {
    StringWriter text = new StringWriter();
    int room = LARGEST;
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (Finding finding : findings) {
        for (FoundEvent event : finding.events()) {
          int size = written(event.json());
          boolean fits = size <= room;
          room -= fits ? size : 0;
          json.writeStartObject();
          json.writeStringField("finding", finding.id());
          json.writeStringField("rule", finding.ruleId());
          json.writeStringField("time", event.time().toString());
          json.writeStringField("name", event.name());
          json.writeStringField("key", event.key());
          json.writeFieldName("event");
          copy(fits ? event.json() : leftOut(size), json);
          json.writeEndObject();
        }
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Writes a record as it is when it is JSON, and as a text when it is not.
  private static void copy(String record, JsonGenerator json) throws IOException {
    if (!isJson(record)) {
      json.writeString(record);
      return;
    }
    try (JsonParser parser = RecordJson.parser(record)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isNumeric()) {
          json.writeNumber(parser.getText()); // with the digits that stand there
        } else {
          json.copyCurrentEvent(parser);
        }
      }
    }
  }

  /// Whether a text is one JSON value and nothing behind it.
  private static boolean isJson(String text) {
    try (JsonParser parser = RecordJson.parser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
