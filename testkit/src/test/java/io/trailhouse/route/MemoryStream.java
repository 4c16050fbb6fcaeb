package io.trailhouse.route;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.source.EventStream;
import io.trailhouse.source.StreamPosition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Commits of events in memory.
final class MemoryStream implements EventStream {
  static final Instant ARRIVED = Instant.parse("2026-05-02T00:00:00Z");

  private final List<Chunk> chunks = new ArrayList<>();

  /// A commit of these records.
  void commit(List<String> records) {
    long commit = chunks.size();
    List<EventBatch> batches = new ArrayList<>();
    String file = "{\"Records\":[" + String.join(",", records) + "]}";
    try {
      new EventReader()
          .read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), batches::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    chunks.add(
        new Chunk(
            new StreamPosition(commit, 0),
            batches.get(0),
            IntStream.range(0, records.size()).toArray(),
            records,
            ARRIVED,
            new StreamPosition(commit + 1, 0)));
  }

  @Override
  public StreamPosition head() {
    return new StreamPosition(chunks.size(), 0);
  }

  @Override
  public @Nullable Chunk from(StreamPosition position) {
    return position.commit() < chunks.size() ? chunks.get((int) position.commit()) : null;
  }
}
