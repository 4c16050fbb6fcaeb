package io.trailhouse.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.web.WebAnswer;
import java.io.IOException;
import java.io.StringWriter;

/// How problems are told to the page.
final class Problems {
  private static final JsonFactory JSON = new JsonFactory();

  private Problems() {}

  static void send(WebAnswer answer, TrailhouseException problem) throws IOException {
    send(answer, 400, problem);
  }

  static void send(WebAnswer answer, int status, TrailhouseException problem) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("problem");
      json.writeStringField("code", problem.code().name());
      json.writeStringField("problem", problem.problem());
      json.writeStringField("place", problem.place());
      json.writeStringField("remedy", problem.remedy());
      json.writeEndObject();
      json.writeEndObject();
    }
    answer.send(status, "application/json", text.toString());
  }
}
