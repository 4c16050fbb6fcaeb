package io.trailhouse.match;

import java.util.List;

/// A condition on one event record, as data: what every language of conditions is compiled to.
///
/// A test of a field is true when any value that its path leads to passes; a path that leads
/// nowhere passes nothing, so only [Not] speaks of what is absent.
public sealed interface Predicate {
  /// True when all of them are; without any, true.
  record All(List<Predicate> of) implements Predicate {
    public All {
      of = List.copyOf(of);
    }
  }

  /// True when one of them is; without any, false.
  record Any(List<Predicate> of) implements Predicate {
    public Any {
      of = List.copyOf(of);
    }
  }

  record Not(Predicate of) implements Predicate {}

  /// True of every record, or of none.
  record Always(boolean holds) implements Predicate {}

  record Field(FieldPath path, ValueTest test) implements Predicate {}

  /// True when some value of one field and some value of another are the same text, or one stands
  /// in the other as `how` says; null has no text.
  record SameText(FieldPath path, FieldPath other, ValueTest.How how, boolean cased)
      implements Predicate {}

  /// A test of the whole record's JSON text, without the blanks between its tokens.
  record WholeText(ValueTest test) implements Predicate {}

  /// A condition that another language's own engine judges.
  ///
  /// @param text the condition as its author wrote it
  /// @param needed what holds wherever the judge says yes, so that it need not always be asked
  record Judged(String text, Matcher judge, Predicate needed) implements Predicate {}

  static Predicate all(List<Predicate> of) {
    return of.size() == 1 ? of.get(0) : new All(of);
  }

  static Predicate any(List<Predicate> of) {
    return of.size() == 1 ? of.get(0) : new Any(of);
  }
}
