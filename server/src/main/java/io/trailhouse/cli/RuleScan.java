package io.trailhouse.cli;

import io.trailhouse.detection.DetectionRun;
import io.trailhouse.detection.Lateness;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.EventView;
import io.trailhouse.finding.Finding;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.platform.NamedRules;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleLogic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Runs rules over records, and keeps nothing of them but where the matches stand. For one thread.
final class RuleScan implements EventsOver.Taker {
  private final DetectionRun run;
  private final SeenRecords records = new SeenRecords();
  private final Map<String, RuleHits> byRule = new LinkedHashMap<>();

  /// Ids of rules whose matches a correlation counts.
  private final Set<String> counted = new HashSet<>();

  private final Set<String> remembering = new HashSet<>();
  private final Map<String, RuleHits.Hit> places = new HashMap<>();

  /// @param most how many matches of each rule are kept
  /// @param now when it is run: what is dated behind it moves nothing
  RuleScan(NamedRules named, Lateness lateness, int most, Instant now) {
    this.run = DetectionRun.ofHistory(named.rules(), lateness, now);
    for (AskedRule rule : AskedRule.all(named)) {
      byRule.put(rule.id(), new RuleHits(rule, most));
    }
    for (Rule rule : named.sigma().rules()) {
      if (rule.logic() instanceof RuleLogic.Several several) {
        counted.addAll(several.correlation().rules());
      }
    }
    named.watches().forEach(each -> remembering.add(each.spec().rule().id()));
  }

  @Override
  public void take(String object, EventBatch batch, int row, long index) {
    List<Finding> found = run.take(batch, row);
    if (found.isEmpty() || !records.isNew(batch, row)) {
      return;
    }
    EventView view = batch.view(row);
    RuleHits.Hit hit =
        new RuleHits.Hit(
            object, index, view.text(EventField.EVENT_ID), what(view, found.get(0).principal()));
    for (Finding each : found) {
      of(each.ruleId()).add(List.of(hit));
      if (counted.contains(each.ruleId())) {
        String key = each.events().get(0).key();
        places.merge(key, hit, (one, two) -> two.isBefore(one) ? two : one);
      }
    }
  }

  @Override
  public void pause() {
    add(run.advance());
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

  /// Adds what rules that look at several events have found.
  private void add(List<Finding> found) {
    for (Finding each : found) {
      boolean remembers = remembering.contains(each.ruleId());
      of(each.ruleId()).add(remembers ? told(each) : placed(each));
    }
  }

  private List<RuleHits.Hit> placed(Finding finding) {
    List<RuleHits.Hit> hits = new ArrayList<>();
    for (Finding.FoundEvent event : finding.events()) {
      RuleHits.Hit hit = places.get(event.key());
      if (hit != null) {
        hits.add(hit);
      }
    }
    return hits;
  }

  /// A watch does not say where its events stand.
  private static List<RuleHits.Hit> told(Finding finding) {
    List<RuleHits.Hit> hits = new ArrayList<>();
    String who = finding.principal().isEmpty() ? "nobody named" : finding.principal();
    for (Finding.FoundEvent event : finding.events()) {
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
    add(run.finish());
    return List.copyOf(byRule.values());
  }

  /// How many records were copies of one that had matched before.
  long copies() {
    return records.copies();
  }

  /// The run, for what it has not counted.
  DetectionRun run() {
    return run;
  }
}
