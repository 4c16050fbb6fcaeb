package io.trailhouse.cli;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.platform.NamedRules;
import io.trailhouse.rule.Finding;
import io.trailhouse.rule.watch.Watch;
import io.trailhouse.rule.watch.Watches;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shows rules that remember a history. Log files come in any order, so nothing is judged before
/// all of them are read; a table is read day after day. For one thread.
final class WatchScan implements EventsOver.Taker {
  /// In the table a day's events stand in no order, and days in theirs.
  private static final Duration LATENESS = Duration.ofDays(2);

  private static final int ADVANCE_EVERY = 100_000;

  private final Watches watches;
  private final boolean inOrderOfDays;
  private final Map<String, RuleHits> byRule = new LinkedHashMap<>();
  private long events;

  /// @param most how many events of each rule are kept
  WatchScan(NamedRules rules, boolean inOrderOfDays, int most) {
    List<Watch> fresh =
        rules.watches().stream().map(each -> each.spec().watch(rules.places())).toList();
    this.watches = new Watches(fresh, LATENESS, InstantSource.system());
    this.inOrderOfDays = inOrderOfDays;
    for (NamedRules.Placed each : rules.watches()) {
      RuleHits hits = new RuleHits(RuleHits.Of.of(each), most);
      byRule.put(hits.rule().id(), hits);
    }
  }

  @Override
  public void take(String object, EventBatch batch, int row, long index) {
    watches.observe(batch, row);
    if (inOrderOfDays && ++events % ADVANCE_EVERY == 0) {
      watches.advance();
      collect();
    }
  }

  private void collect() {
    for (Finding finding : watches.takeFindings()) {
      RuleHits hits = byRule.get(finding.ruleId());
      if (hits != null) {
        hits.add(hits(finding));
      }
    }
  }

  private static List<RuleHits.Hit> hits(Finding finding) {
    List<RuleHits.Hit> hits = new ArrayList<>();
    for (Finding.FoundEvent event : finding.events()) {
      String who = finding.principal().isEmpty() ? "nobody named" : finding.principal();
      String what =
          "%s %s by %s in %s %s: %s"
              .formatted(
                  event.time(),
                  event.name(),
                  EventIdentity.shortName(who),
                  finding.account(),
                  finding.region(),
                  finding.title());
      hits.add(new RuleHits.Hit("", -1, event.key(), what));
    }
    return hits;
  }

  /// What each rule has found, in the order of the rules. No more records come.
  List<RuleHits> end() {
    watches.finish();
    collect();
    return List.copyOf(byRule.values());
  }

  /// How many records have no time that can be read, so that no rule saw them.
  long untimed() {
    return byRule.isEmpty() ? 0 : watches.withoutTime();
  }
}
