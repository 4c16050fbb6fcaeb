package io.trailhouse.match;

import java.util.ArrayList;
import java.util.List;

/// How to come from a record to the values of one field.
///
/// @param steps at least one
/// @param throughArrays whether a key is looked up in each element when the path meets an array,
///   and whether each element counts as a value where the path ends at an array
public record FieldPath(List<Step> steps, boolean throughArrays) {
  /// One step down.
  public sealed interface Step {
    record Key(String name) implements Step {}

    record Index(int number) implements Step {}

    record EachElement() implements Step {}

    record EachMember() implements Step {}
  }

  public FieldPath {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a path has at least one step");
    }
    steps = List.copyOf(steps);
  }

  /// The path of names joined by dots, through arrays.
  public static FieldPath dotted(String names) {
    List<Step> steps = new ArrayList<>();
    for (String name : names.split("\\.", -1)) {
      steps.add(new Step.Key(name));
    }
    return new FieldPath(steps, true);
  }

  /// The path of these names, each a key of an object; arrays on the way end it.
  public static FieldPath plain(List<String> names) {
    List<Step> steps = new ArrayList<>();
    names.forEach(name -> steps.add(new Step.Key(name)));
    return new FieldPath(steps, false);
  }

  /// Whether the path is one key at the top of the record.
  boolean isTop(String name) {
    return steps.size() == 1 && steps.get(0).equals(new Step.Key(name));
  }
}
