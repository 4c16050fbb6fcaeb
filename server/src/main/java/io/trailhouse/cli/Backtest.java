package io.trailhouse.cli;

import io.trailhouse.detection.DetectionRun;
import io.trailhouse.detection.Lateness;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventTime;
import io.trailhouse.finding.Finding;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.platform.NamedRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Runs rules, and beside them perhaps those of before, over the events of a table. For one thread.
final class Backtest implements EventsOver.Taker {
  private final DetectionRun now;
  private final @Nullable DetectionRun before;
  private final Map<String, RuleHistory> byRule = new LinkedHashMap<>();
  private final NavigableSet<LocalDate> days = new TreeSet<>();

  /// @param before null when there is nothing to compare with
  /// @param samples how many findings of each rule are kept
  /// @param clock when it is run: what is dated behind it lets nothing go
  Backtest(NamedRules now, @Nullable NamedRules before, int samples, Instant clock) {
    this.now = DetectionRun.ofHistory(now.rules(), Lateness.DAYS, clock);
    this.before =
        before == null ? null : DetectionRun.ofHistory(before.rules(), Lateness.DAYS, clock);
    for (AskedRule rule : AskedRule.all(now)) {
      byRule.put(rule.id(), new RuleHistory(rule, samples));
    }
    if (before != null) {
      for (AskedRule rule : AskedRule.all(before)) {
        byRule.computeIfAbsent(rule.id(), id -> new RuleHistory(rule, samples));
      }
    }
  }

  @Override
  public void take(String object, EventBatch batch, int row, long index) {
    Instant time = EventTime.written(batch.view(row));
    if (time != null) {
      days.add(LocalDate.ofInstant(time, ZoneOffset.UTC));
    }
    List<Finding> found = now.take(batch, row);
    for (Finding each : found) {
      of(each.ruleId()).add(FoundOnce.of(each, time != null));
    }
    if (before != null) {
      compare(ids(found), ids(before.take(batch, row)));
    }
  }

  private static List<String> ids(List<Finding> found) {
    return found.stream().map(Finding::ruleId).toList();
  }

  private void compare(List<String> hits, List<String> oldHits) {
    for (String rule : hits) {
      of(rule).compare(true, oldHits.contains(rule));
    }
    for (String rule : oldHits) {
      if (!hits.contains(rule)) {
        of(rule).compare(false, true);
      }
    }
  }

  @Override
  public void pause() {
    add(now.advance());
    if (before != null) {
      addOld(before.advance());
    }
  }

  /// Adds what rules that look at several events have found.
  private void add(List<Finding> found) {
    for (Finding each : found) {
      of(each.ruleId()).add(FoundOnce.of(each, true));
      if (before != null) {
        of(each.ruleId()).found(each.id(), true);
      }
    }
  }

  private void addOld(List<Finding> found) {
    found.forEach(each -> of(each.ruleId()).found(each.id(), false));
  }

  private RuleHistory of(String rule) {
    RuleHistory history = byRule.get(rule);
    if (history == null) {
      throw new IllegalStateException("no such rule: " + rule);
    }
    return history;
  }

  /// What each rule has found, in the order of the rules; then the rules that are gone. No more
  /// events come.
  List<RuleHistory> end() {
    add(now.finish());
    if (before != null) {
      addOld(before.finish());
    }
    return List.copyOf(byRule.values());
  }

  /// The days that have events.
  NavigableSet<LocalDate> days() {
    return days;
  }

  /// The run of the rules as they are, for what it has not counted.
  DetectionRun run() {
    return now;
  }
}
