package io.trailhouse.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// Operators that mean something else: the quotient of DECIMALs has the scale of the finer one, a
/// DATE and an INTERVAL make a DATE, and a time with a zone is compared as the instant that it is.
final class OperatorSpellings {
  private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", ">", "<=", ">=");
  private static final Set<String> ENDS =
      Set.of(
          "select",
          "distinct",
          "all",
          "where",
          "and",
          "or",
          "not",
          "on",
          "having",
          "by",
          "when",
          "then",
          "else",
          "in",
          "between",
          "like",
          "ilike",
          "escape",
          "is",
          "limit",
          "offset",
          "as",
          "from",
          "with",
          "using",
          "union",
          "except",
          "intersect",
          "join",
          "asc",
          "desc",
          "order",
          "group",
          "fetch",
          "nulls",
          "window",
          "qualify",
          "values",
          "similar",
          "any",
          "some");
  private static final Set<String> INSTANTS =
      Set.of(
          "to_unixtime",
          "date_diff",
          "to_iso8601",
          "at_timezone",
          "with_timezone",
          "greatest",
          "least");

  private final SqlText sql;
  private final Rewriting rewriting;

  OperatorSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  void rewrite() {
    quotients();
    for (int i = 0; i < sql.size(); i++) {
      if (sql.isSymbol(i, "+") || sql.isSymbol(i, "-")) {
        dates(i);
      } else if (sql.isWord(i, "at") && sql.isWord(i + 1, "time") && sql.isWord(i + 2, "zone")) {
        zoned(i, operandStart(i - 1), i + 3);
      } else if ((sql.isWord(i, "at_timezone") || sql.isWord(i, "with_timezone"))
          && sql.isSymbol(i + 1, "(")) {
        zoned(i, i, sql.closing(i + 1));
      }
    }
  }

  /// `a / b` becomes `th_quotient(a, b)`, and `a / b / c` `th_next_quotient(th_quotient(a, b), c)`.
  private void quotients() {
    Deque<Integer> starts = new ArrayDeque<>();
    Deque<Integer> ends = new ArrayDeque<>();
    int start = -1;
    int opened = -1; // where the term ends whose calls are opened
    for (int i = 0; i < sql.size(); i++) {
      if (sql.isSymbol(i, "(") || sql.isSymbol(i, "[") || sql.isWord(i, "case")) {
        start = start < 0 ? i : start;
        starts.push(start);
        ends.push(opened);
        start = -1;
        opened = -1;
      } else if (sql.isSymbol(i, ")") || sql.isSymbol(i, "]") || sql.isWord(i, "end")) {
        start = starts.isEmpty() ? -1 : starts.pop();
        opened = ends.isEmpty() ? -1 : ends.pop();
      } else if (sql.isSymbol(i, "/") && start >= 0) {
        opened = i < opened ? opened : open(start, i);
        rewriting.replace(sql.from(i), sql.to(i), ",");
        rewriting.insert(sql.to(factorEnd(i + 1) - 1), ")");
      } else if (ends(i)) {
        start = -1;
      } else if (start < 0) {
        start = i;
      }
    }
  }

  /// Opens the calls of all quotients of a term, the last one first. Answers where the term ends.
  private int open(int start, int first) {
    StringBuilder calls = new StringBuilder();
    int end = -1;
    int at = first;
    while (sql.isSymbol(at, "/") || sql.isSymbol(at, "*") || sql.isSymbol(at, "%")) {
      if (sql.isSymbol(at, "/")) {
        calls.insert(0, at == end ? "th_next_quotient(" : "th_quotient(");
      }
      int factor = factorEnd(at + 1);
      end = sql.isSymbol(at, "/") ? factor : -1;
      at = factor;
    }
    rewriting.insert(sql.from(start), calls.toString());
    return at;
  }

  /// Whether a token stands between two operands of weaker binding.
  private boolean ends(int token) {
    return sql.is(token, SqlToken.Kind.WORD)
        ? ENDS.contains(sql.name(token)) && !sql.isSymbol(token + 1, ".")
        : sql.is(token, SqlToken.Kind.SYMBOL)
            && !Set.of(".", "::", "*", "%", "/").contains(sql.raw(token));
  }

  private int factorEnd(int from) {
    int i = sql.isSymbol(from, "-") || sql.isSymbol(from, "+") ? from + 1 : from;
    int depth = 0;
    for (; i < sql.size(); i++) {
      boolean closes = sql.isSymbol(i, ")") || sql.isSymbol(i, "]") || sql.isWord(i, "end");
      boolean factor = sql.isSymbol(i, "*") || sql.isSymbol(i, "%") || sql.isSymbol(i, "/");
      if (sql.isSymbol(i, "(") || sql.isSymbol(i, "[") || sql.isWord(i, "case")) {
        depth++;
      } else if (depth == 0 && (closes || factor || ends(i))) {
        break;
      } else if (closes) {
        depth--;
      }
    }
    return i;
  }

  private void dates(int operator) {
    SqlText.Span left = new SqlText.Span(operandStart(operator - 1), operator);
    if (left.first() < 0 || !CallSpellings.isDate(sql, left)) {
      return;
    }
    int right = operator + 1;
    boolean days = Set.of("day", "week", "month", "year").contains(sql.name(right + 2));
    if (sql.isWord(right, "interval") && days && !sql.isWord(right + 3, "to")) {
      rewriting.insert(sql.from(left.first()), "CAST(");
      rewriting.insert(sql.to(right + 2), " AS DATE)");
      return;
    }
    int end = operandEnd(right);
    if (sql.isSymbol(operator, "-") && CallSpellings.isDate(sql, new SqlText.Span(right, end))) {
      rewriting.insert(sql.from(left.first()), "to_days(CAST(");
      rewriting.insert(sql.to(end - 1), " AS INTEGER))");
    }
  }

  /// The first token of the name, call or literal that ends with this token.
  private int operandStart(int last) {
    int first = last;
    if (sql.isSymbol(last, ")")) {
      first = sql.opening(last);
      first = sql.is(first - 1, SqlToken.Kind.WORD) ? first - 1 : first;
    } else if (sql.is(last, SqlToken.Kind.STRING) && sql.is(last - 1, SqlToken.Kind.WORD)) {
      first = last - 1;
    }
    while (sql.isSymbol(first - 1, ".")) {
      first -= 2;
    }
    return first;
  }

  private int operandEnd(int first) {
    if (sql.isSymbol(first + 1, "(")) {
      return sql.closing(first + 1) + 1;
    }
    return sql.is(first + 1, SqlToken.Kind.STRING) ? first + 2 : first + 1;
  }

  /// A wall clock must not be taken for the instant.
  private void zoned(int token, int first, int last) {
    int open = sql.opening(first);
    boolean wrapped =
        open == first - 1 && sql.closing(open) == last + 1 && !sql.is(open - 1, SqlToken.Kind.WORD);
    if (wrapped) {
      zoned(token, open, last + 1);
      return;
    }
    boolean compared =
        compares(last + 1)
            || COMPARISONS.contains(sql.raw(first - 1))
            || sql.isWord(first - 1, "between");
    compared |= sql.isWord(last + 1, "at") && sql.isWord(last + 2, "time");
    int call = sql.callOf(first);
    if (compared || (call >= 0 && INSTANTS.contains(sql.name(call)))) {
      throw LiteralSpellings.refused(
          sql,
          token,
          "a time turned to another zone is only good to be shown, formatted or cut",
          "Compare the time itself, which is UTC: leave out AT TIME ZONE");
    }
  }

  private boolean compares(int token) {
    int at = sql.isWord(token, "not") ? token + 1 : token;
    return COMPARISONS.contains(sql.raw(at)) || sql.isWord(at, "between") || sql.isWord(at, "in");
  }
}
