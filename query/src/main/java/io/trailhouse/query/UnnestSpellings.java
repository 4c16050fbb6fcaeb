package io.trailhouse.query;

import java.util.List;

/// `UNNEST` in FROM with more names than the engine's own takes: several lists beside each other, a
/// map as keys and values, and a list of rows as one column for each field.
final class UnnestSpellings {
  private final SqlText sql;
  private final Rewriting rewriting;

  UnnestSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      boolean inFrom =
          sql.isWord(i - 1, "join") || sql.isWord(i - 1, "from") || sql.isSymbol(i - 1, ",");
      if (inFrom && sql.isWord(i, "unnest") && sql.isSymbol(i + 1, "(")) {
        int close = sql.closing(i + 1);
        int names = namesAfter(close);
        if (names > 1 && numbered(close)) {
          number(i, close, names, sql.arguments(i + 1));
        } else if (names > 1) {
          expand(i, close, sql.arguments(i + 1));
        }
      }
    }
  }

  /// How many columns the alias after this token names; 0 for an alias without columns.
  private int namesAfter(int close) {
    if (close < 0) {
      return 0;
    }
    int before = numbered(close) ? close + 2 : close;
    int alias = sql.isWord(before + 1, "as") ? before + 2 : before + 1;
    return sql.name(alias).isEmpty() || !sql.isSymbol(alias + 1, "(")
        ? 0
        : sql.arguments(alias + 1).size();
  }

  private boolean numbered(int close) {
    return sql.isWord(close + 1, "with") && sql.isWord(close + 2, "ordinality");
  }

  /// With the place of each row behind its columns.
  private void number(int unnest, int close, int names, List<SqlText.Span> arguments) {
    boolean json = FunctionSpellings.isJsonColumn(sql, arguments.getFirst());
    boolean map = json || isMap(arguments.getFirst());
    if (arguments.size() == 1 && names == 2 && !map) {
      return; // as the engine has it
    }
    String columns = "";
    String longest = "len(th_u.l0)";
    for (int i = 0; i < arguments.size(); i++) {
      columns += "unnest(th_u.l" + i + "), ";
      longest = i == 0 ? longest : "greatest(" + longest + ", len(th_u.l" + i + "))";
      SqlText.Span each = arguments.get(i);
      rewriting.insert(sql.to(each.end() - 1), (json ? ")" : "") + " AS l" + i);
    }
    String rows = "";
    String after = ") AS th_u)";
    if (arguments.size() == 1 && map) {
      columns = "unnest(map_keys(th_u.l0)), unnest(map_values(th_u.l0)), ";
      longest = "len(map_keys(th_u.l0))";
      rewriting.insert(sql.from(arguments.getFirst().first()), json ? "th_json_map(" : "");
    } else if (arguments.size() == 1) {
      rows = "SELECT unnest(th_r.l), th_r.n FROM (";
      columns = "unnest(th_u.l0) AS l, ";
      after = ") AS th_u) AS th_r)";
    }
    String places = "unnest(generate_series(1, " + longest + ")) AS n FROM (SELECT ";
    rewriting.replace(
        sql.from(unnest), sql.to(unnest + 1), "LATERAL (" + rows + "SELECT " + columns + places);
    rewriting.replace(sql.from(close), sql.to(close + 2), after);
  }

  private void expand(int unnest, int close, List<SqlText.Span> arguments) {
    if (arguments.size() > 1) {
      rewriting.replace(sql.from(unnest), sql.to(unnest + 1), "LATERAL (SELECT unnest(");
      for (SqlText.Span argument : arguments.subList(0, arguments.size() - 1)) {
        rewriting.replace(sql.from(argument.end()), sql.to(argument.end()), "), unnest(");
      }
      rewriting.insert(sql.to(close), ")");
    } else if (FunctionSpellings.isJsonColumn(sql, arguments.getFirst())) {
      expandMap(unnest, close, "th_json_map(", ")");
    } else if (isMap(arguments.getFirst())) {
      expandMap(unnest, close, "", "");
    } else {
      String fields = "LATERAL (SELECT unnest(th_u.r) FROM (SELECT unnest(";
      rewriting.replace(sql.from(unnest), sql.to(unnest + 1), fields);
      rewriting.replace(sql.from(close), sql.to(close), ") AS r) AS th_u)");
    }
  }

  private void expandMap(int unnest, int close, String before, String after) {
    String keysAndValues =
        "LATERAL (SELECT unnest(map_keys(th_u.m)), unnest(map_values(th_u.m)) FROM (SELECT ";
    rewriting.replace(sql.from(unnest), sql.to(unnest + 1), keysAndValues + before);
    rewriting.replace(sql.from(close), sql.to(close), after + " AS m) AS th_u)");
  }

  private boolean isMap(SqlText.Span argument) {
    String first = sql.name(argument.first());
    if (first.startsWith("map") || first.equals("split_to_map") || first.equals("histogram")) {
      return true;
    }
    for (int i = argument.first(); i < argument.end(); i++) {
      if (sql.isWord(i, "as") && sql.isWord(i + 1, "map")) {
        return true;
      }
    }
    return false;
  }
}
