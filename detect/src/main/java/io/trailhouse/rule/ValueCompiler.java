package io.trailhouse.rule;

import io.trailhouse.document.Yaml;
import io.trailhouse.match.Network;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import io.trailhouse.match.ValueTest.Comparison;
import io.trailhouse.match.ValueTest.Reading;
import io.trailhouse.rule.TextChain.Refused;
import java.math.BigDecimal;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Compiles one value of a rule to the tests of which one must pass.
final class ValueCompiler {
  private static final int MOST_SHOWN = 100;

  private final TextChain chain;

  ValueCompiler(TextChain chain) {
    this.chain = chain;
  }

  List<ValueTest> tests(Yaml.Scalar value, ModifierList modifiers) throws Refused {
    if (modifiers.of(Modifier.Kind.ORDER) != null || modifiers.of(Modifier.Kind.TIME) != null) {
      return List.of(number(value, modifiers));
    }
    if (modifiers.has(Modifier.RE)) {
      return List.of(regex(value, modifiers));
    }
    if (value.kind() != Yaml.Kind.TEXT) {
      requireNoModifiers(modifiers);
      BigDecimal number = value.number();
      return List.of(
          number != null
              ? new ValueTest.Compared(Comparison.EQUAL, number, true)
              : new ValueTest.Text(ValueTest.How.WHOLE, value.text(), false, Reading.EVERYTHING));
    }
    List<ValueTest> tests = new ArrayList<>();
    for (SigmaText text : chain.apply(SigmaText.of(value.text()), modifiers)) {
      tests.add(text.test(modifiers.has(Modifier.CASED)));
    }
    return tests;
  }

  /// Refuses a number, a flag or null that has modifiers for text.
  static void requireNoModifiers(ModifierList modifiers) throws Refused {
    for (Modifier modifier : modifiers.all()) {
      if (modifier.kind() != Modifier.Kind.LIST) {
        throw new Refused(
            modifier.word() + " takes text, but this is not text", "Put the value in quotes");
      }
    }
  }

  private static ValueTest number(Yaml.Scalar value, ModifierList modifiers) throws Refused {
    BigDecimal number = value.number();
    Modifier order = modifiers.of(Modifier.Kind.ORDER);
    Modifier part = modifiers.of(Modifier.Kind.TIME);
    if (number == null) {
      String word = order != null ? order.word() : part == null ? "" : part.word();
      throw new Refused(word + " takes a number", "Write a number without quotes");
    }
    Comparison comparison = order == null ? Comparison.EQUAL : comparison(order);
    return part == null
        ? new ValueTest.Compared(comparison, number, true)
        : new ValueTest.TimePart(field(part), comparison, number);
  }

  private static Comparison comparison(Modifier order) {
    return switch (order) {
      case LT -> Comparison.LESS;
      case LTE -> Comparison.AT_MOST;
      case GT -> Comparison.GREATER;
      default -> Comparison.AT_LEAST;
    };
  }

  private static TemporalField field(Modifier part) {
    return switch (part) {
      case MINUTE -> ChronoField.MINUTE_OF_HOUR;
      case HOUR -> ChronoField.HOUR_OF_DAY;
      case DAY -> ChronoField.DAY_OF_MONTH;
      case WEEK -> IsoFields.WEEK_OF_WEEK_BASED_YEAR;
      case MONTH -> ChronoField.MONTH_OF_YEAR;
      default -> ChronoField.YEAR;
    };
  }

  List<ValueTest> cidr(Yaml.Scalar value, ModifierList modifiers) throws Refused {
    requireText(value, "cidr");
    List<ValueTest> networks = new ArrayList<>();
    for (SigmaText text : chain.apply(SigmaText.of(value.text()), modifiers)) {
      Network network = text.hasWildcard() ? null : Network.of(text.text());
      if (network == null) {
        throw new Refused(
            "'" + text.text() + "' is no network", "Write one such as 10.0.0.0/8 or 2001:db8::/32");
      }
      if (network.hasHostBits()) {
        throw new Refused(
            "'" + text.text() + "' has bits set behind its prefix",
            "Write the network's own address, or a longer prefix");
      }
      networks.add(new ValueTest.Cidr(network));
    }
    return networks;
  }

  private static void requireText(Yaml.Scalar value, String word) throws Refused {
    if (value.kind() != Yaml.Kind.TEXT) {
      throw new Refused(word + " takes text, but this is not text", "Put the value in quotes");
    }
  }

  private ValueTest regex(Yaml.Scalar value, ModifierList modifiers) throws Refused {
    requireText(value, "re");
    String expression =
        modifiers.has(Modifier.EXPAND) ? chain.expandedExpression(value.text()) : value.text();
    if (modifiers.has(Modifier.STARTSWITH)) {
      expression = "\\A(?:" + expression + ")";
    } else if (modifiers.has(Modifier.ENDSWITH)) {
      expression = "(?:" + expression + ")\\z";
    }
    // a line ends at \n alone, as elsewhere
    int flags = Pattern.UNIX_LINES | Pattern.UNICODE_CASE;
    flags |= modifiers.has(Modifier.IGNORECASE) ? Pattern.CASE_INSENSITIVE : 0;
    flags |= modifiers.has(Modifier.MULTILINE) ? Pattern.MULTILINE : 0;
    flags |= modifiers.has(Modifier.DOTALL) ? Pattern.DOTALL : 0;
    try {
      return new ValueTest.Regex(Pattern.compile(expression, flags), Reading.EVERYTHING);
    } catch (PatternSyntaxException e) {
      String shown = value.text();
      shown = shown.length() > MOST_SHOWN ? shown.substring(0, MOST_SHOWN) + "..." : shown;
      String at = e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1);
      throw new Refused(
          "'%s' is no regular expression: %s".formatted(shown, e.getDescription()),
          "Fix it" + at + "; it is read by java.util.regex");
    } catch (StackOverflowError e) {
      throw new Refused("the regular expression is nested too deep", "Write it flatter");
    }
  }

  /// A test of the whole record's text.
  Predicate keyword(Yaml.Scalar value, ModifierList modifiers) throws Refused {
    Modifier misplaced = misplaced(modifiers);
    if (misplaced != null) {
      throw new Refused(
          misplaced.word() + " needs a field, and a keyword is looked for in the whole record",
          "Write a field's name ahead of the |");
    }
    if (value.kind() == Yaml.Kind.NOTHING) {
      throw new Refused("null is no keyword", "Write a text");
    }
    if (modifiers.has(Modifier.RE)) {
      return new Predicate.WholeText(regex(value, modifiers));
    }
    List<Predicate> each = new ArrayList<>();
    for (SigmaText text : chain.apply(SigmaText.of(value.text()), modifiers)) {
      each.add(new Predicate.WholeText(text.open(true, true).test(modifiers.has(Modifier.CASED))));
    }
    return Predicate.any(each);
  }

  private static @Nullable Modifier misplaced(ModifierList modifiers) {
    for (Modifier each : modifiers.all()) {
      boolean placed = each.kind() == Modifier.Kind.PLACE && each != Modifier.CONTAINS;
      boolean means = each.kind() == Modifier.Kind.MEANS && each != Modifier.RE;
      boolean number = each.kind() == Modifier.Kind.ORDER || each.kind() == Modifier.Kind.TIME;
      if (placed || means || number) {
        return each;
      }
    }
    return null;
  }
}
