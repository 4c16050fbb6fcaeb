package io.trailhouse.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.query.QueryAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/// An answer as the page's stream: a JSON value a line, of columns, rows, remarks and the end.
final class RowLines {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int PIECE = 16 << 10;
  private static final long HOLD = 100_000_000; // nanoseconds

  private final Work work;
  private final long begun = System.nanoTime();
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(PIECE);
  private long given = System.nanoTime();

  RowLines(Work work) {
    this.work = work;
  }

  private interface Value {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static void remark(JsonGenerator json, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField("remark", text);
    json.writeEndObject();
  }

  /// Writes the rows up to a limit, and whether there are more.
  ///
  /// @param remarks for people, behind the columns
  void all(QueryAnswer answer, int limit, List<String> remarks) throws IOException {
    line(json -> columns(json, answer.columns()));
    for (String each : remarks) {
      line(json -> remark(json, each));
    }
    boolean wanted = give();
    long rows = 0;
    boolean more = false;
    while (wanted && answer.next()) {
      if (rows == limit) {
        more = true;
        break;
      }
      line(answer::writeRow);
      rows++;
      boolean due = waiting.size() >= PIECE || System.nanoTime() - given > HOLD;
      wanted = !due || give();
    }
    long counted = rows;
    boolean left = more;
    line(json -> end(json, counted, left));
    give();
  }

  private static void columns(JsonGenerator json, List<QueryAnswer.Column> columns)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("columns");
    for (QueryAnswer.Column column : columns) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void end(JsonGenerator json, long rows, boolean more) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("end");
    json.writeNumberField("rows", rows);
    json.writeBooleanField("more", more);
    json.writeNumberField("millis", (System.nanoTime() - begun) / 1_000_000);
    json.writeEndObject();
    json.writeEndObject();
  }

  /// A value that is JSON already may have line breaks between its parts, and nowhere else: they
  /// become blanks.
  private void line(Value value) throws IOException {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(one)) {
      value.writeTo(json);
    }
    for (byte each : one.toByteArray()) {
      waiting.write(each == '\n' || each == '\r' ? ' ' : each);
    }
    waiting.write('\n');
  }

  /// The current row as an array.
  static JsonNode tree(QueryAnswer answer) throws IOException {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(one)) {
      answer.writeRow(json);
    }
    return Asking.JSON.readTree(one.toByteArray());
  }

  private boolean give() {
    given = System.nanoTime();
    byte[] piece = waiting.toByteArray();
    waiting.reset();
    return work.give(piece);
  }
}
