package io.trailhouse.query;

import java.util.ArrayList;
import java.util.List;

/// One of several statements that stand one behind the other, each ended by `;` or, for an answer
/// with a line for each value, by `\G`.
///
/// @param text the statement, behind as many blanks and line breaks as stood before it, so that
///   places in it are places in the whole
/// @param vertical whether it ended with `\G`
public record SqlStatement(String text, boolean vertical) {

  /// The statements of a text; what holds none between two ends is left out. A mark in quotes or in
  /// a comment ends nothing.
  public static List<SqlStatement> of(String text) {
    SqlText tokens = SqlLexer.read(text);
    List<SqlStatement> found = new ArrayList<>();
    int first = 0;
    for (int token = 0; token <= tokens.size(); token++) {
      boolean vertical = isVertical(tokens, token);
      if (token < tokens.size() && !vertical && !tokens.isSymbol(token, ";")) {
        continue;
      }
      if (token > first) {
        int from = first == 0 ? 0 : tokens.to(first - 1);
        String before = text.substring(0, from).replaceAll("[^\\n]", " ");
        found.add(new SqlStatement(before + text.substring(from, tokens.from(token)), vertical));
      }
      token += vertical ? 1 : 0;
      first = token + 1;
    }
    return found;
  }

  private static boolean isVertical(SqlText tokens, int token) {
    return tokens.isSymbol(token, "\\")
        && tokens.raw(token + 1).equals("G")
        && tokens.from(token + 1) == tokens.to(token);
  }

  /// Whether what stands behind a text begins a statement: the text ends with the end of one or
  /// holds none, and leaves no quote and no comment open.
  public static boolean isBetween(String text) {
    SqlText tokens = SqlLexer.read(text + "\nx");
    int last = tokens.size() - 1;
    return last >= 0
        && tokens.raw(last).equals("x")
        && (last == 0 || tokens.isSymbol(last - 1, ";") || isVertical(tokens, last - 2));
  }

  /// Whether a text ends with the end of a statement.
  public static boolean isWhole(String text) {
    SqlText tokens = SqlLexer.read(text);
    int last = tokens.size() - 1;
    return tokens.isSymbol(last, ";") || isVertical(tokens, last - 1);
  }
}
