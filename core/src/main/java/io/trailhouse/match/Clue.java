package io.trailhouse.match;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a record must be called, or come from, for a condition to be true: sets of which one must
/// hold the record's value. Null where the condition says nothing about it.
///
/// @param names event names in lower case
/// @param services first labels of event sources in lower case
record Clue(@Nullable Set<String> names, @Nullable Set<String> services) {
  private static final Clue NONE = new Clue(null, null);
  private static final Clue NOTHING = new Clue(Set.of(), Set.of());

  static Clue of(Predicate predicate) {
    if (predicate instanceof Predicate.All all) {
      Clue clue = NONE;
      for (Predicate each : all.of()) {
        Clue other = of(each);
        clue = new Clue(narrower(clue.names, other.names), narrower(clue.services, other.services));
      }
      return clue;
    }
    if (predicate instanceof Predicate.Any any) {
      Clue clue = NOTHING;
      for (Predicate each : any.of()) {
        Clue other = of(each);
        clue = new Clue(union(clue.names, other.names), union(clue.services, other.services));
      }
      return clue;
    }
    if (predicate instanceof Predicate.Judged judged) {
      return of(judged.needed());
    }
    if (predicate instanceof Predicate.Field field) {
      return ofField(field);
    }
    return NONE;
  }

  private static Clue ofField(Predicate.Field field) {
    if (field.path().isTop("eventName")) {
      return new Clue(texts(field.test(), false), null);
    }
    if (field.path().isTop("eventSource")) {
      return new Clue(null, texts(field.test(), true));
    }
    return NONE;
  }

  private static @Nullable Set<String> texts(ValueTest test, boolean label) {
    Set<String> texts = new HashSet<>();
    if (test instanceof ValueTest.OneOf oneOf) {
      oneOf.texts().forEach(text -> texts.add(key(text, label)));
      return texts;
    }
    if (test instanceof ValueTest.Text text) {
      boolean whole = text.how() == ValueTest.How.WHOLE;
      boolean labelled =
          label && text.how() == ValueTest.How.PREFIX && text.operand().indexOf('.') > 0;
      return whole || labelled ? Set.of(key(text.operand(), label)) : null;
    }
    if (test instanceof ValueTest.Either either) {
      for (ValueTest each : either.of()) {
        Set<String> more = texts(each, label);
        if (more == null) {
          return null;
        }
        texts.addAll(more);
      }
      return texts;
    }
    return null;
  }

  private static String key(String text, boolean label) {
    String lower = TextMatcher.lower(text);
    int dot = label ? lower.indexOf('.') : -1;
    return dot < 0 ? lower : lower.substring(0, dot);
  }

  private static @Nullable Set<String> narrower(
      @Nullable Set<String> one, @Nullable Set<String> two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return one.size() <= two.size() ? one : two;
  }

  private static @Nullable Set<String> union(@Nullable Set<String> one, @Nullable Set<String> two) {
    if (one == null || two == null) {
      return null;
    }
    Set<String> both = new HashSet<>(one);
    both.addAll(two);
    return both;
  }
}
