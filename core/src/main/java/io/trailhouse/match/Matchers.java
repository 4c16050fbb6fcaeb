package io.trailhouse.match;

import io.trailhouse.event.ValueKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Compiles conditions.
public final class Matchers {
  private Matchers() {}

  public static Matcher compile(Predicate predicate) {
    if (predicate instanceof Predicate.All all) {
      Matcher[] each = compile(all.of());
      return subject -> allOf(each, subject);
    }
    if (predicate instanceof Predicate.Any any) {
      Matcher[] each = compile(any.of());
      return subject -> anyOf(each, subject);
    }
    if (predicate instanceof Predicate.Not not) {
      Matcher inner = compile(not.of());
      return subject -> !inner.matches(subject);
    }
    if (predicate instanceof Predicate.Field field) {
      return new FieldMatcher(field.path(), ValueMatcher.of(field.test()));
    }
    if (predicate instanceof Predicate.SameText same) {
      return sameText(same);
    }
    if (predicate instanceof Predicate.WholeText whole) {
      return wholeText(whole.test());
    }
    if (predicate instanceof Predicate.Judged judged) {
      return judged.judge();
    }
    boolean holds = predicate instanceof Predicate.Always always && always.holds();
    return subject -> holds;
  }

  /// In the order in which they are best asked; what they answer does not depend on it.
  private static Matcher[] compile(List<Predicate> predicates) {
    return predicates.stream()
        .sorted(Comparator.comparingInt(Matchers::cost))
        .map(Matchers::compile)
        .toArray(Matcher[]::new);
  }

  /// How much it costs to ask, roughly, and how little is learnt by it.
  private static int cost(Predicate predicate) {
    if (predicate instanceof Predicate.Field field) {
      int depth = Math.min(4, field.path().steps().size());
      return isRegex(field.test()) ? 100 : depth;
    }
    if (predicate instanceof Predicate.Not not) {
      return 10 + cost(not.of());
    }
    if (predicate instanceof Predicate.All || predicate instanceof Predicate.Any) {
      List<Predicate> parts =
          predicate instanceof Predicate.All all ? all.of() : ((Predicate.Any) predicate).of();
      return 2 + parts.stream().mapToInt(Matchers::cost).sum();
    }
    return predicate instanceof Predicate.Always ? 0 : 200;
  }

  private static boolean isRegex(ValueTest test) {
    return test instanceof ValueTest.Regex
        || (test instanceof ValueTest.Either either
            && either.of().stream().anyMatch(Matchers::isRegex));
  }

  private static boolean allOf(Matcher[] each, Subject subject) {
    for (Matcher one : each) {
      if (!one.matches(subject)) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyOf(Matcher[] each, Subject subject) {
    for (Matcher one : each) {
      if (one.matches(subject)) {
        return true;
      }
    }
    return false;
  }

  private static Matcher wholeText(ValueTest test) {
    TextMatcher text = ValueMatcher.ofText(test);
    return subject -> {
      subject.readWholeText();
      return text.matches(subject.textBytes, subject.textFrom, subject.textTo);
    };
  }

  /// Collects the other field's texts first; each is then an operand of its own.
  private static Matcher sameText(Predicate.SameText same) {
    return subject -> {
      List<TextMatcher> operands = new ArrayList<>();
      ValueMatcher collect =
          (at, value) -> {
            if (at.kind(value) != ValueKind.NULL) {
              operands.add(operand(same, at, value));
            }
            return false; // so that the path leads to the next one too
          };
      new FieldMatcher(same.other(), collect).matches(subject);
      return !operands.isEmpty()
          && new FieldMatcher(same.path(), (at, value) -> isOneOf(operands, at, value))
              .matches(subject);
    };
  }

  private static TextMatcher operand(Predicate.SameText same, Subject subject, int value) {
    subject.readText(value);
    String text = TextMatcher.decode(subject.textBytes, subject.textFrom, subject.textTo);
    return TextMatcher.of(
        new ValueTest.Text(same.how(), text, same.cased(), ValueTest.Reading.EVERYTHING));
  }

  private static boolean isOneOf(List<TextMatcher> operands, Subject subject, int value) {
    if (subject.kind(value) == ValueKind.NULL) {
      return false;
    }
    subject.readText(value);
    for (TextMatcher operand : operands) {
      if (operand.matches(subject.textBytes, subject.textFrom, subject.textTo)) {
        return true;
      }
    }
    return false;
  }
}
