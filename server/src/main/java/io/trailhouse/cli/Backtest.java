package io.trailhouse.cli;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventClock;
import io.trailhouse.event.EventTime;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.rule.Finding;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Asks rules, and beside them perhaps those of before, about the events of a table.
///
/// A table is read day after day, so that what correlations remember of a day is let go two days
/// later. For one thread.
final class Backtest implements EventsOver.Taker {
  /// A record may write its time in another zone, and so its day.
  private static final int MARGIN_DAYS = 1;

  private final BacktestSide now;
  private final @Nullable BacktestSide before;
  private final Map<String, RuleHistory> byRule = new LinkedHashMap<>();
  private final NavigableSet<LocalDate> days = new TreeSet<>();
  private final Instant clock;
  private LocalDate day = LocalDate.MIN;
  private LocalDate moved = LocalDate.MIN;

  /// @param before null when there is nothing to compare with
  /// @param samples how many findings of each rule are kept
  /// @param clock when it is run: what is dated behind it lets nothing go
  Backtest(RuleSet now, @Nullable RuleSet before, int samples, Instant clock) {
    this.clock = clock;
    this.now = new BacktestSide(now);
    this.before = before == null ? null : new BacktestSide(before);
    for (Rule rule : now.rules()) {
      byRule.put(rule.id(), new RuleHistory(rule, samples));
    }
    if (before != null) {
      for (Rule rule : before.rules()) {
        byRule.computeIfAbsent(rule.id(), id -> new RuleHistory(rule, samples));
      }
    }
  }

  @Override
  public void take(String object, EventBatch batch, int row, long index) {
    date(batch, row);
    List<String> hits = now.match(batch, row);
    for (String rule : hits) {
      of(rule).add(now.found(batch, row));
    }
    BacktestSide old = before;
    if (old != null) {
      List<String> oldHits = old.match(batch, row);
      for (String rule : hits) {
        of(rule).compare(true, oldHits.contains(rule));
      }
      for (String rule : oldHits) {
        if (!hits.contains(rule)) {
          of(rule).compare(false, true);
        }
      }
    }
  }

  /// Notes the day of an event. When a new one begins, nothing comes of the days before it.
  private void date(EventBatch batch, int row) {
    Instant time = EventTime.written(batch.view(row));
    if (time == null) {
      return; // the event belongs to no day
    }
    LocalDate date = LocalDate.ofInstant(time, ZoneOffset.UTC);
    if (date.equals(day)) {
      return;
    }
    day = date;
    boolean newest = !date.isBefore(moved);
    if (days.add(date) && newest && !EventClock.isFuture(time, clock)) {
      moved = date;
      settle(date.minusDays(MARGIN_DAYS).atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1));
    }
  }

  private void settle(Instant upTo) {
    for (Finding finding : now.settle(upTo)) {
      of(finding.ruleId()).add(FoundOnce.of(finding));
      if (before != null) {
        of(finding.ruleId()).found(finding.id(), true);
      }
    }
    if (before != null) {
      for (Finding finding : before.settle(upTo)) {
        of(finding.ruleId()).found(finding.id(), false);
      }
    }
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
    settle(Instant.MAX);
    return List.copyOf(byRule.values());
  }

  /// The days that have events.
  NavigableSet<LocalDate> days() {
    return days;
  }

  /// How many events could not be placed in time, so that no correlation counted them.
  long untimed() {
    return now.untimed();
  }
}
