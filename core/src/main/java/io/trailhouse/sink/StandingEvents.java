package io.trailhouse.sink;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The ids of events that log files of a folder hold already, looked for where [TrailFolder] would
/// write them: an event has one place, so nothing else has to be read. Not for several threads at
/// once.
public final class StandingEvents {
  private static final int PLACES_REMEMBERED = 4_096;

  private final Path folder;
  private final TrailPlacer placer = new TrailPlacer();
  private final EventReader reader = new EventReader();
  private final Map<TrailPlace, Set<String>> places =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TrailPlace, Set<String>> eldest) {
          return size() > PLACES_REMEMBERED;
        }
      };

  /// @param folder that [TrailFolder] writes into
  public StandingEvents(Path folder) {
    this.folder = folder;
  }

  /// Whether an event is new there; it counts as standing from then on.
  public boolean add(RecordClues clues, String id) throws IOException {
    TrailPlace place = placer.place(clues);
    Set<String> ids = places.get(place);
    if (ids == null) {
      ids = read(place);
      places.put(place, ids);
    }
    return ids.add(id);
  }

  private Set<String> read(TrailPlace place) throws IOException {
    Set<String> ids = new HashSet<>();
    Path first = folder.resolve(place.key(""));
    Path day = Objects.requireNonNull(first.getParent(), "a key has folders");
    if (!Files.isDirectory(day)) {
      return ids;
    }
    String begin = String.valueOf(first.getFileName()).replace(".json.gz", "");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(day, begin + "*.json.gz")) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          reader.read(in, events -> collect(events, ids));
        }
      }
    }
    return ids;
  }

  private static void collect(EventBatch events, Set<String> ids) {
    for (int row = 0; row < events.rows(); row++) {
      String id = events.view(row).text(EventField.EVENT_ID);
      if (id != null) {
        ids.add(id);
      }
    }
  }
}
