package io.trailhouse.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a statement, said for people: line and column, the line itself and a caret under the
/// place.
public final class SqlPlace {
  private static final int WIDTH = 96;

  private static final Pattern TOLD =
      Pattern.compile("line (\\d{1,9}), column (\\d{1,9})\\R.*", Pattern.DOTALL);

  private SqlPlace() {}

  /// Line and column, from 1, of a place that was said here; null of any other.
  ///
  /// @param place of a problem
  public static int @Nullable [] lineAndColumn(String place) {
    Matcher told = TOLD.matcher(place);
    return told.matches()
        ? new int[] {Integer.parseInt(told.group(1)), Integer.parseInt(told.group(2))}
        : null;
  }

  /// Says where `length` characters from `at` stand. Long lines are shown around the place.
  static String of(String text, int at, int length) {
    int place = Math.min(Math.max(at, 0), text.length());
    int line = 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
    int lineStart = text.lastIndexOf('\n', place - 1) + 1;
    int lineEnd = text.indexOf('\n', place);
    String shown = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
    int column = place - lineStart;
    int from = shown.length() <= WIDTH ? 0 : Math.max(0, column - WIDTH / 2);
    String excerpt = shown.substring(from, Math.min(shown.length(), from + WIDTH));
    int carets = Math.max(1, Math.min(length, excerpt.length() - (column - from)));
    StringBuilder indent = new StringBuilder();
    for (int i = from; i < place - lineStart; i++) {
      indent.append(shown.charAt(i) == '\t' ? '\t' : ' ');
    }
    return "line %d, column %d%n  %s%n  %s%s"
        .formatted(line, column + 1, excerpt.stripTrailing(), indent, "^".repeat(carets))
        .replace("\r", "");
  }
}
