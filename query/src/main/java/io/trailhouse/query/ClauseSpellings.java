package io.trailhouse.query;

import java.util.Map;
import java.util.Set;

/// Clauses that Trino writes in another way: VALUES without parentheses, IGNORE NULLS behind a
/// call, WITH TIES, TABLESAMPLE in percent, LISTAGG, and the fields of EXTRACT.
final class ClauseSpellings {
  private static final Map<String, String> FIELDS =
      Map.of(
          "dow", "isodow",
          "day_of_week", "isodow",
          "yow", "isoyear",
          "year_of_week", "isoyear",
          "day_of_month", "day",
          "day_of_year", "doy");
  private static final Set<String> AFTER_VALUES =
      Set.of("order", "limit", "offset", "fetch", "union", "except", "intersect");

  private final SqlText sql;
  private final Rewriting rewriting;

  ClauseSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      if (!sql.is(i, SqlToken.Kind.WORD) || sql.isSymbol(i - 1, ".")) {
        continue;
      }
      switch (sql.name(i)) {
        case "values" -> values(i);
        case "ignore", "respect" -> nulls(i);
        case "ties" -> ties(i);
        case "tablesample" -> sample(i);
        case "listagg" -> listAgg(i);
        case "extract" -> extract(i);
        case "escape" -> escape(i);
        default -> {}
      }
    }
  }

  /// `VALUES 1, 2` has rows of one column.
  private void values(int token) {
    boolean begins =
        token == 0
            || sql.isSymbol(token - 1, "(")
            || sql.isWord(token - 1, "all")
            || sql.isWord(token - 1, "union")
            || sql.isSymbol(token - 1, ")");
    if (!begins) {
      return;
    }
    int end = token + 1;
    int start = end;
    while (end <= sql.size()) {
      boolean over =
          end == sql.size()
              || sql.isSymbol(end, ")")
              || sql.isSymbol(end, ";")
              || (sql.is(end, SqlToken.Kind.WORD) && AFTER_VALUES.contains(sql.name(end)));
      if (over || sql.isSymbol(end, ",")) {
        row(start, end);
        start = end + 1;
      }
      if (over) {
        return;
      }
      end = behind(end);
    }
  }

  private int behind(int token) {
    if (sql.isSymbol(token, "(")) {
      int close = sql.closing(token);
      return close < 0 ? sql.size() : close + 1;
    }
    if (sql.isSymbol(token, "[")) {
      int depth = 0;
      for (int i = token; i < sql.size(); i++) {
        depth += sql.isSymbol(i, "[") ? 1 : sql.isSymbol(i, "]") ? -1 : 0;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return token + 1;
  }

  private void row(int start, int end) {
    boolean inParentheses = sql.isSymbol(start, "(") && sql.closing(start) == end - 1;
    if (start < end && !inParentheses) {
      rewriting.insert(sql.from(start), "(");
      rewriting.insert(sql.to(end - 1), ")");
    }
  }

  /// `lag(x) IGNORE NULLS OVER ..` has the words inside the parentheses.
  private void nulls(int token) {
    if (sql.isWord(token + 1, "nulls") && sql.isSymbol(token - 1, ")")) {
      rewriting.insert(sql.from(token - 1), " " + sql.raw(token) + " NULLS");
      rewriting.replace(sql.from(token), sql.to(token + 1), "");
    }
  }

  /// `ORDER BY x FETCH FIRST 2 ROWS WITH TIES` keeps the rows whose rank is at most 2.
  private void ties(int token) {
    int fetch = token - 5;
    int order = orderBefore(fetch);
    boolean plain =
        sql.isWord(token - 1, "with")
            && sql.isWord(fetch, "fetch")
            && sql.is(fetch + 2, SqlToken.Kind.NUMBER)
            && order >= 0;
    for (int i = order + 2; plain && i < fetch; i++) {
      boolean place = sql.isWord(i - 1, "by") || sql.isSymbol(i - 1, ",");
      plain = !(place && sql.is(i, SqlToken.Kind.NUMBER)) && !sql.isWord(i, "offset");
    }
    if (!plain) {
      throw LiteralSpellings.refused(
          sql,
          token,
          "WITH TIES is not understood here",
          "Write ORDER BY column FETCH FIRST 10 ROWS WITH TIES, or filter by rank() OVER (..)");
    }
    String by = sql.text().substring(sql.from(order), sql.to(fetch - 1));
    rewriting.insert(
        sql.from(order), "QUALIFY rank() OVER (" + by + ") <= " + sql.raw(fetch + 2) + " ");
    rewriting.replace(sql.from(fetch), sql.to(token), "");
  }

  private int orderBefore(int fetch) {
    for (int i = fetch - 1; i >= 0; i--) {
      if (sql.isSymbol(i, ")")) {
        i = sql.opening(i);
      } else if (sql.isWord(i, "order") && sql.isWord(i + 1, "by")) {
        return i;
      } else if (sql.isSymbol(i, "(") || sql.isWord(i, "union") || sql.isWord(i, "select")) {
        return -1;
      }
    }
    return -1;
  }

  private void sample(int token) {
    boolean method = sql.isWord(token + 1, "bernoulli") || sql.isWord(token + 1, "system");
    int close = method ? sql.closing(token + 2) : -1;
    if (close == token + 4) {
      rewriting.insert(sql.from(close), " PERCENT");
    }
  }

  /// `listagg(x, ',') WITHIN GROUP (ORDER BY y)` is `string_agg(x, ',' ORDER BY y)`.
  private void listAgg(int token) {
    int close = sql.isSymbol(token + 1, "(") ? sql.closing(token + 1) : -1;
    int group = close + 3;
    boolean known =
        close > 0
            && sql.isWord(close + 1, "within")
            && sql.isWord(close + 2, "group")
            && sql.closing(group) > 0;
    int arguments = known ? sql.arguments(token + 1).size() : 0;
    if (arguments == 0 || arguments > 2) {
      throw LiteralSpellings.refused(
          sql,
          token,
          "listagg is not understood here",
          "Write listagg(x, ',') WITHIN GROUP (ORDER BY x)");
    }
    rewriting.replace(sql.from(token), sql.to(token), "string_agg");
    String separator = arguments == 1 ? ", '' " : " ";
    rewriting.replace(sql.from(close), sql.to(group), separator);
  }

  /// `LIKE '50#%' ESCAPE '#'`: one character, which only stands before `%`, `_` and itself.
  private void escape(int token) {
    boolean literals =
        sql.is(token - 1, SqlToken.Kind.STRING) && sql.is(token + 1, SqlToken.Kind.STRING);
    if (!literals) {
      return;
    }
    String mark = sql.unquoted(token + 1);
    if (mark.codePointCount(0, mark.length()) != 1) {
      throw LiteralSpellings.refused(
          sql, token + 1, "the escape must be one character", "Write ESCAPE '\\'");
    }
    String pattern = sql.unquoted(token - 1);
    for (int at = pattern.indexOf(mark); at >= 0; at = pattern.indexOf(mark, at)) {
      at += mark.length();
      String next = pattern.substring(at);
      if (!next.startsWith(mark) && !next.startsWith("%") && !next.startsWith("_")) {
        throw LiteralSpellings.refused(
            sql,
            token - 1,
            "the escape may only stand before %, _ or itself",
            "Write " + mark + mark + " for the character itself");
      }
      at += next.startsWith(mark) ? mark.length() : 1;
    }
  }

  private void extract(int token) {
    if (!sql.isSymbol(token + 1, "(") || !sql.isWord(token + 3, "from")) {
      return;
    }
    String field = sql.name(token + 2);
    if (field.startsWith("timezone_")) {
      throw LiteralSpellings.refused(
          sql, token + 2, "times have no zone here: they are UTC", "Leave it out");
    }
    String other = FIELDS.get(field);
    if (other != null) {
      rewriting.replace(sql.from(token + 2), sql.to(token + 2), other);
    }
  }
}
