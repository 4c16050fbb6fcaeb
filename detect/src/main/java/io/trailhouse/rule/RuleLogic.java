package io.trailhouse.rule;

import io.trailhouse.match.Predicate;

/// What a rule looks for.
public sealed interface RuleLogic {
  /// Single events.
  record OneEvent(Predicate predicate) implements RuleLogic {}

  /// Several events, or the lack of some, within a time.
  record Several(Correlation correlation) implements RuleLogic {}
}
