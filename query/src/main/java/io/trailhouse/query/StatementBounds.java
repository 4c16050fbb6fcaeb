package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;

/// The size of a statement that is read at all. Beyond it the engine's parser and planner, which
/// nothing can interrupt, take minutes, or more stack than there is.
final class StatementBounds {
  private static final int MOST_CHARACTERS = 1_000_000;
  private static final int MOST_WORDS = 100_000;
  private static final int LONGEST_NAME = 255;
  private static final int MOST_BRACKETS = 250;

  private StatementBounds() {}

  /// Throws for a statement that is beyond them.
  static void check(String statement) {
    if (statement.length() > MOST_CHARACTERS) {
      throw beyond("it is longer than " + MOST_CHARACTERS + " characters", "the whole text");
    }
    SqlText sql = SqlLexer.read(statement);
    if (sql.size() > MOST_WORDS) {
      throw beyond("it has more than " + MOST_WORDS + " words and marks", "the whole text");
    }
    int open = 0;
    for (int i = 0; i < sql.size(); i++) {
      boolean name = sql.is(i, SqlToken.Kind.WORD) || sql.is(i, SqlToken.Kind.QUOTED);
      if (name && sql.to(i) - sql.from(i) > LONGEST_NAME) {
        throw beyond("a name is longer than " + LONGEST_NAME + " characters", place(sql, i));
      }
      if (sql.isSymbol(i, "(") || sql.isSymbol(i, "[") || sql.isSymbol(i, "{")) {
        open++;
      } else if (sql.isSymbol(i, ")") || sql.isSymbol(i, "]") || sql.isSymbol(i, "}")) {
        open--;
      }
      if (open > MOST_BRACKETS) {
        throw beyond("brackets stand more than " + MOST_BRACKETS + " deep", place(sql, i));
      }
    }
  }

  /// The same for one that proved to be too deep when it was read.
  static TrailhouseException tooDeep() {
    return beyond("its parts stand too deep inside each other", "the query");
  }

  private static String place(SqlText sql, int token) {
    return SqlPlace.of(sql.text(), sql.from(token), 1);
  }

  private static TrailhouseException beyond(String how, String place) {
    return new TrailhouseException(
        Code.QUERY_INVALID,
        "the query is too large: " + how,
        place,
        "Ask in several smaller queries");
  }
}
