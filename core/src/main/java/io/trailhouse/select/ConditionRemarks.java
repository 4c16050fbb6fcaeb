package io.trailhouse.select;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a condition says that is no mistake and still can match nothing, or nothing in AWS: for
/// whoever wrote it, since a pattern that is valid and never true looks like peace.
///
/// A remark changes no verdict. Texts that only begin or look like something are not judged.
public final class ConditionRemarks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ParseProblem> remarks = new ArrayList<>();

  private ConditionRemarks() {}

  /// About a condition as a route or a watch writes it; one with mistakes has no remarks.
  public static List<ParseProblem> of(Map<?, ?> condition) {
    ConditionRemarks remarks = new ConditionRemarks();
    remarks.read(condition, "");
    return List.copyOf(remarks.remarks);
  }

  /// About an event pattern.
  public static List<ParseProblem> ofEventPattern(String json) {
    return of(Map.of("match", json)).stream().map(ConditionRemarks::alone).toList();
  }

  /// About a filter pattern.
  public static List<ParseProblem> ofFilterPattern(String pattern) {
    return of(Map.of("filter-pattern", pattern)).stream().map(ConditionRemarks::alone).toList();
  }

  private static ParseProblem alone(ParseProblem problem) {
    return new ParseProblem(
        problem.path().replaceFirst("^(match|filter-pattern)\\.?", ""), problem.problem());
  }

  private void read(Map<?, ?> condition, String path) {
    condition.forEach((key, value) -> {
      String at = path.isEmpty() ? String.valueOf(key) : path + "." + key;
      switch (String.valueOf(key)) {
        case "match" -> match(value, at);
        case "filter-pattern" -> filter(String.valueOf(value), at);
        case "account" -> accounts(value, at);
        default -> below(value, at);
      }
    });
  }

  private void accounts(Object value, String at) {
    for (Object each : value instanceof List<?> several ? several : List.of(value)) {
      String text = String.valueOf(each);
      boolean isGlob = text.matches("[0-9*?]*") && !text.matches("[0-9]*");
      tellIf(at, isGlob ? null : KnownValues.account(text));
    }
  }

  private void below(Object value, String at) {
    if (value instanceof Map<?, ?> one) {
      read(one, at);
    } else if (value instanceof List<?> several) {
      for (int i = 0; i < several.size(); i++) {
        if (several.get(i) instanceof Map<?, ?> one) {
          read(one, at + "[" + i + "]");
        }
      }
    }
  }

  private void match(Object pattern, String at) {
    try {
      JsonNode tree =
          pattern instanceof String text ? JSON.readTree(text) : JSON.valueToTree(pattern);
      boolean enveloped = EventPattern.isEnveloped(tree);
      if (!enveloped) {
        tell(
            at,
            "matches nothing in EventBridge, where fields of the record stand under detail; here it"
                + " is matched against the record");
      }
      pattern(tree, enveloped ? "" : "detail", at);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      remarks.clear(); // a mistake, which compiling tells
    }
  }

  private void pattern(JsonNode tree, String path, String at) {
    for (Map.Entry<String, JsonNode> each : tree.properties()) {
      String key = each.getKey();
      JsonNode value = each.getValue();
      if (key.equals("$or")) {
        for (int i = 0; i < value.size(); i++) {
          pattern(value.get(i), path, at + ".$or[" + i + "]");
        }
        continue;
      }
      String field = path.isEmpty() ? key : path + "." + key;
      String where = at + "." + key;
      tellIf(where, KnownValues.ofName(field));
      if (value.isObject()) {
        pattern(value, field, where);
      }
      for (JsonNode matcher : value.isArray() ? value : JSON.createArrayNode()) {
        if (matcher.isValueNode()) {
          tellIf(where, KnownValues.ofValue(field, matcher.asText(), matcher.isTextual()));
        }
      }
    }
  }

  private void filter(String pattern, String at) {
    try {
      filter(FilterPattern.compile(pattern), at);
    } catch (InvalidConditionException e) {
      remarks.clear(); // a mistake, which compiling tells
    }
  }

  private void filter(Predicate predicate, String at) {
    if (predicate instanceof Predicate.All all) {
      all.of().forEach(each -> filter(each, at));
    } else if (predicate instanceof Predicate.Any any) {
      any.of().forEach(each -> filter(each, at));
    } else if (predicate instanceof Predicate.Not not) {
      filter(not.of(), at);
    } else if (predicate instanceof Predicate.Field field) {
      StringBuilder path = new StringBuilder("detail");
      for (FieldPath.Step step : field.path().steps()) {
        path.append('.').append(step instanceof FieldPath.Step.Key key ? key.name() : "*");
      }
      tellIf(at, KnownValues.ofName(path.toString()));
      filter(field.test(), path.toString(), at);
    }
  }

  private void filter(ValueTest test, String field, String at) {
    if (test instanceof ValueTest.OneOf one) {
      // a filter pattern writes a flag as it writes a text
      one.texts().stream()
          .filter(text -> !KnownValues.isOfFlag(field, text))
          .forEach(text -> tellIf(at, KnownValues.ofValue(field, text, true)));
    } else if (test instanceof ValueTest.Either either) {
      either.of().forEach(each -> filter(each, field, at));
    } else if (test instanceof ValueTest.Other other) {
      filter(other.than(), field, at);
    }
  }

  private void tellIf(String at, @Nullable String problem) {
    if (problem != null) {
      tell(at, problem);
    }
  }

  private void tell(String at, String problem) {
    ParseProblem remark = new ParseProblem(at, problem);
    if (!remarks.contains(remark)) {
      remarks.add(remark);
    }
  }
}
