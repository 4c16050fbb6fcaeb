package io.trailhouse.match;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds a text that must stand wherever a regular expression matches, so that most texts can be
/// refused by a plain search. It reads the simple part of the language and says nothing of the
/// rest.
final class RegexNeedle {
  private static final int SHORTEST = 3;

  /// Escapes of one letter that stand for no certain character.
  private static final String CLASSES = "dDsSwWbBAzZ";

  private final String expression;
  private int at;
  private int depth;
  private final StringBuilder run = new StringBuilder();
  private String longest = "";

  private RegexNeedle(String expression) {
    this.expression = expression;
  }

  /// The longest such text that was found, in ASCII; null without one.
  static @Nullable String of(Pattern pattern) {
    int flags = Pattern.CASE_INSENSITIVE | Pattern.COMMENTS | Pattern.LITERAL | Pattern.CANON_EQ;
    RegexNeedle needle = new RegexNeedle(pattern.pattern());
    boolean read = (pattern.flags() & flags) == 0 && needle.read();
    return read && needle.longest.length() >= SHORTEST ? needle.longest : null;
  }

  /// False where it is not sure of what it reads.
  private boolean read() {
    while (at < expression.length()) {
      if (!readOne(expression.charAt(at++))) {
        return false;
      }
    }
    endRun();
    return depth == 0;
  }

  private boolean readOne(char each) {
    switch (each) {
      case '\\' -> {
        return readEscape();
      }
      case '[' -> {
        endRun();
        return skipClass();
      }
      case '(' -> {
        endRun();
        depth++;
        return !expression.startsWith("?", at) || expression.startsWith("?:", at);
      }
      case ')' -> {
        endRun();
        depth--;
        return depth >= 0;
      }
      case '|' -> {
        return depth > 0;
      }
      case '*', '?', '{' -> {
        run.setLength(Math.max(0, run.length() - 1)); // it may stand there no time
        endRun();
        return each != '{' || skipCount();
      }
      case '.', '^', '$', '+' -> endRun();
      default -> literal(each);
    }
    return true;
  }

  private void literal(char each) {
    if (each < 128) {
      run.append(each);
    } else {
      endRun();
    }
  }

  private boolean readEscape() {
    if (at == expression.length()) {
      return false;
    }
    char each = expression.charAt(at++);
    if (CLASSES.indexOf(each) >= 0) {
      endRun();
      return true;
    }
    if (each >= 128 || Character.isLetterOrDigit(each)) {
      return false;
    }
    run.append(each);
    return true;
  }

  private boolean skipCount() {
    int end = expression.indexOf('}', at);
    at = end + 1;
    return end >= 0;
  }

  /// Classes within classes and a bracket that closes none are left alone.
  private boolean skipClass() {
    at += expression.startsWith("^", at) ? 1 : 0;
    if (expression.startsWith("]", at)) {
      return false;
    }
    while (at < expression.length()) {
      char each = expression.charAt(at++);
      if (each == ']') {
        return true;
      }
      if (each == '[') {
        return false;
      }
      if (each == '\\'
          && (at == expression.length() || "QE".indexOf(expression.charAt(at++)) >= 0)) {
        return false;
      }
    }
    return false;
  }

  private void endRun() {
    if (depth == 0 && run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
  }
}
