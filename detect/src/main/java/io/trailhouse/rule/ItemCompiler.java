package io.trailhouse.rule;

import io.trailhouse.document.Yaml;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import io.trailhouse.match.ValueTest.How;
import io.trailhouse.match.ValueTest.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compiles one item of a detection: a field with its modifiers, and the values it is compared
/// with. What is wrong is told to the review, and the item is then true of nothing.
final class ItemCompiler {
  private static final Predicate REFUSED = new Predicate.Always(false);

  private final Review review;
  private final ValueCompiler values;

  ItemCompiler(Review review, Map<String, List<String>> placeholders) {
    this.review = review;
    this.values = new ValueCompiler(new TextChain(placeholders));
  }

  /// What the parts of one item need to know.
  private record Item(String key, int line, @Nullable FieldPath path, ModifierList modifiers) {}

  /// @param above the key above the item, for problems
  Predicate compile(String above, String key, Yaml.Entry entry) {
    String[] words = key.split("\\|", -1);
    String place = above + "." + key;
    List<String> names = Arrays.asList(words).subList(1, words.length);
    ModifierList modifiers =
        ModifierList.of(names, (problem, remedy) -> wrong(entry.line(), place, problem, remedy));
    if (modifiers == null) {
      return REFUSED;
    }
    String field = words[0].strip();
    if (field.isEmpty() ? words.length == 1 : hasEmptyName(field)) {
      return wrong(
          entry.line(),
          place,
          "a field's path has an empty name",
          "Write names joined by single dots, such as userIdentity.arn");
    }
    FieldPath path = field.isEmpty() ? null : FieldPath.dotted(field);
    return compile(new Item(place, entry.line(), path, modifiers), entry.value());
  }

  /// A keyword that stands where no field is named.
  Predicate keyword(String above, Yaml.Scalar value) {
    return compile(new Item(above, value.line(), null, new ModifierList(List.of())), value);
  }

  private static boolean hasEmptyName(String field) {
    return Arrays.stream(field.split("\\.", -1)).anyMatch(String::isEmpty);
  }

  private Predicate compile(Item item, Yaml value) {
    if (value instanceof Yaml.Mapping) {
      return wrong(
          value.line(), item.key(), "a field has values, not keys", "Join names by dots: a.b.c");
    }
    List<Yaml> all = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
    if (all.isEmpty() && item.path() == null) {
      return wrong(value.line(), item.key(), "there is no keyword", "Give at least one");
    }
    if (all.isEmpty()) {
      return negated(item, missing(item));
    }
    List<Predicate> each = new ArrayList<>();
    for (Yaml one : all) {
      if (one instanceof Yaml.Scalar scalar) {
        each.add(compile(item, scalar));
      } else {
        each.add(
            wrong(one.line(), item.key(), "a value is a text or a number", "Write plain values"));
      }
    }
    boolean linked = item.modifiers().has(Modifier.ALL);
    return negated(item, linked ? Predicate.all(each) : joined(item, each));
  }

  private static Predicate negated(Item item, Predicate predicate) {
    return item.modifiers().has(Modifier.NEQ) ? new Predicate.Not(predicate) : predicate;
  }

  /// Null in a rule: the field is absent or null.
  private static Predicate missing(Item item) {
    FieldPath path = path(item);
    return new Predicate.Any(
        List.of(
            new Predicate.Not(new Predicate.Field(path, new ValueTest.Present())),
            new Predicate.Field(path, new ValueTest.Null())));
  }

  private static FieldPath path(Item item) {
    if (item.path() == null) {
      throw new IllegalStateException("a keyword has no field");
    }
    return item.path();
  }

  /// One test of the field instead of many, where they ask for one of several values: plain texts
  /// are looked up together.
  private static Predicate joined(Item item, List<Predicate> each) {
    List<ValueTest> tests = new ArrayList<>();
    List<Predicate> rest = new ArrayList<>();
    for (Predicate one : each) {
      if (one instanceof Predicate.Field field) {
        tests.add(field.test());
      } else {
        rest.add(one);
      }
    }
    if (!tests.isEmpty()) {
      ValueTest joined = joined(tests, item.modifiers().has(Modifier.CASED));
      rest.add(0, new Predicate.Field(path(item), joined));
    }
    return Predicate.any(rest);
  }

  private static ValueTest joined(List<ValueTest> tests, boolean cased) {
    List<String> texts = new ArrayList<>();
    List<ValueTest> rest = new ArrayList<>();
    for (ValueTest test : tests) {
      List<ValueTest> parts = test instanceof ValueTest.Either some ? some.of() : List.of(test);
      for (ValueTest part : parts) {
        if (part instanceof ValueTest.Text text && text.how() == How.WHOLE) {
          texts.add(cased ? text.operand() : text.operand().toLowerCase(Locale.ROOT));
        } else {
          rest.add(part);
        }
      }
    }
    if (!texts.isEmpty()) {
      rest.add(0, new ValueTest.OneOf(new HashSet<>(texts), cased, Reading.EVERYTHING));
    }
    return rest.size() == 1 ? rest.get(0) : new ValueTest.Either(rest);
  }

  private Predicate compile(Item item, Yaml.Scalar value) {
    ModifierList modifiers = item.modifiers();
    try {
      if (item.path() == null) {
        return values.keyword(value, modifiers);
      }
      if (value.kind() == Yaml.Kind.NOTHING) {
        ValueCompiler.requireNoModifiers(modifiers);
        return missing(item);
      }
      Modifier means = modifiers.of(Modifier.Kind.MEANS);
      if (means == Modifier.EXISTS) {
        return exists(path(item), value);
      }
      if (means == Modifier.FIELDREF) {
        return sameText(path(item), value, modifiers);
      }
      List<ValueTest> tests =
          means == Modifier.CIDR ? values.cidr(value, modifiers) : values.tests(value, modifiers);
      ValueTest test = tests.size() == 1 ? tests.get(0) : new ValueTest.Either(tests);
      return new Predicate.Field(path(item), test);
    } catch (TextChain.Refused e) {
      return wrong(value.line(), item.key(), e.problem(), e.remedy());
    }
  }

  private static Predicate exists(FieldPath path, Yaml.Scalar value) throws TextChain.Refused {
    if (value.kind() != Yaml.Kind.FLAG) {
      throw new TextChain.Refused("exists takes true or false", "Write one of the two, unquoted");
    }
    Predicate present = new Predicate.Field(path, new ValueTest.Present());
    return value.text().equals("true") ? present : new Predicate.Not(present);
  }

  private static Predicate sameText(FieldPath path, Yaml.Scalar value, ModifierList modifiers)
      throws TextChain.Refused {
    if (value.kind() != Yaml.Kind.TEXT
        || SigmaText.of(value.text()).hasWildcard()
        || hasEmptyName(value.text())) {
      throw new TextChain.Refused(
          "fieldref takes the name of another field, without wildcards",
          "Write a path such as requestParameters.userName");
    }
    How how =
        modifiers.has(Modifier.CONTAINS)
            ? How.INSIDE
            : modifiers.has(Modifier.STARTSWITH)
                ? How.PREFIX
                : modifiers.has(Modifier.ENDSWITH) ? How.SUFFIX : How.WHOLE;
    return new Predicate.SameText(
        path, FieldPath.dotted(value.text()), how, modifiers.has(Modifier.CASED));
  }

  private Predicate wrong(int line, String key, String problem, String remedy) {
    review.wrong(line, key, problem, remedy);
    return REFUSED;
  }
}
