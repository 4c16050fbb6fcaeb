package io.trailhouse.cli;

import io.trailhouse.event.EventBatch;
import io.trailhouse.rule.CorrelationEngine;
import io.trailhouse.rule.Finding;
import io.trailhouse.rule.MatchedEvent;
import io.trailhouse.rule.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One version of some rules on its way through a history.
final class BacktestSide {
  private final RuleSet.Scan scan;
  private final CorrelationEngine engine;
  private long late;

  BacktestSide(RuleSet set) {
    this.scan = set.scan();
    this.engine = CorrelationEngine.loud(set);
  }

  /// The rules on single events that are true of a record; correlations count it.
  List<String> match(EventBatch batch, int row) {
    int count = scan.match(batch, row);
    if (count == 0) {
      return List.of();
    }
    List<String> rules = new ArrayList<>(count);
    for (int hit = 0; hit < count; hit++) {
      rules.add(scan.hit(hit).id());
    }
    for (MatchedEvent matched : scan.matched(batch, row)) {
      if (!engine.add(matched.light())) {
        late++;
      }
    }
    return rules;
  }

  /// The record that was matched last, as a finding.
  FoundOnce found(EventBatch batch, int row) {
    return FoundOnce.of(scan.facts(batch, row));
  }

  /// What correlations have found up to a time; no event of that time or before comes any more.
  List<Finding> settle(Instant upTo) {
    return engine.settle(upTo);
  }

  /// How many matches no correlation counted, because they have no time or came behind later days.
  long untimed() {
    return scan.untimed() + late;
  }
}
