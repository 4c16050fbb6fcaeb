package io.trailhouse.match;

import io.trailhouse.event.EventField;
import io.trailhouse.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leads a test to the values of a path.
final class FieldMatcher implements Matcher {
  private final List<FieldPath.Step> steps;
  private final int length;
  private final boolean[] isKey;
  private final byte[][] keys;
  private final @Nullable EventField first;
  private final boolean throughArrays;
  private final ValueMatcher test;

  /// The path's number among [KnownPaths], or -1.
  private final int known;

  FieldMatcher(FieldPath path, ValueMatcher test) {
    this.steps = path.steps();
    this.throughArrays = path.throughArrays();
    this.test = test;
    this.length = steps.size();
    this.known = KnownPaths.number(path);
    this.keys = new byte[length][];
    this.isKey = new boolean[length];
    for (int i = 0; i < length; i++) {
      isKey[i] = steps.get(i) instanceof FieldPath.Step.Key;
      String name = steps.get(i) instanceof FieldPath.Step.Key key ? key.name() : "";
      keys[i] = name.getBytes(StandardCharsets.UTF_8);
    }
    this.first =
        steps.get(0) instanceof FieldPath.Step.Key key ? EventField.named(key.name()) : null;
  }

  @Override
  public boolean matches(Subject subject) {
    if (!isKey[0]) {
      return steps.get(0) instanceof FieldPath.Step.EachMember && reachesTops(subject);
    }
    if (known >= 0) {
      int value = subject.known(known);
      if (value >= 0) {
        return value != 0 && isPassed(subject, value, subject.kind(value));
      }
    }
    int top = first != null ? subject.top(first) : subject.top(keys[0]);
    return top != 0 && reaches(subject, top, 1);
  }

  private boolean reachesTops(Subject subject) {
    for (int top : subject.tops()) {
      if (reaches(subject, top, 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean reaches(Subject subject, int value, int step) {
    ValueKind kind = subject.kind(value);
    if (step == length) {
      return isPassed(subject, value, kind);
    }
    if (!isKey[step]) {
      return reachesStep(subject, value, step, kind);
    }
    if (kind == ValueKind.ARRAY) {
      if (throughArrays) {
        return reachesAny(subject, value, step);
      }
      subject.meetOdd();
      return false;
    }
    return kind == ValueKind.OBJECT && reachesMember(subject, value, step);
  }

  /// Takes a step other than a key.
  private boolean reachesStep(Subject subject, int value, int step, ValueKind kind) {
    FieldPath.Step next = steps.get(step);
    if (next instanceof FieldPath.Step.Index index) {
      return kind == ValueKind.ARRAY && reachesElement(subject, value, index.number(), step);
    }
    if (next instanceof FieldPath.Step.EachElement) {
      return kind == ValueKind.ARRAY && reachesAny(subject, value, step + 1);
    }
    if (kind == ValueKind.ARRAY) {
      if (throughArrays) {
        return reachesAny(subject, value, step);
      }
      subject.meetOdd();
      return false;
    }
    return kind == ValueKind.OBJECT && reachesMembers(subject, value, step);
  }

  private boolean isPassed(Subject subject, int value, ValueKind kind) {
    if (test.matches(subject, value)) {
      return true;
    }
    if (kind == ValueKind.ARRAY) {
      if (throughArrays) {
        return reachesAny(subject, value, length);
      }
      subject.meetOdd();
    }
    return false;
  }

  /// Of a key that stands twice the first counts, as for everything that reads a record.
  private boolean reachesMember(Subject subject, int object, int step) {
    if (!throughArrays && subject.hasOddKeys(object)) {
      subject.meetOdd();
    }
    int end = childEnd(subject, object);
    for (int child = subject.child(object); child < end; child = subject.next(child)) {
      if (subject.isKey(child, keys[step])) {
        return reaches(subject, child, step + 1);
      }
    }
    return false;
  }

  /// Takes each member, a key that stands twice once.
  private boolean reachesMembers(Subject subject, int object, int step) {
    Set<String> seen = new HashSet<>();
    int end = childEnd(subject, object);
    for (int child = subject.child(object); child < end; child = subject.next(child)) {
      if (seen.add(subject.key(child)) && reaches(subject, child, step + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean reachesAny(Subject subject, int parent, int step) {
    int end = childEnd(subject, parent);
    for (int child = subject.child(parent); child < end; child = subject.next(child)) {
      if (reaches(subject, child, step)) {
        return true;
      }
    }
    return false;
  }

  private boolean reachesElement(Subject subject, int array, int number, int step) {
    int end = childEnd(subject, array);
    int at = 0;
    for (int child = subject.child(array); child < end; child = subject.next(child)) {
      if (at++ == number) {
        return reaches(subject, child, step + 1);
      }
    }
    return false;
  }

  private static int childEnd(Subject subject, int parent) {
    subject.child(parent);
    return subject.childEnd(parent);
  }
}
