package io.trailhouse.destination;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The ids of events that log files hold already, looked for where [TrailWriter] would write them:
/// an event has one place, so nothing else has to be read. Not for several threads at once.
public final class WrittenEvents {
  private static final String ENDING = ".json.gz";
  private static final int PLACES_REMEMBERED = 64;

  private final TrailFiles files;
  private final TrailPlacer placer = new TrailPlacer();
  private @Nullable EventReader reader;
  private final Map<TrailPlace, Set<String>> places =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TrailPlace, Set<String>> eldest) {
          return size() > PLACES_REMEMBERED;
        }
      };

  /// @param files that [TrailWriter] writes
  public WrittenEvents(TrailFiles files) {
    this.files = files;
  }

  /// Whether an event is new there; it counts as written from then on.
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
    String empty = place.key("");
    String begin = empty.substring(0, empty.length() - ENDING.length());
    for (String key : files.named(begin)) {
      try (InputStream in = files.open(key)) {
        if (in != null && key.endsWith(ENDING)) {
          reader().read(in, events -> collect(events, ids));
        }
      }
    }
    return ids;
  }

  private EventReader reader() {
    if (reader == null) {
      reader = new EventReader();
    }
    return reader;
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
