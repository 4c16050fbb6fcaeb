package io.trailhouse.demo;

import java.nio.file.Path;
import java.time.Instant;

/// What a demo organization's folder holds, counted while it was written.
///
/// `records` is what is in the files, `events` how many different ones they are; the rest are
/// copies. `late` counts the events that came hours or days after they happened. `first` and `last`
/// are event times.
public record DemoTrail(
    Path folder, long files, Counts counts, Instant first, Instant last, Story story) {

  /// Numbers of records, events, copies and late events.
  public record Counts(long records, long events, long late) {

    /// Records that repeat an event of another file.
    public long duplicates() {
      return records - events;
    }
  }
}
