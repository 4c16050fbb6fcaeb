package io.trailhouse.select;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventView;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import io.trailhouse.problem.JsonReason;
import io.trailhouse.problem.NearName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A condition as a route or a file writes it: keys that must all hold.
///
/// `match` is an EventBridge pattern, `selectors` are event selectors, `filter-pattern` is
/// CloudWatch's; `account`, `region`, `source`, `name` and `principal` are lists of which one must
/// fit; `all` and `any` are lists of conditions, `not` is one.
public final class Condition {
  /// The keys that a condition may have.
  public static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "match",
              "selectors",
              "filter-pattern",
              "account",
              "region",
              "source",
              "name",
              "principal",
              "all",
              "any",
              "not"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ParseProblem> problems = new ArrayList<>();

  private Condition() {}

  /// Compiles a condition.
  ///
  /// @param tree maps, lists, texts, numbers and booleans
  public static Predicate compile(Map<?, ?> tree) throws InvalidConditionException {
    Condition condition = new Condition();
    Predicate predicate = condition.read(tree, "");
    if (!condition.problems.isEmpty()) {
      throw new InvalidConditionException(condition.problems);
    }
    return predicate;
  }

  private Predicate read(Map<?, ?> tree, String path) {
    List<Predicate> parts = new ArrayList<>();
    for (Map.Entry<?, ?> each : tree.entrySet()) {
      String key = String.valueOf(each.getKey());
      String at = path.isEmpty() ? key : path + "." + key;
      parts.add(read(key, each.getValue(), at));
    }
    if (parts.isEmpty()) {
      wrong(path, "expected a condition: " + String.join(", ", KEYS));
    }
    return Predicate.all(parts);
  }

  private Predicate read(String key, Object value, String at) {
    try {
      return switch (key) {
        case "match" -> EventPattern.compile(json(value));
        case "selectors" -> EventSelectors.compile(value);
        case "filter-pattern" -> FilterPattern.compile(String.valueOf(value));
        case "all" -> Predicate.all(list(value, at));
        case "any" -> Predicate.any(list(value, at));
        case "not" -> new Predicate.Not(one(value, at));
        default -> shortForm(key, value, at);
      };
    } catch (InvalidConditionException e) {
      e.problems().forEach(each -> problems.add(each.below(at)));
      return new Predicate.Always(false);
    }
  }

  private static String json(Object value) throws InvalidConditionException {
    try {
      return value instanceof String text ? text : JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new InvalidConditionException("", "is no JSON: " + JsonReason.sentence(e));
    }
  }

  private List<Predicate> list(Object value, String at) {
    List<Predicate> parts = new ArrayList<>();
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      wrong(at, "expected a list of conditions");
      return parts;
    }
    for (int i = 0; i < list.size(); i++) {
      parts.add(one(list.get(i), at + "[" + i + "]"));
    }
    return parts;
  }

  private Predicate one(Object value, String at) {
    if (value instanceof Map<?, ?> map) {
      return read(map, at);
    }
    wrong(at, "expected a condition: " + String.join(", ", KEYS));
    return new Predicate.Always(false);
  }

  private Predicate shortForm(String key, Object value, String at) {
    List<String> texts = texts(value, at);
    return switch (key) {
      case "account" -> named(at, texts, event -> List.of(EventIdentity.account(event)));
      case "region" -> any(texts, List.of("awsRegion"));
      case "name" -> any(texts, List.of("eventName"));
      case "source" ->
          any(texts.stream().map(Condition::eventSource).toList(), List.of("eventSource"));
      case "principal" -> named(at, texts, event -> EventIdentity.of(event).names());
      default -> {
        String near = NearName.of(key, KEYS);
        wrong(
            at,
            near == null
                ? "unknown condition; there are " + String.join(", ", KEYS)
                : "unknown condition; did you mean " + near + "?");
        yield new Predicate.Always(false);
      }
    };
  }

  /// `iam` and `aws.iam` stand for `iam.amazonaws.com`.
  private static String eventSource(String text) {
    String name = text.startsWith("aws.") ? text.substring(4) : text;
    return name.indexOf('.') < 0 && name.indexOf('*') < 0 ? name + ".amazonaws.com" : name;
  }

  private List<String> texts(Object value, String at) {
    List<String> texts = new ArrayList<>();
    for (Object each : value instanceof List<?> list ? list : List.of(value == null ? "" : value)) {
      if (each instanceof Map || each instanceof List || String.valueOf(each).isEmpty()) {
        wrong(at, "expected one text or a list of texts");
      } else {
        texts.add(String.valueOf(each));
      }
    }
    return texts;
  }

  /// True when one of the names that a record's identity gives is one of the texts.
  private static Predicate named(
      String at, List<String> texts, Function<EventView, List<String>> names) {
    List<Pattern> wanted = texts.stream().map(Condition::glob).toList();
    return new Predicate.Judged(
        at + ": " + String.join(", ", texts),
        subject ->
            names.apply(subject.view()).stream()
                .anyMatch(name -> wanted.stream().anyMatch(each -> each.matcher(name).matches())),
        new Predicate.Always(true));
  }

  private static Pattern glob(String text) {
    String pattern =
        Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(
        pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  private static Predicate any(List<String> texts, List<String> fields) {
    Set<String> plain = new LinkedHashSet<>();
    List<ValueTest> tests = new ArrayList<>();
    for (String text : texts) {
      if (text.indexOf('*') < 0) {
        plain.add(text);
      } else {
        tests.add(
            new ValueTest.Glob(
                text.toLowerCase(Locale.ROOT)
                    .codePoints()
                    .mapToObj(each -> each == '*' ? ValueTest.Glob.MANY : Integer.valueOf(each))
                    .toList(),
                false,
                ValueTest.Reading.SCALARS));
      }
    }
    if (!plain.isEmpty()) {
      tests.add(new ValueTest.OneOf(plain, false, ValueTest.Reading.SCALARS));
    }
    List<Predicate> parts = new ArrayList<>();
    for (String field : fields) {
      parts.add(
          new Predicate.Field(
              FieldPath.dotted(field),
              tests.size() == 1 ? tests.get(0) : new ValueTest.Either(tests)));
    }
    return Predicate.any(parts);
  }

  private void wrong(String path, String problem) {
    problems.add(new ParseProblem(path, problem));
  }
}
