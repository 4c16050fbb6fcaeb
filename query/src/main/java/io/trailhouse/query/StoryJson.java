package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/// An event's story as one JSON object, the records in it as they came.
public final class StoryJson {
  private StoryJson() {}

  /// Prints `{"records": [..], "session": "..", "around": [..]}` and a line break.
  public static void print(EventStory story, PrintWriter out) {
    try (JsonGenerator json = ValueText.JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeArrayFieldStart("records");
      for (String record : story.records()) {
        json.writeRawValue(record);
      }
      json.writeEndArray();
      json.writeStringField("session", story.session());
      json.writeArrayFieldStart("around");
      for (EventStory.Moment moment : story.around()) {
        json.writeStartObject();
        json.writeStringField("eventid", moment.eventId());
        json.writeStringField("eventtime", moment.time());
        json.writeStringField("event", moment.event());
        json.writeArrayFieldStart("details");
        for (String detail : moment.details()) {
          json.writeString(detail);
        }
        json.writeEndArray();
        json.writeBooleanField("asked", moment.asked());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }
}
