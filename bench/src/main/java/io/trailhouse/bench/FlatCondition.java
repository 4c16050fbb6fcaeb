package io.trailhouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Evaluates a condition on a [FlatRecord], test by test: no index, no order, nothing remembered.
/// Refuses one on who or whose account it is, which a flat map does not tell, with an
/// [IllegalArgumentException].
final class FlatCondition {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FlatCondition() {}

  static java.util.function.Predicate<FlatRecord> of(Predicate predicate) {
    if (predicate instanceof Predicate.All all) {
      var each = all(all.of());
      return record -> each.stream().allMatch(one -> one.test(record));
    }
    if (predicate instanceof Predicate.Any any) {
      var each = all(any.of());
      return record -> each.stream().anyMatch(one -> one.test(record));
    }
    if (predicate instanceof Predicate.Not not) {
      return of(not.of()).negate();
    }
    if (predicate instanceof Predicate.Field field) {
      return field(field);
    }
    if (predicate instanceof Predicate.SameText same) {
      return sameText(same);
    }
    if (predicate instanceof Predicate.WholeText whole) {
      var test = FlatTest.of(whole.test());
      return record -> test.test(record.json());
    }
    if (predicate instanceof Predicate.Judged judged) {
      return judged(judged.text());
    }
    boolean holds = predicate instanceof Predicate.Always always && always.holds();
    return record -> holds;
  }

  private static List<java.util.function.Predicate<FlatRecord>> all(List<Predicate> predicates) {
    return predicates.stream().map(FlatCondition::of).toList();
  }

  static String dotted(FieldPath path) {
    return path.steps().stream()
        .map(step -> {
          if (step instanceof FieldPath.Step.Key key) {
            return key.name();
          }
          throw new IllegalArgumentException("a flat map has no " + step);
        })
        .collect(Collectors.joining("."));
  }

  private static java.util.function.Predicate<FlatRecord> field(Predicate.Field field) {
    String path = dotted(field.path());
    boolean throughLists = field.path().throughArrays();
    var test = FlatTest.of(field.test());
    return record -> {
      for (FlatRecord.Value value : record.at(path)) {
        if ((throughLists || !value.inList()) && test.test(value.node())) {
          return true;
        }
      }
      return false;
    };
  }

  private static java.util.function.Predicate<FlatRecord> sameText(Predicate.SameText same) {
    String path = dotted(same.path());
    String other = dotted(same.other());
    return record -> {
      for (FlatRecord.Value one : record.at(path)) {
        for (FlatRecord.Value two : record.at(other)) {
          if (!one.node().isNull()
              && !two.node().isNull()
              && FlatTest.stands(same.how(), text(one, same.cased()), text(two, same.cased()))) {
            return true;
          }
        }
      }
      return false;
    };
  }

  private static String text(FlatRecord.Value value, boolean cased) {
    String text = FlatTest.text(value.node());
    return cased ? text : text.toLowerCase(Locale.ROOT);
  }

  private static java.util.function.Predicate<FlatRecord> judged(String pattern) {
    if (!pattern.startsWith("{")) {
      throw new IllegalArgumentException("a flat map has no identity: " + pattern);
    }
    try {
      return object(JSON.readTree(pattern), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static java.util.function.Predicate<FlatRecord> object(JsonNode pattern, String path) {
    List<java.util.function.Predicate<FlatRecord>> parts = new ArrayList<>();
    pattern
        .properties()
        .forEach(each -> {
          String below = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
          if (each.getKey().equals("$or")) {
            List<java.util.function.Predicate<FlatRecord>> some = new ArrayList<>();
            each.getValue().forEach(one -> some.add(object(one, path)));
            parts.add(record -> some.stream().anyMatch(one -> one.test(record)));
          } else if (each.getValue().isObject()) {
            parts.add(object(each.getValue(), below));
          } else {
            parts.add(leaf(each.getValue(), below));
          }
        });
    return record -> parts.stream().allMatch(one -> one.test(record));
  }

  /// The envelope's own keys are in the map too; those of the record stand there without `detail`.
  private static java.util.function.Predicate<FlatRecord> leaf(JsonNode matchers, String path) {
    String key = path.startsWith("detail.") ? path.substring(7) : path;
    List<java.util.function.Predicate<JsonNode>> tests = new ArrayList<>();
    boolean absent = false;
    for (JsonNode matcher : matchers) {
      if (matcher.has("exists") && !matcher.get("exists").booleanValue()) {
        absent = true;
      } else {
        tests.add(FlatTest.ofMatcher(matcher));
      }
    }
    boolean orAbsent = absent;
    return record -> {
      boolean present = false;
      for (FlatRecord.Value value : record.at(key)) {
        if (value.node().isContainerNode()) {
          continue;
        }
        present = true;
        for (var test : tests) {
          if (test.test(value.node())) {
            return true;
          }
        }
      }
      return orAbsent && !present;
    };
  }
}
