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

/// Which seconds of each partition have been read to their end, and are safe where they were to go.
/// Remembered at the latest a second after it became so. For any number of threads.
public final class HistoryPositions {
  private static final long AT_LATEST = TimeUnit.SECONDS.toNanos(1);

  private final CheckpointStore store;
  private final List<Place> places = new ArrayList<>();
  private final Set<HistoryPartition> changed = new HashSet<>();
  private long written = System.nanoTime();

  /// Where records go to, with what is complete there of each partition.
  private record Place(String name, Map<String, Seconds> partitions) {
    Seconds of(HistoryPartition partition) {
      return partitions.computeIfAbsent(partition.key(), key -> new Seconds());
    }
  }

  /// @param names under which the store keeps them, one for each place that records go to: what is
  ///   missing in one of them is missing
  public HistoryPositions(CheckpointStore store, List<String> names) throws IOException {
    this.store = store;
    for (String name : names) {
      Map<String, Seconds> partitions = new HashMap<>();
      for (Position position : store.read(name)) {
        partitions.put(position.part(), Seconds.parse(position.at()));
      }
      places.add(new Place(name, partitions));
    }
  }

  /// The seconds of a partition that are complete in every place.
  public synchronized Seconds complete(HistoryPartition partition) {
    return places.stream()
        .map(place -> place.of(partition))
        .reduce(Seconds::and)
        .orElseGet(Seconds::new);
  }

  /// The partitions of which anything is complete, each from its first such second to its last.
  public synchronized Map<HistoryPartition, Seconds.Span> partitions() {
    Map<HistoryPartition, Seconds.Span> partitions = new HashMap<>();
    for (String key : places.isEmpty() ? Set.<String>of() : places.get(0).partitions().keySet()) {
      HistoryPartition partition = HistoryPartition.ofKey(key);
      List<Seconds.Span> spans = partition == null ? List.of() : complete(partition).spans();
      if (partition != null && !spans.isEmpty()) {
        long last = spans.get(spans.size() - 1).to();
        partitions.put(partition, new Seconds.Span(spans.get(0).from(), last));
      }
    }
    return partitions;
  }

  /// What of a span has to be read still.
  public synchronized List<Seconds.Span> missing(HistoryPartition partition, Seconds.Span asked) {
    return complete(partition).missing(asked.from(), asked.to());
  }

  /// These seconds are complete.
  synchronized void complete(HistoryPartition partition, Seconds.Span span) {
    places.forEach(place -> place.of(partition).add(span.from(), span.to()));
    changed.add(partition);
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
                .map(partition -> new Position(partition.key(), place.of(partition).toString()))
                .toList());
      }
      changed.clear();
    } catch (IOException e) {
      throw Causes.unchecked(e, "the checkpoints");
    }
  }
}
