package io.trailhouse.cli;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.EventView;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.rule.CorrelationEngine;
import io.trailhouse.rule.Finding;
import io.trailhouse.rule.MatchedEvent;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Asks rules about records, and keeps nothing of them but where the matches stand. For one thread.
final class RuleScan implements EventsOver.Taker {
  private final CorrelationEngine engine;
  private final RuleSet.Scan scan;
  private final MetRecords records = new MetRecords();
  private final Map<String, RuleHits> byRule = new LinkedHashMap<>();
  private final Map<String, RuleHits.Hit> places = new HashMap<>();

  /// @param most how many matches of each rule are kept
  RuleScan(RuleSet set, int most) {
    this.engine = CorrelationEngine.loud(set);
    this.scan = set.scan();
    for (Rule rule : set.rules()) {
      byRule.put(rule.id(), new RuleHits(RuleHits.Of.of(rule), most));
    }
  }

  @Override
  public void take(String object, EventBatch batch, int row, long index) {
    int count = scan.match(batch, row);
    if (count == 0 || !records.isNew(batch, row)) {
      return;
    }
    EventView view = batch.view(row);
    RuleHits.Hit hit =
        new RuleHits.Hit(
            object,
            index,
            view.text(EventField.EVENT_ID),
            what(view, scan.facts(batch, row).principal()));
    for (int i = 0; i < count; i++) {
      of(scan.hit(i).id()).add(List.of(hit));
    }
    for (MatchedEvent matched : scan.matched(batch, row)) {
      MatchedEvent light = matched.light();
      engine.add(light);
      String key = light.facts().events().get(0).key();
      places.merge(key, hit, (one, two) -> two.isBefore(one) ? two : one);
    }
  }

  private static String what(EventView view, String principal) {
    Instant time = EventTime.of(view);
    String account = EventIdentity.account(view);
    return "%s %s by %s from %s in %s %s"
        .formatted(
            time == null ? "-" : time,
            text(view, EventField.EVENT_NAME),
            principal.isEmpty() ? "nobody named" : EventIdentity.shortName(principal),
            text(view, EventField.SOURCE_IP_ADDRESS),
            account.isEmpty() ? "-" : account,
            text(view, EventField.AWS_REGION));
  }

  private static String text(EventView view, EventField field) {
    return Objects.requireNonNullElse(view.text(field), "-");
  }

  private RuleHits of(String rule) {
    RuleHits hits = byRule.get(rule);
    if (hits == null) {
      throw new IllegalStateException("no such rule: " + rule);
    }
    return hits;
  }

  /// What each rule has found, in the order of the rules. No more records come.
  List<RuleHits> end() {
    for (Finding finding : engine.settleAll()) {
      List<RuleHits.Hit> hits = new ArrayList<>();
      for (Finding.FoundEvent event : finding.events()) {
        RuleHits.Hit hit = places.get(event.key());
        if (hit != null) {
          hits.add(hit);
        }
      }
      of(finding.ruleId()).add(hits);
    }
    return List.copyOf(byRule.values());
  }

  /// How many records were copies of one that had matched before.
  long copies() {
    return records.copies();
  }

  /// How many events could not be placed in time, so that no correlation counted them.
  long untimed() {
    return scan.untimed();
  }
}
