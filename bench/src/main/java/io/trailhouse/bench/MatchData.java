package io.trailhouse.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.match.Subject;
import io.trailhouse.select.Envelope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The same records in every form that somebody wants them in.
///
/// @param files as they are stored
/// @param batches the records as the reader gives them
/// @param rows how many there are
/// @param events each record in EventBridge's envelope, parsed
/// @param texts the same as JSON text
record MatchData(
    List<byte[]> files,
    List<EventBatch> batches,
    int rows,
    List<JsonNode> events,
    List<String> texts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Every so-manieth log file of the set.
  static MatchData sample(int files) throws IOException {
    List<byte[]> gzipped = LogFiles.sample(files).gzipped();
    List<EventBatch> batches = new ArrayList<>();
    EventReader reader = new EventReader();
    for (byte[] file : gzipped) {
      reader.read(new ByteArrayInputStream(file), batches::add);
    }
    List<JsonNode> events = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    Subject subject = new Subject();
    for (EventBatch batch : batches) {
      for (int row = 0; row < batch.rows(); row++) {
        subject.point(batch, row);
        String event = Envelope.of(subject, subject.view().json());
        texts.add(event);
        events.add(tree(event));
      }
    }
    return new MatchData(gzipped, batches, texts.size(), events, texts);
  }

  private static JsonNode tree(String event) {
    try {
      return JSON.readTree(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the reader has let this record through", e);
    }
  }
}
