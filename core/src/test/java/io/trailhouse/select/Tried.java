package io.trailhouse.select;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.match.Matchers;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One record, as the reader gives it, and what conditions say of it.
record Tried(EventBatch batch) {
  /// @param json an object that the reader takes for a record
  static Tried record(String json) {
    List<EventBatch> batches = new ArrayList<>();
    try {
      new EventReader()
          .read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), batches::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Tried(batches.get(0));
  }

  /// A record with these members beside the two that make it one.
  static Tried with(String members) {
    return record("{\"eventVersion\": \"1.11\", \"eventID\": \"1\", " + members + "}");
  }

  boolean passes(Predicate predicate) {
    Subject subject = new Subject();
    subject.point(batch, 0);
    return Matchers.compile(predicate).matches(subject);
  }
}
