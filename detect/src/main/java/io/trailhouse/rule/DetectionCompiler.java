package io.trailhouse.rule;

import io.trailhouse.document.Yaml;
import io.trailhouse.match.Predicate;
import io.trailhouse.problem.NearName;
import io.trailhouse.rule.TextChain.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Compiles search blocks and the condition on them, of rules and of filters.
final class DetectionCompiler {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int DEEPEST = 50;

  private final Review review;
  private final ItemCompiler items;

  DetectionCompiler(Review review, Map<String, List<String>> placeholders) {
    this.review = review;
    this.items = new ItemCompiler(review, placeholders);
  }

  /// @param above the key of the block
  /// @param besides keys of the block that are neither search blocks nor the condition
  Predicate compile(String above, Yaml.Mapping block, List<String> besides) {
    Map<String, Predicate> blocks = new LinkedHashMap<>();
    for (Map.Entry<String, Yaml.Entry> member : block.members().entrySet()) {
      String name = member.getKey();
      Yaml.Entry entry = member.getValue();
      String place = above + "." + name;
      if (name.equals("timeframe")) {
        review.wrong(
            entry.line(),
            place,
            "a time frame belongs to Sigma's old aggregations and would be ignored",
            "Write a correlation rule with a timespan");
      } else if (!NAME.matcher(name).matches()) {
        review.wrong(
            entry.line(),
            place,
            "a search block is named by letters, digits, _ and -",
            "Name it otherwise");
      } else if (!name.equals("condition") && !besides.contains(name)) {
        blocks.put(name, block(place, entry.value(), 0));
      }
    }
    Yaml.Entry condition = block.members().get("condition");
    if (blocks.isEmpty()) {
      review.wrong(block.line(), above, "there is no search block", "Add one, such as selection:");
    }
    if (condition == null) {
      review.wrong(block.line(), above, "there is no condition", "Add condition: selection");
      return new Predicate.Always(false);
    }
    return conditions(above + ".condition", condition.value(), blocks);
  }

  private Predicate block(String place, Yaml value, int depth) {
    if (value instanceof Yaml.Scalar scalar && scalar.kind() != Yaml.Kind.NOTHING) {
      return items.keyword(place, scalar);
    }
    List<Predicate> parts = new ArrayList<>();
    if (value instanceof Yaml.Mapping mapping) {
      mapping.members().forEach((key, entry) -> parts.add(items.compile(place, key, entry)));
    } else if (value instanceof Yaml.Sequence list && depth < DEEPEST) {
      for (Yaml item : list.items()) {
        parts.add(block(place, item, depth + 1));
      }
    }
    if (parts.isEmpty()) {
      review.wrong(
          value.line(),
          place,
          "the search block is empty",
          "Give it fields with values, or a list of them");
    }
    return value instanceof Yaml.Mapping ? Predicate.all(parts) : Predicate.any(parts);
  }

  private Predicate conditions(String place, Yaml value, Map<String, Predicate> blocks) {
    List<Yaml> all = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
    List<Predicate> each = new ArrayList<>();
    for (Yaml one : all) {
      if (one instanceof Yaml.Scalar text && text.kind() == Yaml.Kind.TEXT) {
        each.add(condition(place, text, blocks));
      } else {
        review.wrong(one.line(), place, "a condition is a text", "Write condition: selection");
      }
    }
    if (all.isEmpty()) {
      review.wrong(value.line(), place, "there is no condition", "Write condition: selection");
    }
    return Predicate.any(each);
  }

  private Predicate condition(String place, Yaml.Scalar text, Map<String, Predicate> blocks) {
    try {
      Predicate predicate = resolve(ConditionParser.parse(text.text()), blocks);
      if (predicate == null) {
        throw new Refused(
            "its patterns name no search block, so that nothing is left of it",
            "There are " + String.join(", ", blocks.keySet()));
      }
      return predicate;
    } catch (Refused e) {
      review.wrong(text.line(), place, e.problem(), e.remedy());
      return new Predicate.Always(false);
    }
  }

  /// Null for what disappears because its pattern names nothing.
  private static @Nullable Predicate resolve(Condition condition, Map<String, Predicate> blocks)
      throws Refused {
    if (condition instanceof Condition.And and) {
      List<Predicate> parts = resolve(and.of(), blocks);
      return parts.isEmpty() ? null : Predicate.all(parts);
    }
    if (condition instanceof Condition.Or or) {
      List<Predicate> parts = resolve(or.of(), blocks);
      return parts.isEmpty() ? null : Predicate.any(parts);
    }
    if (condition instanceof Condition.Not not) {
      Predicate inner = resolve(not.of(), blocks);
      return inner == null ? null : new Predicate.Not(inner);
    }
    if (condition instanceof Condition.Of of) {
      List<Predicate> named = named(of.pattern(), blocks);
      if (named.isEmpty()) {
        return null;
      }
      return of.all() ? Predicate.all(named) : Predicate.any(named);
    }
    String name = ((Condition.Name) condition).name();
    Predicate block = blocks.get(name);
    if (block == null) {
      String near = NearName.of(name, blocks.keySet());
      throw new Refused(
          "there is no search block named '" + name + "'",
          near == null
              ? "There are " + String.join(", ", blocks.keySet())
              : "Did you mean " + near + "?");
    }
    return block;
  }

  private static List<Predicate> resolve(List<Condition> all, Map<String, Predicate> blocks)
      throws Refused {
    List<Predicate> parts = new ArrayList<>();
    for (Condition one : all) {
      Predicate part = resolve(one, blocks);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  /// Names that begin with an underscore are covered by patterns that do so too, and no others.
  private static List<Predicate> named(String pattern, Map<String, Predicate> blocks) {
    String wanted = pattern.equals("them") ? "*" : pattern;
    Pattern names = Pattern.compile(wanted.replaceAll("\\*+", "[A-Za-z0-9_-]*"));
    List<Predicate> named = new ArrayList<>();
    blocks.forEach((name, predicate) -> {
      boolean hidden = name.startsWith("_") && !wanted.startsWith("_");
      if (!hidden && names.matcher(name).matches()) {
        named.add(predicate);
      }
    });
    return named;
  }
}
