package io.trailhouse.rule;

import io.trailhouse.document.Yaml;
import io.trailhouse.rule.Correlation.Bound;
import io.trailhouse.rule.Correlation.Operator;
import io.trailhouse.rule.Correlation.RuleTerm;
import io.trailhouse.rule.Correlation.Wanted;
import io.trailhouse.rule.TextChain.Refused;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what a correlation looks for.
final class CorrelationReader {
  private static final Pattern TIMESPAN = Pattern.compile("([0-9]{1,9})([smhdwMy])");
  private static final Set<String> KNOWN =
      Set.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate");
  private static final String OPERATORS = "gt, gte, lt, lte, eq and neq";

  private final Rule head;
  private final Section section;
  private final List<String> rules = new ArrayList<>();
  private Correlation.Type type = Correlation.Type.EVENT_COUNT;
  private List<String> fields = List.of();

  CorrelationReader(Rule head, Section section) {
    this.head = head;
    this.section = section;
  }

  Draft.Correlating read() {
    for (String key : section.mapping().members().keySet()) {
      if (!KNOWN.contains(key)) {
        section.wrong(key, "unknown key of a correlation", "There are " + sorted());
      }
    }
    readType();
    rules.addAll(section.textOrTexts("rules"));
    if (new HashSet<>(rules).size() < rules.size()) {
      section.wrong("rules", "a rule is here twice", "Name each rule once");
    }
    Wanted wanted = wanted();
    if (rules.isEmpty()) {
      section.wrong("rules", "it names no rule", "Name rules by id, name or title");
    }
    return new Draft.Correlating(
        head,
        section,
        type,
        List.copyOf(rules),
        List.copyOf(section.textOrTexts("group-by")),
        aliases(),
        timespan(),
        fields,
        wanted,
        section.flag("generate"));
  }

  private static String sorted() {
    return KNOWN.stream().sorted().collect(Collectors.joining(", "));
  }

  private void readType() {
    String word = section.required("type", 256, "Write event_count, for example");
    for (Correlation.Type each : Correlation.Type.values()) {
      if (each.word().equals(word)) {
        type = each;
        return;
      }
    }
    if (!word.isEmpty()) {
      section.wrong(
          "type",
          "there is no correlation type '" + word + "'",
          "There are "
              + Arrays.stream(Correlation.Type.values())
                  .map(Correlation.Type::word)
                  .collect(Collectors.joining(", ")));
    }
  }

  private Duration timespan() {
    String text = section.required("timespan", 256, "Write one such as 10m");
    Matcher span = TIMESPAN.matcher(text);
    if (!span.matches()) {
      if (!text.isEmpty()) {
        section.wrong(
            "timespan", "'" + text + "' is no time", "Write 30s, 10m, 1h, 7d, 2w, 1M, 1y");
      }
      return Duration.ZERO;
    }
    long seconds =
        switch (span.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          case "w" -> 604_800;
          case "M" -> 2_629_746; // a twelfth of the mean year
          default -> 31_556_952;
        };
    long count = Long.parseLong(span.group(1));
    if (count == 0) {
      section.wrong("timespan", "no time at all", "Write one such as 10m");
    }
    return Duration.ofSeconds(count * seconds);
  }

  private Map<String, Map<String, String>> aliases() {
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    Section all = section.section("aliases");
    if (all != null) {
      for (String alias : all.mapping().members().keySet()) {
        Map<String, String> byRule = new LinkedHashMap<>();
        Section one = all.section(alias);
        if (one == null) {
          all.wrong(alias, "an alias has a field for each rule", "Write rule: field below it");
          continue;
        }
        for (String rule : one.mapping().members().keySet()) {
          byRule.put(rule, one.required(rule, 1_000, "Write the field's path"));
        }
        aliases.put(alias, byRule);
      }
    }
    return aliases;
  }

  private Wanted wanted() {
    Yaml condition = section.value("condition");
    if (condition instanceof Yaml.Scalar text && text.kind() == Yaml.Kind.TEXT) {
      return expressed(text);
    }
    Section map = section.section("condition");
    if (map == null) {
      if (!type.isTemporal() && condition == null) {
        section.wrong("condition", "it is missing", "Write gte: and a number below condition:");
      }
      BigDecimal all = BigDecimal.valueOf(rules.size());
      return new Wanted.Within(List.of(new Bound(Operator.GTE, all)), null);
    }
    List<Bound> bounds = bounds(map);
    fields = map.textOrTexts("field");
    BigDecimal percentile = percentile(map);
    checkFields(map);
    checkBounds(bounds);
    return new Wanted.Within(bounds, percentile);
  }

  private List<Bound> bounds(Section map) {
    List<Bound> bounds = new ArrayList<>();
    for (Map.Entry<String, Yaml.Entry> member : map.mapping().members().entrySet()) {
      String key = member.getKey();
      if (key.equals("field") || key.equals("percentile")) {
        continue;
      }
      Operator operator = operator(key);
      BigDecimal number =
          member.getValue().value() instanceof Yaml.Scalar scalar ? scalar.number() : null;
      if (operator == null) {
        map.wrong(key, "unknown operator", "There are " + OPERATORS);
      } else if (number == null) {
        map.wrong(key, "it must be a number", "Write a number without quotes");
      } else {
        bounds.add(new Bound(operator, number));
      }
    }
    return bounds;
  }

  private static @Nullable Operator operator(String key) {
    for (Operator operator : Operator.values()) {
      if (operator.name().toLowerCase(Locale.ROOT).equals(key)) {
        return operator;
      }
    }
    return null;
  }

  private @Nullable BigDecimal percentile(Section map) {
    Yaml value = map.value("percentile");
    BigDecimal number = value instanceof Yaml.Scalar scalar ? scalar.number() : null;
    if (type == Correlation.Type.VALUE_PERCENTILE) {
      boolean sound =
          number != null && number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0;
      if (!sound) {
        map.wrong("percentile", "it must be a number from 0 to 100", "Write percentile: 95");
        return BigDecimal.ZERO;
      }
      return number;
    }
    if (value != null) {
      map.wrong("percentile", "only value_percentile has it", "Take it out or change the type");
    }
    return null;
  }

  private void checkFields(Section map) {
    boolean wantsField = type == Correlation.Type.VALUE_COUNT || type.isNumeric();
    if (wantsField && fields.isEmpty()) {
      map.wrong("field", type.word() + " needs a field", "Write field: and its path");
    } else if (!wantsField && !fields.isEmpty()) {
      map.wrong("field", type.word() + " has no field", "Take it out or change the type");
    } else if (type.isNumeric() && fields.size() > 1) {
      map.wrong("field", type.word() + " takes one field", "Write one path");
    }
  }

  /// Refuses what can only be true, or false, while no event comes: it is looked at events alone.
  private void checkBounds(List<Bound> bounds) {
    if (bounds.isEmpty() || bounds.size() > 2) {
      section.wrong("condition", "it needs one or two operators", "There are " + OPERATORS);
      return;
    }
    boolean all =
        bounds.size() == 1
            && (bounds.get(0).operator() == Operator.GTE || bounds.get(0).operator() == Operator.EQ)
            && bounds.get(0).operand().compareTo(BigDecimal.valueOf(rules.size())) == 0;
    if (type == Correlation.Type.TEMPORAL_ORDERED && !all) {
      section.wrong(
          "condition",
          "an order is complete with all of its rules",
          "Leave condition out, or write gte with the number of rules");
    }
    if (!type.isNumeric() && isTrueOfOne(bounds)) {
      section.wrong(
          "condition",
          "it is true of the first event already: too few events are known only when their time"
              + " has passed, and correlations are looked at when an event comes",
          "Write gt, gte or eq with a greater number");
    } else if (!type.isNumeric() && !bounds.stream().allMatch(CorrelationReader::canHold)) {
      section.wrong("condition", "no event can make it true", "Write a number above 0");
    }
  }

  /// Whether nothing in the bounds asks for more than one event.
  private static boolean isTrueOfOne(List<Bound> bounds) {
    return bounds.stream()
        .allMatch(bound ->
            bound.operator() == Operator.LT
                || bound.operator() == Operator.LTE
                || bound.operator() == Operator.NEQ);
  }

  private static boolean canHold(Bound bound) {
    return switch (bound.operator()) {
      case LT -> bound.operand().compareTo(BigDecimal.ONE) > 0;
      case LTE, EQ -> bound.operand().compareTo(BigDecimal.ONE) >= 0;
      default -> true;
    };
  }

  private Wanted expressed(Yaml.Scalar text) {
    Wanted none = new Wanted.Expressed(new RuleTerm.And(List.of()));
    if (type != Correlation.Type.TEMPORAL) {
      section.wrong(
          "condition", "only temporal takes an expression of rules", "Write gte: and a number");
      return none;
    }
    try {
      boolean derived = rules.isEmpty();
      RuleTerm term = term(ConditionParser.parse(text.text()), derived);
      if (isTrueOfNothing(term)) {
        throw new Refused(
            "it is true where none of its rules matches, and no event tells of that",
            "Name a rule that must match: a and not b");
      }
      return new Wanted.Expressed(term);
    } catch (Refused e) {
      section.wrong("condition", e.problem(), e.remedy());
      return none;
    }
  }

  private RuleTerm term(Condition condition, boolean derived) throws Refused {
    if (condition instanceof Condition.And and) {
      return new RuleTerm.And(terms(and.of(), derived));
    }
    if (condition instanceof Condition.Or or) {
      return new RuleTerm.Or(terms(or.of(), derived));
    }
    if (condition instanceof Condition.Not not) {
      return new RuleTerm.Not(term(not.of(), derived));
    }
    if (condition instanceof Condition.Of of) {
      return quantified(of);
    }
    String name = ((Condition.Name) condition).name();
    if (!rules.contains(name)) {
      if (!derived) {
        throw new Refused(
            "'" + name + "' does not stand in rules", "There are " + String.join(", ", rules));
      }
      rules.add(name);
    }
    return new RuleTerm.Matched(rules.indexOf(name));
  }

  private List<RuleTerm> terms(List<Condition> all, boolean derived) throws Refused {
    List<RuleTerm> terms = new ArrayList<>();
    for (Condition one : all) {
      terms.add(term(one, derived));
    }
    return List.copyOf(terms);
  }

  private RuleTerm quantified(Condition.Of of) throws Refused {
    String wanted = of.pattern().equals("them") ? "*" : of.pattern();
    Pattern names = Pattern.compile(wanted.replaceAll("\\*+", ".*"));
    List<RuleTerm> matched = new ArrayList<>();
    for (int number = 0; number < rules.size(); number++) {
      if (names.matcher(rules.get(number)).matches()) {
        matched.add(new RuleTerm.Matched(number));
      }
    }
    if (matched.isEmpty()) {
      throw new Refused("'" + of.pattern() + "' names none of the rules", "List them in rules");
    }
    return of.all() ? new RuleTerm.And(matched) : new RuleTerm.Or(matched);
  }

  private static boolean isTrueOfNothing(RuleTerm term) {
    if (term instanceof RuleTerm.And and) {
      return and.of().stream().allMatch(CorrelationReader::isTrueOfNothing);
    }
    if (term instanceof RuleTerm.Or or) {
      return or.of().stream().anyMatch(CorrelationReader::isTrueOfNothing);
    }
    return term instanceof RuleTerm.Not not && !isTrueOfNothing(not.of());
  }
}
