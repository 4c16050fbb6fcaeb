package io.trailhouse.watch;

import io.trailhouse.finding.Finding;
import java.time.Instant;
import java.util.List;

/// A rule together with what it remembers. For one thread.
///
/// Whoever drives it (usually [Watches]) hands it each event once, in any order, and no event with
/// a time before the watermark except through [#observeLate]. Under that condition the findings
/// depend on the set of events alone.
public interface StatefulRule {
  WatchRule rule();

  /// What its keys mean, where that is not all in the rule: what was learnt under other meanings is
  /// not restored, or the names that events have by now would look new among the old ones.
  default String meaning() {
    return "";
  }

  /// Takes an event whose time is not before the watermark.
  void observe(WatchedEvent event);

  /// Takes an event that came after the watermark had passed its time. It may have been observed
  /// before; most watches have judged that time already and leave the event out.
  default void observeLate(WatchedEvent event) {}

  /// Judges what can no longer change: no event with a time before the watermark will come in time.
  /// A watermark that does not move forward changes nothing.
  void advanceTo(Instant watermark);

  /// The watermark at which everything that an event of this time belongs to is judged; what a
  /// history run advances to when its events are at an end.
  Instant boundary(Instant latest);

  /// What was found since this was last asked, by time and id.
  List<Finding> takeFindings();

  /// How many keys or series were forgotten because a limit of memory was reached.
  long evicted();

  /// Everything that is remembered, findings not yet taken included.
  byte[] save();

  /// Goes back to what was saved by a watch of the same rule.
  void restore(byte[] state);
}
