package io.trailhouse.select;

import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// CloudTrail's event selectors, basic and advanced, as `PutEventSelectors` takes them and
/// `GetEventSelectors` answers them.
///
/// A record is selected when one selector of the list selects it.
public final class EventSelectors {
  private EventSelectors() {}

  /// Compiles a list of selectors, all basic or all advanced.
  ///
  /// @param tree a list of selectors, or an object with them under `EventSelectors` or
  ///   `AdvancedEventSelectors`
  public static Predicate compile(Object tree) throws InvalidConditionException {
    List<ParseProblem> problems = new ArrayList<>();
    Predicate predicate = read(tree, problems);
    if (!problems.isEmpty()) {
      throw new InvalidConditionException(problems);
    }
    return predicate;
  }

  private static Predicate read(Object tree, List<ParseProblem> problems) {
    if (tree instanceof Map<?, ?> map) {
      List<?> advanced = listOf(map, "AdvancedEventSelectors");
      List<?> basic = listOf(map, "EventSelectors");
      if (!advanced.isEmpty() && !basic.isEmpty()) {
        problems.add(
            new ParseProblem(
                "", "EventSelectors and AdvancedEventSelectors exclude each other; keep one"));
      } else if (!advanced.isEmpty()) {
        return list(advanced, "AdvancedEventSelectors", problems);
      } else if (!basic.isEmpty()) {
        return list(basic, "EventSelectors", problems);
      } else {
        problems.add(
            new ParseProblem("", "expected a list under EventSelectors or AdvancedEventSelectors"));
      }
      return new Predicate.Always(false);
    }
    if (tree instanceof List<?> list && !list.isEmpty()) {
      return list(list, "", problems);
    }
    problems.add(new ParseProblem("", "expected a list of event selectors"));
    return new Predicate.Always(false);
  }

  private static List<?> listOf(Map<?, ?> map, String key) {
    return map.get(key) instanceof List<?> list ? list : List.of();
  }

  private static Predicate list(List<?> selectors, String path, List<ParseProblem> problems) {
    boolean advanced =
        selectors.stream()
            .anyMatch(each -> each instanceof Map<?, ?> map && map.containsKey("FieldSelectors"));
    List<Predicate> parts = new ArrayList<>();
    Selection selection = new Selection(problems);
    for (int i = 0; i < selectors.size(); i++) {
      String at = path + "[" + i + "]";
      if (!(selectors.get(i) instanceof Map<?, ?> selector)) {
        problems.add(new ParseProblem(at, "expected an event selector: an object"));
      } else if (advanced) {
        parts.add(selection.advanced(selector, at));
      } else {
        parts.add(BasicSelector.read(selector, at, selection));
      }
    }
    selection.checkCount(path, advanced ? 500 : 250);
    if (!advanced && selectors.size() > 5) {
      problems.add(new ParseProblem(path, "there may be 5 event selectors at the most"));
    }
    return Predicate.any(parts);
  }

  /// All selectors of one list while they are read.
  static final class Selection {
    private static final Set<String> SELECT = Set.of("Equals", "StartsWith", "EndsWith");
    private static final Set<String> DESELECT = Set.of("NotEquals", "NotStartsWith", "NotEndsWith");

    final List<ParseProblem> problems;
    private int values;

    Selection(List<ParseProblem> problems) {
      this.problems = problems;
    }

    void wrong(String path, String problem) {
      problems.add(new ParseProblem(path, problem));
    }

    void checkCount(String path, int most) {
      if (values > most) {
        wrong(path, "there may be %d values at the most, and here are %d".formatted(most, values));
      }
    }

    void checkKeys(Map<?, ?> map, Set<String> known, String at) {
      for (Object key : map.keySet()) {
        if (!known.contains(String.valueOf(key))) {
          wrong(
              at,
              "unknown key %s; there are %s"
                  .formatted(key, String.join(", ", new TreeSet<>(known))));
        }
      }
    }

    /// The texts of a list; a mistake is told and leaves them out.
    List<String> texts(@Nullable Object list, String at) {
      List<String> texts = new ArrayList<>();
      if (!(list instanceof List<?> each) || each.isEmpty()) {
        wrong(at, "expected a list with at least one value");
        return texts;
      }
      for (Object value : each) {
        if (value instanceof String || value instanceof Boolean) {
          texts.add(value.toString());
        } else {
          wrong(at, "expected texts, but %s is not one".formatted(value));
        }
      }
      values += texts.size();
      return texts;
    }

    Predicate advanced(Map<?, ?> selector, String at) {
      checkKeys(selector, Set.of("Name", "FieldSelectors"), at);
      if (!(selector.get("FieldSelectors") instanceof List<?> fields) || fields.isEmpty()) {
        wrong(at, "expected FieldSelectors, a list with at least one field selector");
        return new Predicate.Always(false);
      }
      FieldRules rules = new FieldRules(this, at);
      List<Predicate> parts = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        String below = at + ".FieldSelectors[" + i + "]";
        if (fields.get(i) instanceof Map<?, ?> field) {
          rules.note(field, below);
          parts.add(field(field, below));
        } else {
          wrong(below, "expected a field selector: an object");
        }
      }
      rules.check();
      return Predicate.all(parts);
    }

    private Predicate field(Map<?, ?> selector, String at) {
      String name = String.valueOf(selector.get("Field"));
      List<Predicate> select = new ArrayList<>();
      List<Predicate> parts = new ArrayList<>();
      for (Map.Entry<?, ?> each : selector.entrySet()) {
        String operator = String.valueOf(each.getKey());
        if (operator.equals("Field")) {
          continue;
        }
        boolean selects = SELECT.contains(operator);
        if (!selects && !DESELECT.contains(operator)) {
          wrong(
              at,
              ("unknown operator %s; there are Equals, StartsWith, EndsWith, NotEquals,"
                      + " NotStartsWith and NotEndsWith")
                  .formatted(operator));
          continue;
        }
        String how = selects ? operator : operator.substring(3);
        for (String value : texts(each.getValue(), at + "." + operator)) {
          Predicate one = field(name, how, value);
          if (selects) {
            select.add(one);
          } else {
            parts.add(new Predicate.Not(one));
          }
        }
      }
      if (!select.isEmpty()) {
        parts.add(Predicate.any(select));
      }
      return Predicate.all(parts);
    }

    private static Predicate field(String name, String operator, String value) {
      if (name.equals("eventCategory")) {
        return Fields.category(value);
      }
      ValueTest.How how =
          switch (operator) {
            case "StartsWith" -> ValueTest.How.PREFIX;
            case "EndsWith" -> ValueTest.How.SUFFIX;
            default -> ValueTest.How.WHOLE;
          };
      return new Predicate.Field(
          FieldPath.dotted(name), new ValueTest.Text(how, value, true, ValueTest.Reading.SCALARS));
    }
  }
}
