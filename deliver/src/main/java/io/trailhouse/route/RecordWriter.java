package io.trailhouse.route;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.event.RecordJson;
import io.trailhouse.event.RecordTrees;
import io.trailhouse.match.Subject;
import io.trailhouse.ocsf.OcsfEvent;
import io.trailhouse.select.Envelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes what is sent for one event: one line of JSON in UTF-8.
///
/// The record itself is sent as it came; where it is shaped, equal as JSON but for the changes, and
/// of a key that stands twice the first alone. A shape speaks of the record's own fields, and of
/// the OCSF event's where that is the form.
///
/// @param form what is written
/// @param shape how it is changed before
public record RecordWriter(RecordForm form, Shape shape) {
  private static final ObjectReader TREES =
      RecordTrees.MAPPER.reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /// The line of one event, without its end.
  ///
  /// @param subject points at the event's record
  public byte[] write(Subject subject) {
    try {
      byte[] json = form == RecordForm.OCSF ? ocsf(subject) : subject.json();
      if (!shape.changesNothing()) {
        json = RecordTrees.MAPPER.writeValueAsBytes(shape.apply(tree(json)));
      }
      return form == RecordForm.EVENTBRIDGE
          ? Envelope.of(subject, new String(json, StandardCharsets.UTF_8))
              .getBytes(StandardCharsets.UTF_8)
          : json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the reader has let this record through", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode tree(byte[] record) throws IOException {
    try (JsonParser json = RecordJson.parser(record, 0, record.length)) {
      return TREES.readTree(json);
    }
  }

  private static byte[] ocsf(Subject subject) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = RecordJson.FACTORY.createGenerator(bytes)) {
      OcsfEvent.write(subject.view(), json);
    }
    return bytes.toByteArray();
  }
}
