package io.trailhouse.query;

import java.util.List;
import java.util.Map;

/// Functions whose lambdas take more than one value of a list or map: each becomes one over the
/// entries, in which the parameters stand for parts of an entry.
final class LambdaSpellings {
  private record Shape(String before, String after, String body, List<String> parts) {}

  private static final String ENTRIES = "map_entries(";
  private static final Map<String, Shape> SHAPES =
      Map.of(
          "map_filter",
              new Shape(
                  "map_from_entries(list_filter(" + ENTRIES, "))", "%s", List.of("key", "value")),
          "transform_values",
              new Shape(
                  "map_from_entries(list_transform(" + ENTRIES,
                  "))",
                  "struct_pack(key := th_e.key, value := %s)",
                  List.of("key", "value")),
          "transform_keys",
              new Shape(
                  "map_from_entries(list_transform(" + ENTRIES,
                  "))",
                  "struct_pack(key := %s, value := th_e.value)",
                  List.of("key", "value")));

  private final SqlText sql;
  private final Rewriting rewriting;

  LambdaSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  static java.util.Set<String> names() {
    java.util.Set<String> names = new java.util.TreeSet<>(SHAPES.keySet());
    names.addAll(List.of("zip_with", "reduce"));
    return names;
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      boolean call =
          sql.is(i, SqlToken.Kind.WORD) && sql.isSymbol(i + 1, "(") && !sql.isSymbol(i - 1, ".");
      if (!call || sql.closing(i + 1) < 0) {
        continue;
      }
      List<SqlText.Span> arguments = sql.arguments(i + 1);
      Shape shape = SHAPES.get(sql.name(i));
      if (shape != null && arguments.size() == 2) {
        overEntries(i, shape, arguments);
      } else if (sql.isWord(i, "zip_with") && arguments.size() == 3) {
        zipWith(i, arguments);
      } else if (sql.isWord(i, "reduce") && arguments.size() == 4) {
        reduce(i, arguments);
      }
    }
  }

  private void overEntries(int token, Shape shape, List<SqlText.Span> arguments) {
    rewriting.replace(sql.from(token), sql.to(token + 1), shape.before());
    rewriting.insert(sql.to(arguments.getFirst().end() - 1), ")");
    body(
        token,
        arguments.get(1),
        shape.body(),
        shape.parts().stream().map("th_e."::concat).toList());
    int close = sql.closing(token + 1);
    rewriting.replace(sql.from(close), sql.to(close), shape.after());
  }

  private void zipWith(int token, List<SqlText.Span> arguments) {
    rewriting.replace(sql.from(token), sql.to(token + 1), "list_transform(list_zip(");
    rewriting.insert(sql.to(arguments.get(1).end() - 1), ")");
    body(token, arguments.get(2), "%s", List.of("th_e[1]", "th_e[2]"));
  }

  /// `reduce(list, start, (state, x) -> .., state -> ..)`.
  private void reduce(int token, List<SqlText.Span> arguments) {
    String before = "list_extract(list_transform([list_reduce(th_started(";
    rewriting.replace(sql.from(token), sql.to(token + 1), before);
    rewriting.insert(sql.to(arguments.get(1).end() - 1), ")");
    SqlText.Span step = arguments.get(2);
    List<Integer> names = parameters(step);
    if (names.size() != 2 || parameters(arguments.get(3)).size() != 1) {
      throw notUnderstood(token);
    }
    rewriting.replace(
        sql.from(step.first()),
        sql.to(arrow(step)),
        "lambda " + sql.raw(names.get(0)) + ", " + sql.raw(names.get(1)) + ": ");
    rewriting.insert(sql.to(step.end() - 1), ")]");
    SqlText.Span last = arguments.get(3);
    String name = sql.raw(parameters(last).getFirst());
    rewriting.replace(sql.from(last.first()), sql.to(arrow(last)), "lambda " + name + ": ");
    int close = sql.closing(token + 1);
    rewriting.replace(sql.from(close), sql.to(close), "), 1)");
  }

  private void body(int token, SqlText.Span lambda, String form, List<String> parts) {
    List<Integer> names = parameters(lambda);
    int arrow = arrow(lambda);
    if (names.size() != parts.size() || arrow < 0) {
      throw notUnderstood(token);
    }
    String[] around = form.split("%s", -1);
    rewriting.replace(sql.from(lambda.first()), sql.to(arrow), "lambda th_e: " + around[0]);
    for (int i = arrow + 1; i < lambda.end(); i++) {
      for (int n = 0; n < names.size(); n++) {
        boolean named =
            sql.is(i, SqlToken.Kind.WORD)
                && sql.name(i).equals(sql.name(names.get(n)))
                && !sql.isSymbol(i - 1, ".")
                && !sql.isSymbol(i + 1, "(");
        if (named) {
          rewriting.replace(sql.from(i), sql.to(i), parts.get(n));
        }
      }
    }
    rewriting.insert(sql.to(lambda.end() - 1), around[1]);
  }

  private int arrow(SqlText.Span lambda) {
    int at =
        sql.isSymbol(lambda.first(), "(") ? sql.closing(lambda.first()) + 1 : lambda.first() + 1;
    return sql.isSymbol(at, "->") ? at : -1;
  }

  /// The tokens that name a lambda's parameters.
  private List<Integer> parameters(SqlText.Span lambda) {
    if (arrow(lambda) < 0) {
      return List.of();
    }
    if (!sql.isSymbol(lambda.first(), "(")) {
      return List.of(lambda.first());
    }
    return sql.arguments(lambda.first()).stream().map(SqlText.Span::first).toList();
  }

  private RuntimeException notUnderstood(int token) {
    return LiteralSpellings.refused(
        sql,
        token,
        sql.name(token) + " needs a lambda with its parameters here",
        "Write it as in Trino's manual, such as map_filter(m, (k, v) -> v > 1)");
  }
}
