package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import java.util.regex.Pattern;

/// CloudTrail Lake's and Athena's SQL, turned into the engine's. What both mean alike passes
/// through; functions that only need another definition are macros of the session.
final class LakeDialect {
  /// A text that is nothing but a name to fill in; inside a longer text it may be searched for.
  private static final Pattern LEFT_OVER = Pattern.compile("\\$\\{\\w*}");

  private LakeDialect() {}

  /// A statement as the engine reads it: without comments, on the table `events`.
  static RewrittenSql translate(String text) {
    SqlText sql = SqlLexer.read(text);
    Rewriting rewriting = new Rewriting(text);
    for (SqlText.Span store : Placeholders.in(sql)) {
      rewriting.replace(sql.from(store.first()), sql.to(store.end() - 1), "events");
    }
    refusePlaceholders(sql, Placeholders.in(sql));
    for (SqlToken comment : sql.comments()) {
      rewriting.replace(comment.from(), comment.to(), " ");
    }
    oneStatement(sql, rewriting);
    new TableNames(sql, rewriting).rewrite();
    new OperatorSpellings(sql, rewriting).rewrite();
    new ClauseSpellings(sql, rewriting).rewrite();
    new CallSpellings(sql, rewriting).rewrite();
    new LambdaSpellings(sql, rewriting).rewrite();
    new FunctionSpellings(sql, rewriting).rewrite();
    new TypeSpellings(sql, rewriting).rewrite();
    new LiteralSpellings(sql, rewriting).rewrite();
    new UnnestSpellings(sql, rewriting).rewrite();
    new ColumnSpellings(sql, rewriting).rewrite();
    return rewriting.made();
  }

  private static void refusePlaceholders(SqlText sql, List<SqlText.Span> stores) {
    for (int i = 0; i < sql.size(); i++) {
      int at = i;
      if (stores.stream().anyMatch(store -> store.first() <= at + 1 && at < store.end())) {
        continue;
      }
      boolean table = sql.isWord(i, "from") || sql.isWord(i, "join");
      if (table && sql.isSymbol(i + 1, "<")) {
        throw placeholder(sql, i + 1, upTo(sql, i + 1));
      }
      if (sql.is(i, SqlToken.Kind.STRING) && LEFT_OVER.matcher(sql.unquoted(i)).matches()) {
        throw placeholder(sql, i, sql.raw(i));
      }
      if (sql.is(i, SqlToken.Kind.PARAMETER)) {
        throw placeholder(sql, i, sql.raw(i));
      }
    }
  }

  private static String upTo(SqlText sql, int open) {
    for (int i = open; i < sql.size(); i++) {
      if (sql.isSymbol(i, ">")) {
        return sql.text().substring(sql.from(open), sql.to(i));
      }
    }
    return "<";
  }

  private static TrailhouseException placeholder(SqlText sql, int token, String written) {
    String remedy =
        sql.isWord(token - 1, "from") || sql.isWord(token - 1, "join") || written.contains("EDS")
            ? "Write `events` there, or the id of an event data store"
            : "Fill in a value there";
    return new TrailhouseException(
        Code.QUERY_INVALID,
        "a placeholder was left in the query: " + written,
        SqlPlace.of(sql.text(), sql.from(token), written.length()),
        remedy);
  }

  private static void oneStatement(SqlText sql, Rewriting rewriting) {
    int last = sql.size() - 1;
    while (last >= 0 && sql.isSymbol(last, ";")) {
      rewriting.replace(sql.from(last), sql.to(last), " ");
      last--;
    }
    for (int i = 0; i < last; i++) {
      if (sql.isSymbol(i, ";")) {
        throw new TrailhouseException(
            Code.QUERY_INVALID,
            "there is more than one statement",
            SqlPlace.of(sql.text(), sql.from(i), 1),
            "Run them one after the other");
      }
    }
    if (last < 0) {
      throw new TrailhouseException(
          Code.QUERY_INVALID,
          "the query is empty",
          "the whole text",
          "Write a SELECT, for example: SELECT count(*) FROM events");
    }
  }
}
