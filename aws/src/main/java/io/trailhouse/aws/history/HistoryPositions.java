package io.trailhouse.aws.history;

import io.trailhouse.checkpoint.CheckpointStore;
import io.trailhouse.checkpoint.Position;
import io.trailhouse.problem.Causes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Which seconds of each lane have been read to their end, and are safe where they were to go.
/// Remembered at the latest a second after it became so. For any number of threads.
public final class HistoryPositions {
  private static final long AT_LATEST = TimeUnit.SECONDS.toNanos(1);

  private final CheckpointStore store;
  private final List<Place> places = new ArrayList<>();
  private final Set<HistoryPartition> changed = new HashSet<>();
  private long written = System.nanoTime();

  /// Where records go to, with what is complete there of each lane.
  private record Place(String name, Map<String, Seconds> lanes) {
    Seconds of(HistoryPartition lane) {
      return lanes.computeIfAbsent(lane.key(), key -> new Seconds());
    }
  }

  /// @param names under which the store keeps them, one for each place that records go to: what is
  ///   missing in one of them is missing
  public HistoryPositions(CheckpointStore store, List<String> names) throws IOException {
    this.store = store;
    for (String name : names) {
      Map<String, Seconds> lanes = new HashMap<>();
      for (Position position : store.read(name)) {
        lanes.put(position.lane(), Seconds.parse(position.at()));
      }
      places.add(new Place(name, lanes));
    }
  }

  /// The seconds of a lane that are complete in every place.
  public synchronized Seconds complete(HistoryPartition lane) {
    return places.stream()
        .map(place -> place.of(lane))
        .reduce(Seconds::and)
        .orElseGet(Seconds::new);
  }

  /// The lanes of which anything is complete, each from its first such second to its last.
  public synchronized Map<HistoryPartition, Seconds.Span> lanes() {
    Map<HistoryPartition, Seconds.Span> lanes = new HashMap<>();
    for (String key : places.isEmpty() ? Set.<String>of() : places.get(0).lanes().keySet()) {
      HistoryPartition lane = HistoryPartition.ofKey(key);
      List<Seconds.Span> spans = lane == null ? List.of() : complete(lane).spans();
      if (lane != null && !spans.isEmpty()) {
        long last = spans.get(spans.size() - 1).to();
        lanes.put(lane, new Seconds.Span(spans.get(0).from(), last));
      }
    }
    return lanes;
  }

  /// What of a span has to be read still.
  public synchronized List<Seconds.Span> missing(HistoryPartition lane, Seconds.Span asked) {
    return complete(lane).missing(asked.from(), asked.to());
  }

  /// These seconds are complete.
  synchronized void complete(HistoryPartition lane, Seconds.Span span) {
    places.forEach(place -> place.of(lane).add(span.from(), span.to()));
    changed.add(lane);
    if (System.nanoTime() - written >= AT_LATEST) {
      flush();
    }
  }

  /// Remembers what became complete since the last time.
  public synchronized void flush() {
    written = System.nanoTime();
    if (changed.isEmpty()) {
      return;
    }
    try {
      for (Place place : places) {
        store.advance(
            place.name(),
            changed.stream()
                .map(lane -> new Position(lane.key(), place.of(lane).toString()))
                .toList());
      }
      changed.clear();
    } catch (IOException e) {
      throw Causes.unchecked(e, "the checkpoints");
    }
  }
}
