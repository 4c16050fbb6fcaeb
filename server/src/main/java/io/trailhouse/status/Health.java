package io.trailhouse.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/// Whether anything is not as it should be, for those who watch from outside.
record Health(List<Problem> problems) {
  private static final JsonFactory JSON = new JsonFactory();

  static Health of(ServeStatus status) {
    return new Health(status.problems());
  }

  boolean isWell() {
    return problems.isEmpty();
  }

  String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("status", isWell() ? "ok" : "problems");
      ServeStatus.problems(json, problems);
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }
}
