package io.trailhouse.select;

import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A CloudWatch Logs filter pattern, for JSON (`{ $.eventName = "x" }`) or of terms.
///
/// Where the user guide is silent: a number also equals a string that says it, and so do `true` and
/// `false`; null differs from every value; what is absent, an object or an array neither equals nor
/// differs; terms are found anywhere in the record's text. Source: CloudWatch Logs user guide,
/// filter and pattern syntax.
public final class FilterPattern {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private final FilterText text;
  private int starsInAll;
  private int expressions;

  private FilterPattern(String pattern) {
    this.text = new FilterText(pattern);
  }

  /// Compiles a pattern.
  ///
  /// @throws InvalidConditionException with the place of the mistake, counted in characters from 1
  public static Predicate compile(String pattern) throws InvalidConditionException {
    String stripped = pattern.strip();
    if (stripped.startsWith("{")) {
      return new FilterPattern(pattern).whole();
    }
    if (stripped.startsWith("[")) {
      throw new InvalidConditionException(
          "", "a pattern of space-delimited fields fits no JSON record; write { $.field = value }");
    }
    return TermPattern.of(pattern).predicate();
  }

  private Predicate whole() throws InvalidConditionException {
    text.expect("{");
    Predicate predicate = or();
    refuseWords();
    text.expect("}");
    if (!text.isAtEnd()) {
      throw text.wrong("nothing may follow the closing }");
    }
    if (starsInAll > 3) {
      throw text.wrong("a pattern may have three wildcard selectors at the most");
    }
    if (expressions > 2) {
      throw text.wrong("a pattern may have two regular expressions at the most");
    }
    return predicate;
  }

  /// Words of other languages stand where an operator should.
  private void refuseWords() throws InvalidConditionException {
    for (String word : List.of("AND", "and", "OR", "or")) {
      if (text.takesWord(word)) {
        throw text.wrong(
            "write %s in place of %s".formatted(word.equalsIgnoreCase("and") ? "&&" : "||", word));
      }
    }
  }

  private Predicate or() throws InvalidConditionException {
    List<Predicate> parts = new ArrayList<>();
    do {
      parts.add(and());
    } while (text.takes("||"));
    return Predicate.any(parts);
  }

  private Predicate and() throws InvalidConditionException {
    List<Predicate> parts = new ArrayList<>();
    do {
      parts.add(term());
    } while (text.takes("&&"));
    return Predicate.all(parts);
  }

  private Predicate term() throws InvalidConditionException {
    if (text.takes("(")) {
      Predicate inner = or();
      refuseWords();
      text.expect(")");
      return inner;
    }
    FieldPath path = selector();
    for (String operator : List.of("!=", ">=", "<=", "=", ">", "<")) {
      if (text.takes(operator)) {
        return comparison(path, operator);
      }
    }
    if (text.takesWord("IS")) {
      return is(path);
    }
    if (text.takesWord("NOT")) {
      if (!text.takesWord("EXISTS")) {
        throw text.wrong("NOT is followed by EXISTS and by nothing else");
      }
      return new Predicate.Not(new Predicate.Field(path, new ValueTest.Present()));
    }
    throw text.wrong("expected one of = != > < >= <=, IS NULL, IS TRUE, IS FALSE or NOT EXISTS");
  }

  private Predicate is(FieldPath path) throws InvalidConditionException {
    if (text.takesWord("NULL")) {
      return new Predicate.Field(path, new ValueTest.Null());
    }
    if (text.takesWord("TRUE")) {
      return new Predicate.Field(path, new ValueTest.Flag(true));
    }
    if (text.takesWord("FALSE")) {
      return new Predicate.Field(path, new ValueTest.Flag(false));
    }
    throw text.wrong("IS is followed by NULL, TRUE or FALSE");
  }

  private FieldPath selector() throws InvalidConditionException {
    if (!text.takes("$")) {
      throw text.wrong("expected a field, such as $.eventName");
    }
    List<FieldPath.Step> steps = new ArrayList<>();
    boolean starred = false;
    while (text.isNext('.') || text.isNext('[')) {
      FieldPath.Step step = text.step();
      boolean star = !(step instanceof FieldPath.Step.Key || step instanceof FieldPath.Step.Index);
      if (star && starred) {
        throw text.wrong("a selector may have one wildcard");
      }
      starred |= star;
      steps.add(step);
    }
    if (steps.isEmpty()) {
      throw text.wrong("a field begins with $. as in $.eventName");
    }
    starsInAll += starred ? 1 : 0;
    return new FieldPath(steps, false);
  }

  private Predicate comparison(FieldPath path, String operator) throws InvalidConditionException {
    FilterText.Word value = text.value();
    if (operator.equals("=") || operator.equals("!=")) {
      ValueTest equal = equal(value);
      ValueTest wanted =
          operator.equals("=")
              ? equal
              : new ValueTest.Other(
                  new ValueTest.Either(List.of(equal, new ValueTest.Structure())));
      return new Predicate.Field(path, wanted);
    }
    if (value.kind() != FilterText.Kind.BARE || !NUMBER.matcher(value.text()).matches()) {
      throw text.wrong("%s compares numbers, but %s is not one".formatted(operator, value.text()));
    }
    ValueTest.Comparison comparison =
        switch (operator) {
          case "<" -> ValueTest.Comparison.LESS;
          case "<=" -> ValueTest.Comparison.AT_MOST;
          case ">" -> ValueTest.Comparison.GREATER;
          default -> ValueTest.Comparison.AT_LEAST;
        };
    return new Predicate.Field(
        path, new ValueTest.Compared(comparison, new BigDecimal(value.text()), false));
  }

  private ValueTest equal(FilterText.Word value) throws InvalidConditionException {
    if (value.kind() == FilterText.Kind.REGEX) {
      expressions++;
      return new ValueTest.Regex(
          FilterRegex.compile(value.text(), text), ValueTest.Reading.SCALARS);
    }
    if (value.text().indexOf('*') >= 0) {
      return glob(value.text());
    }
    ValueTest same = new ValueTest.OneOf(Set.of(value.text()), true, ValueTest.Reading.SCALARS);
    return value.kind() == FilterText.Kind.BARE && NUMBER.matcher(value.text()).matches()
        ? new ValueTest.Either(
            List.of(
                same,
                new ValueTest.Compared(
                    ValueTest.Comparison.EQUAL, new BigDecimal(value.text()), false)))
        : same;
  }

  private static ValueTest glob(String text) {
    List<Integer> tokens =
        text.codePoints()
            .mapToObj(each -> each == '*' ? ValueTest.Glob.MANY : Integer.valueOf(each))
            .toList();
    return new ValueTest.Glob(tokens, true, ValueTest.Reading.SCALARS);
  }
}
