package io.trailhouse.select;

import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import java.util.List;
import java.util.Set;

/// Predicates on a record's fields that several languages of conditions need.
final class Fields {
  private Fields() {}

  static Predicate is(String field, String text) {
    return isOneOf(field, Set.of(text));
  }

  static Predicate isOneOf(String field, Set<String> texts) {
    return test(field, new ValueTest.OneOf(texts, true, ValueTest.Reading.SCALARS));
  }

  static Predicate isPresent(String field) {
    return test(field, new ValueTest.Other(new ValueTest.Null()));
  }

  /// A test of the values that names joined by dots lead to, through lists.
  static Predicate test(String field, ValueTest test) {
    return new Predicate.Field(FieldPath.dotted(field), test);
  }

  /// The category of an event, also where older records do not say it: until record version 1.07
  /// `managementEvent` and the event type do.
  static Predicate category(String category) {
    Predicate said = is("eventCategory", category);
    Predicate unsaid = new Predicate.Not(isPresent("eventCategory"));
    return switch (category) {
      case "Management" ->
          Predicate.any(
              List.of(
                  said,
                  Predicate.all(
                      List.of(
                          unsaid,
                          new Predicate.Not(is("managementEvent", "false")),
                          new Predicate.Not(is("eventType", "AwsCloudTrailInsight"))))));
      case "Data" ->
          Predicate.any(
              List.of(said, Predicate.all(List.of(unsaid, is("managementEvent", "false")))));
      case "Insight" ->
          Predicate.any(
              List.of(
                  said, Predicate.all(List.of(unsaid, is("eventType", "AwsCloudTrailInsight")))));
      default -> said;
    };
  }
}
