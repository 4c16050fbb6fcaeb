package io.trailhouse.rule;

import io.trailhouse.rule.TextChain.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads conditions, by words, so that `notable` is a name.
final class ConditionParser {
  private static final int DEEPEST = 200;
  private static final Set<String> OPERATORS = Set.of("and", "or", "not");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_*]+");
  private static final String GRAMMAR =
      "Write names of search blocks joined by and, or, not, 1 of, all of and parentheses";

  private final List<String> tokens;
  private int at;
  private int depth;

  private ConditionParser(List<String> tokens) {
    this.tokens = tokens;
  }

  static Condition parse(String text) throws Refused {
    ConditionParser parser = new ConditionParser(tokens(text));
    if (parser.tokens.isEmpty()) {
      throw new Refused("the condition is empty", GRAMMAR);
    }
    Condition condition = parser.or();
    if (parser.at < parser.tokens.size()) {
      throw parser.unexpected();
    }
    return condition;
  }

  private static List<String> tokens(String text) throws Refused {
    if (text.indexOf('|') >= 0) {
      throw new Refused(
          "an aggregation behind | is Sigma's old form, which is no longer part of it",
          "Write a correlation rule: event_count, value_count or temporal");
    }
    List<String> tokens = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= text.length(); i++) {
      char each = i < text.length() ? text.charAt(i) : ' ';
      boolean ofWord = each < 128 && (Character.isLetterOrDigit(each) || "_*-".indexOf(each) >= 0);
      if (ofWord) {
        from = from < 0 ? i : from;
        continue;
      }
      if (from >= 0) {
        tokens.add(text.substring(from, i));
        from = -1;
      }
      if (each == '(' || each == ')') {
        tokens.add(String.valueOf(each));
      } else if (!Character.isWhitespace(each)) {
        throw new Refused("the character '" + each + "' has no meaning in a condition", GRAMMAR);
      }
    }
    return tokens;
  }

  private Condition or() throws Refused {
    List<Condition> all = new ArrayList<>(List.of(and()));
    while (take("or")) {
      all.add(and());
    }
    return all.size() == 1 ? all.get(0) : new Condition.Or(all);
  }

  private Condition and() throws Refused {
    List<Condition> all = new ArrayList<>(List.of(not()));
    while (take("and")) {
      all.add(not());
    }
    return all.size() == 1 ? all.get(0) : new Condition.And(all);
  }

  private Condition not() throws Refused {
    if (++depth > DEEPEST) {
      throw new Refused("the condition is nested too deep", "Split the rule");
    }
    Condition condition = take("not") ? new Condition.Not(not()) : primary();
    depth--;
    return condition;
  }

  private Condition primary() throws Refused {
    if (take("(")) {
      Condition inner = or();
      if (!take(")")) {
        throw at < tokens.size()
            ? unexpected()
            : new Refused("a parenthesis is not closed", "Close it");
      }
      return inner;
    }
    if (at == tokens.size()) {
      throw new Refused("the condition ends where a name should stand", GRAMMAR);
    }
    if (at + 1 < tokens.size() && tokens.get(at + 1).equals("of")) {
      return quantified();
    }
    String name = tokens.get(at);
    boolean operator = OPERATORS.contains(name.toLowerCase(Locale.ROOT));
    if (!NAME.matcher(name).matches() || operator) {
      throw unexpected();
    }
    at++;
    return new Condition.Name(name);
  }

  private Condition quantified() throws Refused {
    String quantity = tokens.get(at);
    if (!Set.of("1", "any", "all").contains(quantity)) {
      throw new Refused(
          "'" + quantity + " of' is no part of Sigma", "Write 1 of, any of or all of");
    }
    at += 2;
    String pattern = at < tokens.size() ? tokens.get(at) : "";
    if (!PATTERN.matcher(pattern).matches() || OPERATORS.contains(pattern)) {
      throw new Refused(
          "behind '" + quantity + " of' stands no pattern",
          "Write them, or a pattern of letters, digits, _ and * such as selection_*");
    }
    at++;
    return new Condition.Of(quantity.equals("all"), pattern);
  }

  private boolean take(String word) {
    if (at < tokens.size() && tokens.get(at).equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  private Refused unexpected() {
    String word = tokens.get(at);
    String lower = word.toLowerCase(Locale.ROOT);
    boolean shouted = !word.equals(lower) && (OPERATORS.contains(lower) || lower.equals("of"));
    return new Refused(
        "'" + word + "' is not expected there in the condition",
        shouted ? "Write " + lower + " in lower case" : GRAMMAR);
  }
}
