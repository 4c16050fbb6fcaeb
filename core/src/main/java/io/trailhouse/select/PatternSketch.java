package io.trailhouse.select;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Network;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be said of an event pattern by a record's bytes alone: a predicate that holds for every
/// record the pattern matches, and, where the whole pattern is simple enough, for no other.
///
/// It holds for records without lists, dots in keys and repeated keys along the paths of the
/// pattern; [io.trailhouse.match.Subject#takeMetOdd] tells where there were some.
final class PatternSketch {
  private final boolean enveloped;
  private boolean exact = true;
  private Predicate predicate = new Predicate.Always(true);

  private PatternSketch(boolean enveloped) {
    this.enveloped = enveloped;
  }

  /// @param pattern one that the engine has taken
  static PatternSketch of(JsonNode pattern, boolean enveloped) {
    PatternSketch sketch = new PatternSketch(enveloped);
    sketch.predicate = sketch.object(pattern, List.of());
    return sketch;
  }

  Predicate predicate() {
    return predicate;
  }

  boolean isExact() {
    return exact;
  }

  private Predicate object(JsonNode pattern, List<String> path) {
    List<Predicate> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : pattern.properties()) {
      JsonNode value = each.getValue();
      if (each.getKey().equals("$or") && value.isArray()) {
        parts.add(or(value, path));
        continue;
      }
      List<String> below = new ArrayList<>(path);
      below.addAll(List.of(each.getKey().split("\\.", -1)));
      parts.add(value.isObject() ? object(value, below) : leaf(value, below));
    }
    return Predicate.all(parts);
  }

  private Predicate or(JsonNode alternatives, List<String> path) {
    List<Predicate> parts = new ArrayList<>();
    alternatives.forEach(each -> parts.add(object(each, path)));
    return Predicate.any(parts);
  }

  private Predicate leaf(JsonNode matchers, List<String> path) {
    if (!enveloped) {
      return inRecord(matchers, path);
    }
    if (path.get(0).equals("detail") && path.size() > 1) {
      return inRecord(matchers, path.subList(1, path.size()));
    }
    return besideRecord(matchers, path);
  }

  private Predicate besideRecord(JsonNode matchers, List<String> path) {
    List<Predicate> parts = new ArrayList<>();
    for (JsonNode matcher : matchers) {
      Predicate part =
          path.size() == 1 && matcher.isTextual()
              ? derived(path.get(0), matcher.textValue())
              : null;
      if (part == null) {
        return unknown();
      }
      parts.add(part);
    }
    return Predicate.any(parts);
  }

  private static @Nullable Predicate derived(String key, String text) {
    return switch (key) {
      case "source" -> Envelope.hasSource(text);
      case "detail-type" -> Envelope.hasDetailType(text);
      case "account" -> text.isEmpty() ? null : Envelope.hasAccount(text);
      case "region" -> text.isEmpty() ? null : field(List.of("awsRegion"), texts(Set.of(text)));
      default -> null;
    };
  }

  private Predicate inRecord(JsonNode matchers, List<String> path) {
    if (path.get(0).equals("resources")) {
      return unknown();
    }
    Set<String> literals = new HashSet<>();
    List<Predicate> parts = new ArrayList<>();
    for (JsonNode matcher : matchers) {
      if (matcher.isTextual() && Network.address(matcher.textValue()) == null) {
        literals.add(matcher.textValue());
        continue;
      }
      Predicate part = matcher(matcher, path);
      if (part == null) {
        return unknown();
      }
      parts.add(part);
    }
    if (!literals.isEmpty()) {
      parts.add(field(path, texts(literals)));
    }
    return Predicate.any(parts);
  }

  /// A matcher other than a literal text; null for one that is left to the engine.
  private static @Nullable Predicate matcher(JsonNode matcher, List<String> path) {
    if (matcher.isNull()) {
      return field(path, new ValueTest.Null());
    }
    if (matcher.isBoolean()) {
      return field(path, new ValueTest.Flag(matcher.booleanValue()));
    }
    if (!matcher.isObject() || matcher.size() != 1) {
      return null;
    }
    Map.Entry<String, JsonNode> only = matcher.properties().iterator().next();
    if (only.getKey().equals("exists")) {
      Predicate exists = field(path, new ValueTest.Other(new ValueTest.Structure()));
      return only.getValue().booleanValue() ? exists : new Predicate.Not(exists);
    }
    if (only.getKey().equals("anything-but")) {
      List<ValueTest> tests = new ArrayList<>(List.of(new ValueTest.Structure()));
      return anythingBut(only.getValue(), tests)
          ? field(path, new ValueTest.Other(new ValueTest.Either(tests)))
          : null;
    }
    ValueTest test = test(only.getKey(), only.getValue());
    return test == null ? null : field(path, test);
  }

  /// Collects what must not be; false when the engine must say.
  private static boolean anythingBut(JsonNode value, List<ValueTest> tests) {
    if (value.isArray() || value.isTextual()) {
      for (JsonNode each : value.isArray() ? value : List.of(value)) {
        if (!each.isTextual() || Network.address(each.textValue()) != null) {
          return false;
        }
        tests.add(texts(Set.of(each.textValue())));
      }
      return true;
    }
    if (!value.isObject() || value.size() != 1) {
      return false;
    }
    Map.Entry<String, JsonNode> only = value.properties().iterator().next();
    for (JsonNode each : only.getValue().isArray() ? only.getValue() : List.of(only.getValue())) {
      ValueTest test = test(only.getKey(), each);
      if (test == null) {
        return false;
      }
      tests.add(test);
    }
    return true;
  }

  private static @Nullable ValueTest test(String kind, JsonNode value) {
    if (!value.isTextual()) {
      return null;
    }
    return switch (kind) {
      case "prefix" -> text(ValueTest.How.PREFIX, value.textValue());
      case "suffix" -> text(ValueTest.How.SUFFIX, value.textValue());
      case "wildcard" -> wildcard(value.textValue());
      default -> null;
    };
  }

  private static ValueTest wildcard(String pattern) {
    List<Integer> tokens = new ArrayList<>();
    int[] characters = pattern.codePoints().toArray();
    for (int at = 0; at < characters.length; at++) {
      if (characters[at] == '\\' && at + 1 < characters.length) {
        tokens.add(characters[++at]);
      } else {
        tokens.add(characters[at] == '*' ? ValueTest.Glob.MANY : characters[at]);
      }
    }
    return new ValueTest.Glob(tokens, true, ValueTest.Reading.STRINGS);
  }

  private static ValueTest text(ValueTest.How how, String operand) {
    return new ValueTest.Text(how, operand, true, ValueTest.Reading.STRINGS);
  }

  private static ValueTest texts(Set<String> texts) {
    return new ValueTest.OneOf(texts, true, ValueTest.Reading.STRINGS);
  }

  private static Predicate field(List<String> path, ValueTest test) {
    return new Predicate.Field(FieldPath.plain(path), test);
  }

  private Predicate unknown() {
    exact = false;
    return new Predicate.Always(true);
  }
}
