package io.trailhouse.rule;

import java.util.List;

/// A condition as its author wrote it: names joined by `and`, `or` and `not`.
sealed interface Condition {
  record And(List<Condition> of) implements Condition {}

  record Or(List<Condition> of) implements Condition {}

  record Not(Condition of) implements Condition {}

  /// One search block, or one rule.
  record Name(String name) implements Condition {}

  /// One, or all, of those that a pattern names; `them` names all.
  record Of(boolean all, String pattern) implements Condition {}
}
