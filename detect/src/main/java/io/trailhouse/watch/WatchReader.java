package io.trailhouse.watch;

import io.trailhouse.finding.Level;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.select.Condition;
import io.trailhouse.select.FilterPattern;
import io.trailhouse.select.InvalidConditionException;
import io.trailhouse.select.ParseProblem;
import io.trailhouse.watch.MetricAlarm.Alarm;
import io.trailhouse.watch.MetricAlarm.Comparison;
import io.trailhouse.watch.MetricAlarm.Metric;
import io.trailhouse.watch.MetricAlarm.Missing;
import io.trailhouse.watch.MetricAlarm.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a rule document: Sigma's keys, and `trailhouse` in place of `detection`.
public final class WatchReader {
  private static final List<String> TYPES =
      List.of("metric-alarm", "first-seen", "call-rate", "error-rate");
  private static final Map<String, Statistic> STATISTICS =
      Map.of(
          "Sum", Statistic.SUM,
          "SampleCount", Statistic.SAMPLE_COUNT,
          "Average", Statistic.AVERAGE,
          "Minimum", Statistic.MINIMUM,
          "Maximum", Statistic.MAXIMUM);
  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "GreaterThanOrEqualToThreshold", Comparison.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
          ">=", Comparison.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
          "GreaterThanThreshold", Comparison.GREATER_THAN_THRESHOLD,
          ">", Comparison.GREATER_THAN_THRESHOLD,
          "LessThanThreshold", Comparison.LESS_THAN_THRESHOLD,
          "<", Comparison.LESS_THAN_THRESHOLD,
          "LessThanOrEqualToThreshold", Comparison.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
          "<=", Comparison.LESS_THAN_OR_EQUAL_TO_THRESHOLD);
  private static final Map<String, Missing> MISSING =
      Map.of(
          "missing", Missing.MISSING,
          "notBreaching", Missing.NOT_BREACHING,
          "breaching", Missing.BREACHING,
          "ignore", Missing.IGNORE);
  private static final Map<String, FirstSeen.Key> KEYS =
      Map.of(
          "principal", FirstSeen.Key.PRINCIPAL,
          "role", FirstSeen.Key.ROLE,
          "account", FirstSeen.Key.ACCOUNT,
          "organization", FirstSeen.Key.ORGANIZATION);
  private static final Map<String, FirstSeen.Value> VALUES =
      Map.of(
          "ip", FirstSeen.Value.IP,
          "country", FirstSeen.Value.COUNTRY,
          "asn", FirstSeen.Value.ASN,
          "user-agent", FirstSeen.Value.USER_AGENT,
          "region", FirstSeen.Value.REGION,
          "api", FirstSeen.Value.API);
  private static final Map<String, RateRule.By> BY =
      Map.of("principal", RateRule.By.PRINCIPAL, "account-region", RateRule.By.ACCOUNT_AND_REGION);
  private static final Map<String, RateRule.Calls> CALLS =
      Map.of("management", RateRule.Calls.MANAGEMENT, "data", RateRule.Calls.DATA);

  private final List<ParseProblem> problems = new ArrayList<>();
  private final WatchTree top;
  private final WatchTree body;
  private final WatchRule rule;

  private WatchReader(Map<?, ?> document) {
    top = new WatchTree(document, "", problems);
    if (top.value("detection") != null) {
      top.wrong("detection", "a rule has either detection or trailhouse");
    }
    body = new WatchTree(top.map("trailhouse"), "trailhouse", problems);
    String title = top.needed("title");
    String id = top.text("id");
    String description = top.text("description");
    String next = body.text("next");
    rule =
        new WatchRule(
            id == null || id.isBlank() ? title : id,
            title,
            description == null ? "" : description,
            next == null ? "" : next,
            level(),
            List.copyOf(top.texts("tags")),
            WatchRule.digest(canonical(withoutAdvice(document)), List.of()));
  }

  /// Whether a document is one of these rules, rather than a Sigma rule, which may have advice and
  /// examples under the same key.
  public static boolean isWatch(Map<?, ?> document) {
    return document.get("trailhouse") instanceof Map<?, ?> body && body.containsKey("type");
  }

  /// Reads one document.
  ///
  /// @param document as a YAML parser gives it: maps, lists, texts, numbers and booleans
  /// @throws InvalidConditionException with everything that is wrong, each with the path of its key
  public static WatchSpec read(Map<?, ?> document) throws InvalidConditionException {
    WatchReader reader = new WatchReader(document);
    WatchSpec spec = reader.read();
    if (spec == null || !reader.problems.isEmpty()) {
      throw new InvalidConditionException(reader.problems);
    }
    return spec;
  }

  private Level level() {
    String word = top.text("level");
    Level level = word == null ? Level.MEDIUM : Level.named(word);
    if (level == null) {
      top.wrong("level", "expected informational, low, medium, high or critical");
      return Level.MEDIUM;
    }
    return level;
  }

  private @Nullable WatchSpec read() {
    String type = body.needed("type");
    WatchSpec spec =
        switch (type) {
          case "metric-alarm" -> metricAlarm();
          case "first-seen" -> firstSeen();
          case "call-rate" -> rate(RateRule.Kind.CALL_RATE);
          case "error-rate" -> rate(RateRule.Kind.ERROR_RATE);
          default -> null;
        };
    if (TYPES.contains(type)) {
      body.refuseOthers();
    } else if (!type.isEmpty()) {
      body.wrong("type", "expected one of " + String.join(", ", TYPES));
    }
    return spec;
  }

  private @Nullable WatchSpec metricAlarm() {
    body.text("metric");
    String pattern = body.needed("filter-pattern");
    Predicate filter = new Predicate.Always(false);
    try {
      filter = FilterPattern.compile(pattern);
    } catch (InvalidConditionException e) {
      body.add("filter-pattern", e.problems());
    }
    if (pattern.length() > 1_024) {
      body.wrong("filter-pattern", "a pattern has 1024 characters at the most");
    }
    String value = body.text("value");
    FieldPath valueOf = value != null && value.startsWith("$") ? selector("value", value) : null;
    double number = value != null && value.startsWith("$") ? 0 : body.number("value", 1);
    Double absent = body.value("default") == null ? null : body.number("default", 0);
    Map<String, FieldPath> dimensions = new LinkedHashMap<>();
    body.map("dimensions")
        .forEach((name, field) -> {
          FieldPath path = selector("dimensions." + name, String.valueOf(field));
          if (path != null) {
            dimensions.put(String.valueOf(name), path);
          }
        });
    if (dimensions.size() > 3) {
      body.wrong("dimensions", "a metric has three dimensions at the most");
    }
    if (!dimensions.isEmpty() && absent != null) {
      body.wrong("default", "a metric has either a default value or dimensions");
    }
    Alarm alarm = alarm();
    return problems.isEmpty() && alarm != null
        ? new MetricAlarm(
            rule, new Metric(pattern, filter, number, valueOf, absent, dimensions), alarm)
        : null;
  }

  private @Nullable Alarm alarm() {
    Statistic statistic = body.choice("statistic", STATISTICS, Statistic.SUM);
    Comparison comparison =
        body.choice("comparison", COMPARISONS, Comparison.GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
    body.needed("threshold");
    double threshold = body.number("threshold", 1);
    Duration period = body.time("period", Duration.ofMinutes(5));
    long seconds = period.toSeconds();
    if (seconds < 60 || seconds > 86_400 || seconds % 60 != 0) {
      body.wrong("period", "expected whole minutes, from 1m to 1d");
      return null;
    }
    int most = (int) Math.min(10_080, 604_800 / seconds);
    int periods = body.whole("evaluation-periods", 1, 1, most);
    int toAlarm = body.whole("datapoints-to-alarm", periods, 1, periods);
    Missing missing = body.choice("treat-missing-data", MISSING, Missing.MISSING);
    int usualRange = Alarm.rangeOf(periods);
    int range = body.whole("evaluation-range", usualRange, periods, periods + 2);
    return new Alarm(statistic, comparison, threshold, period, periods, toAlarm, missing, range);
  }

  /// The path of a selector such as `$.userIdentity.arn`, read by the pattern language itself.
  private @Nullable FieldPath selector(String key, String text) {
    try {
      if (FilterPattern.compile("{ " + text + " NOT EXISTS }") instanceof Predicate.Not not
          && not.of() instanceof Predicate.Field field) {
        return field.path();
      }
    } catch (InvalidConditionException e) {
      // said below
    }
    body.wrong(key, "expected a field such as $.userIdentity.arn, not " + text);
    return null;
  }

  private @Nullable WatchSpec firstSeen() {
    String name = body.text("field");
    FieldPath field = name == null ? null : FieldPath.dotted(name);
    FirstSeen.Value value = body.choice("value", VALUES, FirstSeen.Value.FIELD);
    if ((body.value("value") != null) == (field != null)) {
      body.wrong("value", "a rule names either a value or a field");
    }
    body.needed("for");
    FirstSeen.Key key = body.choice("for", KEYS, FirstSeen.Key.PRINCIPAL);
    Predicate condition = condition();
    Duration learning = body.time("learning", Duration.ofDays(14));
    Duration forgetting = "never".equals(body.value("forgetting")) ? null : body.time("forgetting");
    if (forgetting != null && forgetting.isZero()) {
      body.wrong("forgetting", "expected a time or never");
    }
    return problems.isEmpty()
        ? new FirstSeen(rule, key, value, field, condition, learning, forgetting)
        : null;
  }

  private @Nullable WatchSpec rate(RateRule.Kind kind) {
    RateRule.Limits usual = RateRule.Limits.DEFAULTS;
    body.needed("for");
    RateRule.By by = body.choice("for", BY, RateRule.By.PRINCIPAL);
    RateRule.Calls calls = body.choice("calls", CALLS, RateRule.Calls.MANAGEMENT);
    Predicate condition = condition();
    double deviations = body.number("deviations", usual.deviations());
    if (deviations < 0) {
      body.wrong("deviations", "expected a number from 0 on");
    }
    int minimum = body.whole("minimum", (int) usual.minimum(), 1, 1_000_000_000);
    Duration quiet = body.time("quiet", Duration.ofMinutes(usual.quietMinutes()));
    if (quiet.toSeconds() % 60 != 0 || quiet.toMinutes() < 1 || quiet.toMinutes() > 1_440) {
      body.wrong("quiet", "expected whole minutes, from 1m to 1d");
    }
    Duration history = body.time("history", usual.history());
    if (history.toSeconds() % 86_400 != 0 || history.toDays() > 7) {
      body.wrong("history", "expected whole days, from 0d to 7d");
    }
    return problems.isEmpty()
        ? new RateRule(
            rule,
            kind,
            by,
            calls,
            condition,
            new RateRule.Limits(deviations, minimum, (int) quiet.toMinutes(), history))
        : null;
  }

  private Predicate condition() {
    Map<?, ?> when = body.map("when");
    if (!when.isEmpty()) {
      try {
        return Condition.compile(when);
      } catch (InvalidConditionException e) {
        body.add("when", e.problems());
      }
    }
    return new Predicate.Always(true);
  }

  /// Advice to people changes nothing that is remembered, so no rule begins anew because of it.
  private static Map<Object, Object> withoutAdvice(Map<?, ?> document) {
    Map<Object, Object> rest = new LinkedHashMap<>(document);
    if (document.get("trailhouse") instanceof Map<?, ?> body) {
      Map<Object, Object> others = new LinkedHashMap<>(body);
      others.remove("next");
      rest.put("trailhouse", others);
    }
    return rest;
  }

  /// One text for all documents that say the same, whatever order their keys stand in.
  private static String canonical(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .sorted(Comparator.comparing(each -> String.valueOf(each.getKey())))
          .map(each -> each.getKey() + ": " + canonical(each.getValue()))
          .toList()
          .toString();
    }
    return tree instanceof List<?> list
        ? list.stream().map(WatchReader::canonical).toList().toString()
        : String.valueOf(tree);
  }
}
