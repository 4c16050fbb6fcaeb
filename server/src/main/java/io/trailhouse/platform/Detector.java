package io.trailhouse.platform;

import io.trailhouse.checkpoint.Bookmark;
import io.trailhouse.event.EventClock;
import io.trailhouse.event.EventTime;
import io.trailhouse.lake.CommittedEvents;
import io.trailhouse.lake.Lake;
import io.trailhouse.lake.StoredEvents;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.rule.Correlation;
import io.trailhouse.rule.CorrelationEngine;
import io.trailhouse.rule.Finding;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleLogic;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.rule.watch.Watch;
import io.trailhouse.rule.watch.Watches;
import io.trailhouse.source.EventStream.Chunk;
import io.trailhouse.source.StreamPosition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Follows the table's commits with all rules, and hands on what they find. For one thread.
///
/// The order of the steps of a chunk is the promise: findings are recorded, what watches remember
/// is saved, the position is remembered. A crash between any two of them finds the same again, with
/// the same ids.
final class Detector implements AutoCloseable {
  /// How long an event may come after later ones and still count for what looks at several.
  static final Duration LATENESS = Duration.ofMinutes(20);

  /// In the table a day's events stand in no order, and days in theirs.
  private static final Duration LATENESS_OF_HISTORY = Duration.ofDays(2);

  private static final Duration SAVE_EVERY = Duration.ofSeconds(10);

  private final Lake lake;
  private final InstantSource clock;
  private final LoadedRules rules;
  private final Recorder recorder;
  private final CommittedEvents events;
  private final RuleSet.Scan scan;
  private final CorrelationEngine engine;
  private final Watches watches;
  private final Bookmark place;
  private final Bookmark memory;
  private final boolean isGoingOn;
  private StreamPosition at;
  private final EventClock latest;
  private Instant saved;
  private Instant arrived;
  private boolean unsettled;
  private long inspected;

  /// Takes findings for good; the same ones may come again.
  @FunctionalInterface
  interface Recorder {
    void record(List<Finding> findings) throws IOException;
  }

  private Detector(Platform platform, LoadedRules rules, Recorder recorder) throws IOException {
    this.lake = platform.lake();
    this.clock = platform.clock();
    this.rules = rules;
    this.recorder = recorder;
    this.events = new CommittedEvents(lake);
    this.scan = rules.set().scan();
    this.engine = new CorrelationEngine(rules.set());
    this.watches = new Watches(rules.freshWatches(), LATENESS, clock);
    Path folder = platform.home().resolve("rules");
    this.place = new Bookmark(folder.resolve("position"));
    this.memory = new Bookmark(folder.resolve("watches"));
    this.latest = new EventClock(clock);
    this.saved = clock.instant();
    this.arrived = saved;
    byte[] known = place.read();
    this.isGoingOn = known != null;
    this.at =
        known == null
            ? events.head()
            : StreamPosition.of(new String(known, StandardCharsets.UTF_8));
    if (known == null) {
      remember();
    }
  }

  /// Opens where it was; the first time with what comes next, and with what the table's history
  /// teaches.
  static Detector open(Platform platform, LoadedRules rules, Recorder recorder) throws IOException {
    Detector detector = new Detector(platform, rules, recorder);
    detector.recall();
    detector.warm();
    return detector;
  }

  /// Brings watches to what they knew; new ones learn from the table.
  private void recall() throws IOException {
    if (rules.watches().isEmpty()) {
      return;
    }
    byte[] known = memory.read();
    List<String> anew =
        known == null
            ? rules.watches().stream().map(spec -> spec.rule().id()).toList()
            : watches.restore(new ByteArrayInputStream(known));
    if (!anew.isEmpty()) {
      learn(anew);
    }
  }

  /// @param anew ids of the rules that know nothing yet; the others keep what they know
  private void learn(List<String> anew) throws IOException {
    List<Watch> pupils =
        rules.freshWatches().stream().filter(each -> anew.contains(each.rule().id())).toList();
    Watches learning = new Watches(pupils, LATENESS_OF_HISTORY, clock);
    try (StoredEvents history = learntFrom()) {
      for (Chunk chunk = history.from(history.start());
          chunk != null;
          chunk = history.from(chunk.next())) {
        for (int row = 0; row < chunk.events().rows(); row++) {
          learning.observe(chunk.events(), row);
        }
        learning.advance();
        learning.takeFindings(); // of before these rules were there: `rules backtest` shows them
      }
    }
    ByteArrayOutputStream learnt = new ByteArrayOutputStream();
    learning.save(learnt);
    watches.restore(new ByteArrayInputStream(learnt.toByteArray()));
  }

  /// The events before those that are still to be inspected, so that these are judged by what was
  /// learnt and not learnt as well; all of them where that snapshot has expired.
  private StoredEvents learntFrom() {
    long done = at.row() == 0 ? at.commit() - 1 : at.commit();
    try {
      return new StoredEvents(lake, null, null, isGoingOn && done > 0 ? done : null);
    } catch (TrailhouseException e) {
      if (e.code() != Code.NOT_FOUND) {
        throw e;
      }
      return new StoredEvents(lake, null, null, null);
    }
  }

  /// Gives correlations the events that a window may still reach back to.
  private void warm() throws IOException {
    Duration longest = longestWindow();
    if (longest.isZero()) {
      return;
    }
    Instant from = clock.instant().minus(longest).minus(LATENESS.multipliedBy(2));
    List<Finding> found = new ArrayList<>();
    try (StoredEvents recent = new StoredEvents(lake, from, null, null)) {
      for (Chunk chunk = recent.from(recent.start());
          chunk != null;
          chunk = recent.from(chunk.next())) {
        for (int row = 0; row < chunk.events().rows(); row++) {
          Instant time = EventTime.written(chunk.events().view(row));
          if (time != null && latest.see(time) && scan.match(chunk.events(), row) > 0) {
            scan.matched(chunk.events(), row).forEach(engine::add);
          }
        }
      }
    }
    settle(found);
    if (isGoingOn) {
      recorder.record(found); // a crash may have come before some of them were recorded
    }
  }

  private Duration longestWindow() {
    Duration longest = Duration.ZERO;
    for (Rule rule : rules.set().correlations()) {
      if (rule.logic() instanceof RuleLogic.Several several) {
        Correlation correlation = several.correlation();
        longest = correlation.timespan().compareTo(longest) > 0 ? correlation.timespan() : longest;
      }
    }
    return longest;
  }

  /// Does what is due.
  ///
  /// @return zero when there is more to do at once
  Duration work() throws IOException {
    Chunk chunk = events.from(at);
    if (chunk == null) {
      settleQuiet();
      if (!clock.instant().isBefore(saved.plus(SAVE_EVERY))) {
        save();
      }
      return Duration.ofMillis(500);
    }
    List<Finding> found = new ArrayList<>();
    for (int row = 0; row < chunk.events().rows(); row++) {
      StreamPosition position =
          new StreamPosition(chunk.start().commit(), chunk.start().row() + chunk.rows()[row]);
      if (position.compareTo(at) >= 0) {
        inspect(chunk, row, found);
      }
    }
    arrived = clock.instant();
    unsettled = true;
    watches.advance();
    found.addAll(watches.takeFindings());
    settle(found);
    if (!found.isEmpty()) {
      recorder.record(found);
    }
    at = chunk.next();
    if (!found.isEmpty() || !clock.instant().isBefore(saved.plus(SAVE_EVERY))) {
      save();
    }
    return Duration.ZERO;
  }

  /// When nothing has come for so long as an event may be late, what has come is all there is.
  private void settleQuiet() throws IOException {
    if (unsettled && !clock.instant().isBefore(arrived.plus(LATENESS))) {
      unsettled = false;
      Instant seen = latest.latest();
      List<Finding> found = seen == null ? List.of() : engine.settle(seen);
      if (!found.isEmpty()) {
        recorder.record(found);
      }
    }
  }

  private void inspect(Chunk chunk, int row, List<Finding> found) {
    RuleSet.Inspection inspection = scan.inspect(chunk.events(), row);
    found.addAll(inspection.findings());
    watches.observe(chunk.events(), row);
    inspected++;
    Instant time = EventTime.written(chunk.events().view(row));
    if (time != null && latest.see(time)) {
      inspection.matched().forEach(engine::add);
    }
  }

  private void settle(List<Finding> found) {
    Instant seen = latest.latest();
    if (seen != null) {
      Instant now = clock.instant();
      found.addAll(engine.settle((seen.isAfter(now) ? now : seen).minus(LATENESS)));
    }
  }

  /// Events that were dated in the future, so that no clock went by them.
  long future() {
    return latest.future();
  }

  private void save() throws IOException {
    if (!rules.watches().isEmpty()) {
      ByteArrayOutputStream state = new ByteArrayOutputStream();
      watches.save(state);
      memory.write(state.toByteArray());
    }
    remember();
    saved = clock.instant();
  }

  private void remember() throws IOException {
    place.write(at.toString().getBytes(StandardCharsets.UTF_8));
  }

  StreamPosition position() {
    return at;
  }

  long inspected() {
    return inspected;
  }

  @Override
  public void close() throws IOException {
    save();
    events.close();
  }
}
