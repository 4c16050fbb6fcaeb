package io.trailhouse.match;

import io.trailhouse.event.EventField;
import io.trailhouse.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Leads a test to the values of a path.
final class FieldMatcher implements Matcher {
  private final List<FieldPath.Step> steps;
  private final byte[][] keys;
  private final @Nullable EventField first;
  private final boolean throughArrays;
  private final ValueMatcher test;

  FieldMatcher(FieldPath path, ValueMatcher test) {
    this.steps = path.steps();
    this.throughArrays = path.throughArrays();
    this.test = test;
    this.keys = new byte[steps.size()][];
    for (int i = 0; i < keys.length; i++) {
      String name = steps.get(i) instanceof FieldPath.Step.Key key ? key.name() : "";
      keys[i] = name.getBytes(StandardCharsets.UTF_8);
    }
    this.first =
        steps.get(0) instanceof FieldPath.Step.Key key ? EventField.named(key.name()) : null;
  }

  @Override
  public boolean matches(Subject subject) {
    if (steps.get(0) instanceof FieldPath.Step.EachMember) {
      for (int top : subject.tops()) {
        if (reaches(subject, top, 1)) {
          return true;
        }
      }
      return false;
    }
    if (!(steps.get(0) instanceof FieldPath.Step.Key)) {
      return false; // a record is no array
    }
    int top = first != null ? subject.top(first) : subject.top(keys[0]);
    return top != 0 && reaches(subject, top, 1);
  }

  private boolean reaches(Subject subject, int value, int step) {
    ValueKind kind = subject.kind(value);
    if (step == steps.size()) {
      return isPassed(subject, value, kind);
    }
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
      subject.meetArray();
      return false;
    }
    if (kind != ValueKind.OBJECT) {
      return false;
    }
    if (next instanceof FieldPath.Step.EachMember) {
      return reachesAny(subject, value, step + 1);
    }
    return reachesMember(subject, value, step);
  }

  private boolean isPassed(Subject subject, int value, ValueKind kind) {
    if (test.matches(subject, value)) {
      return true;
    }
    if (kind == ValueKind.ARRAY) {
      if (throughArrays) {
        return reachesAny(subject, value, steps.size());
      }
      subject.meetArray();
    }
    return false;
  }

  private boolean reachesMember(Subject subject, int object, int step) {
    int end = childEnd(subject, object);
    for (int child = subject.child(object); child < end; child = subject.next(child)) {
      if (subject.isKey(child, keys[step]) && reaches(subject, child, step + 1)) {
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
