package io.trailhouse.match;

import io.trailhouse.event.EventField;
import org.jspecify.annotations.Nullable;

/// Fields at the top of a record without which a condition cannot be true: bits by
/// [EventField#ordinal].
///
/// @param tops those that the record must have
/// @param structures those of which one must be an object or an array
@SuppressWarnings("EnumOrdinal") // bits of one run; they are never stored
record Needs(long tops, long structures) {
  private static final Needs NOTHING = new Needs(0, 0);

  /// Of a condition that is never true.
  private static final Needs MORE_THAN_THERE_IS = new Needs(-1, -1);

  static Needs of(Predicate predicate) {
    if (predicate instanceof Predicate.All all) {
      Needs needs = NOTHING;
      for (Predicate each : all.of()) {
        Needs other = of(each);
        needs = new Needs(needs.tops | other.tops, needs.structures | other.structures);
      }
      return needs;
    }
    if (predicate instanceof Predicate.Any any) {
      Needs needs = MORE_THAN_THERE_IS;
      for (Predicate each : any.of()) {
        Needs other = of(each);
        needs = new Needs(needs.tops & other.tops, needs.structures & other.structures);
      }
      return needs;
    }
    if (predicate instanceof Predicate.Judged judged) {
      return of(judged.needed());
    }
    return predicate instanceof Predicate.Field field ? ofPath(field.path()) : NOTHING;
  }

  private static Needs ofPath(FieldPath path) {
    @Nullable EventField first =
        path.steps().get(0) instanceof FieldPath.Step.Key key ? EventField.named(key.name()) : null;
    if (first == null) {
      return NOTHING;
    }
    long bit = 1L << first.ordinal();
    return new Needs(bit, path.steps().size() == 1 ? 0 : bit);
  }
}
