package io.trailhouse.select;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// The regular expressions of filter patterns: a small part of the usual language.
///
/// Source: CloudWatch Logs user guide, supported regular expressions syntax.
final class FilterRegex {
  private static final String PLAIN = ":_#=@/;,- ";
  private static final String OPERATORS = "^$?[]{}|*+.";

  private FilterRegex() {}

  /// @param at where a mistake is told
  static Pattern compile(String expression, FilterText at) throws InvalidConditionException {
    String wrong = wrong(expression);
    if (wrong == null) {
      try {
        return Pattern.compile(expression);
      } catch (PatternSyntaxException e) {
        wrong = "this regular expression is not valid: " + e.getDescription();
      }
    }
    throw at.wrong(wrong);
  }

  private static @Nullable String wrong(String expression) {
    for (int at = 0; at < expression.length(); at++) {
      char each = expression.charAt(at);
      if (each == '\\') {
        at++;
        if (at == expression.length()) {
          return "a regular expression may not end with \\";
        }
      } else if (!isPlain(each) && OPERATORS.indexOf(each) < 0) {
        return "'%c' may not stand in a regular expression of a filter pattern; write \\x%02x"
            .formatted(each, (int) each);
      }
    }
    return null;
  }

  private static boolean isPlain(char each) {
    return (each < 128 && Character.isLetterOrDigit(each)) || PLAIN.indexOf(each) >= 0;
  }
}
