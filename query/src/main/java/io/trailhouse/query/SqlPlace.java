package io.trailhouse.query;

/// A place in a statement, said for people: line and column, the line itself and a caret under the
/// place.
final class SqlPlace {
  private static final int WIDTH = 96;

  private SqlPlace() {}

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
