package io.trailhouse.detection;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventClock;
import io.trailhouse.event.EventTime;
import io.trailhouse.finding.Finding;
import io.trailhouse.rule.CorrelationEngine;
import io.trailhouse.rule.MatchedEvent;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.watch.Watches;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All rules on their way through events. For one thread.
///
/// Whoever drives it gives it each event ([#take]), asks after each batch what is judged by then
/// ([#advance]), and at the end of a history for the rest ([#finish]). What rules on single events
/// find depends on the event alone; what the others find on the set of events that came within the
/// [Lateness], not on how they were cut into batches.
public final class DetectionRun {
  private final RuleSet.Scan scan;
  private final CorrelationEngine engine;
  private final Watches watches;
  private final boolean isWatching;
  private final boolean isHistory;
  private final Lateness lateness;
  private final InstantSource clock;
  private final EventClock latest;
  private @Nullable Instant judged;
  private long late;

  private DetectionRun(
      DetectionRules rules, Lateness lateness, boolean isHistory, InstantSource clock) {
    this.scan = rules.set().scan();
    this.engine =
        isHistory ? CorrelationEngine.loud(rules.set()) : new CorrelationEngine(rules.set());
    this.watches = new Watches(rules.freshWatches(), lateness.allowed(), clock);
    this.isWatching = !rules.watches().isEmpty();
    this.isHistory = isHistory;
    this.lateness = lateness;
    this.clock = clock;
    this.latest = new EventClock(clock);
  }

  /// A run over what comes in.
  ///
  /// @param clock an event of the future moves nothing before its time
  public static DetectionRun live(DetectionRules rules, InstantSource clock) {
    return new DetectionRun(rules, Lateness.LIVE, false, clock);
  }

  /// A run over what is there already. It hands out the findings of silent rules too, and those of
  /// correlations have no records' texts. Its watches remember nothing but what it gives them.
  ///
  /// @param now when it is run: what is dated behind it moves nothing
  public static DetectionRun ofHistory(DetectionRules rules, Lateness lateness, Instant now) {
    return new DetectionRun(rules, lateness, true, InstantSource.fixed(now));
  }

  /// Takes the record of a row.
  ///
  /// @return what rules on single events find in it
  public List<Finding> take(EventBatch events, int row) {
    if (isWatching) {
      watches.observe(events, row);
    }
    int hits = scan.match(events, row);
    correlate(events, row, hits);
    return hits == 0 ? List.of() : scan.findings(events, row, isHistory);
  }

  /// Gives correlations an event that was taken before: their windows may reach back to it.
  void remind(EventBatch events, int row) {
    correlate(events, row, scan.match(events, row));
  }

  private void correlate(EventBatch events, int row, int hits) {
    Instant time = EventTime.written(events.view(row));
    boolean isCounted = time != null && latest.see(time);
    if (hits == 0) {
      return;
    }
    for (MatchedEvent matched : scan.matched(events, row)) {
      if (isCounted && !engine.add(isHistory ? matched.light() : matched)) {
        late++;
      }
    }
  }

  /// What correlations and watches find up to where no event is waited for any more.
  public List<Finding> advance() {
    return lateness == Lateness.ANY ? List.of() : advance(lateness);
  }

  /// @param by how late the events may be that are waited for
  List<Finding> advance(Lateness by) {
    Instant seen = latest.latest();
    if (seen == null) {
      return watches.takeFindings();
    }
    Instant to = upTo(seen, by);
    Instant before = judged;
    if (before != null && to.isBefore(before.plus(by.step()))) {
      return List.of();
    }
    judged = to;
    List<Finding> found = new ArrayList<>(engine.settle(to));
    watches.advance(by.allowed());
    found.addAll(watches.takeFindings());
    return found;
  }

  /// What correlations find in what they were reminded of.
  List<Finding> reminded() {
    Instant seen = latest.latest();
    return seen == null ? List.of() : engine.settle(upTo(seen, lateness));
  }

  private Instant upTo(Instant seen, Lateness by) {
    Instant now = clock.instant();
    return (seen.isAfter(now) ? now : seen).minus(by.allowed());
  }

  /// What correlations and watches find when nothing has come for as long as an event may be late:
  /// what has come is all there is. Periods that are not over yet are not judged.
  public List<Finding> quiet() {
    Instant seen = latest.latest(); // watches may remember a later one
    List<Finding> found = new ArrayList<>(seen == null ? List.of() : engine.settle(seen));
    watches.quiet(clock.instant().minus(lateness.allowed()));
    found.addAll(watches.takeFindings());
    return found;
  }

  /// What is left to find; no more events come.
  public List<Finding> finish() {
    List<Finding> found = new ArrayList<>(engine.settleAll());
    watches.finish();
    found.addAll(watches.takeFindings());
    return found;
  }

  /// Writes what watches remember.
  void save(OutputStream file) throws IOException {
    watches.save(file);
  }

  /// Brings watches to what they knew.
  ///
  /// @return the ids of those that begin anew
  List<String> restore(InputStream file) throws IOException {
    return watches.restore(file);
  }

  /// How many events no correlation or watch counted, because they have no time that can be read.
  public long untimed() {
    return Math.max(scan.untimed(), watches.withoutTime());
  }

  /// How many matches no correlation counted, because they came too late.
  public long late() {
    return late;
  }

  /// How many events were dated in the future.
  public long future() {
    return latest.future();
  }
}
