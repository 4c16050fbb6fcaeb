package io.trailhouse.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The list of functions, made from the recorded answers, as the program has it and as
/// `docs/sql.md` shows it. `-Dgolden.approve=true` writes both.
record FunctionPage(Set<String> right, Set<String> refused) {
  private static final Path ROOT = Path.of(System.getProperty("trailhouse.root", ".."));
  private static final Path PAGE = ROOT.resolve("docs/sql.md");
  private static final Path LIST =
      ROOT.resolve("query/src/main/resources/io/trailhouse/query/trino-functions.txt");
  private static final String BEGIN = "<!-- functions: made from Trino's recorded answers -->\n";
  private static final String END = "<!-- end of functions -->\n";
  private static final int WIDTH = 118;

  /// Words that a parenthesis may follow without a call, and names of tables in the statements.
  private static final Set<String> NO_FUNCTIONS =
      new TreeSet<>(
          List.of(
              "all",
              "and",
              "any",
              "array",
              "as",
              "bernoulli",
              "by",
              "case",
              "cast",
              "char",
              "cube",
              "decimal",
              "distinct",
              "else",
              "except",
              "exists",
              "filter",
              "from",
              "having",
              "in",
              "intersect",
              "lateral",
              "map",
              "not",
              "on",
              "or",
              "over",
              "rollup",
              "row",
              "select",
              "sets",
              "some",
              "system",
              "then",
              "timestamp",
              "try_cast",
              "u",
              "union",
              "unnest",
              "using",
              "values",
              "varchar",
              "when",
              "where",
              "with",
              "by",
              "group",
              "t",
              "v",
              "a",
              "r",
              "x",
              "date",
              "join",
              "extract",
              "s",
              "try",
              "nosuch",
              "pattern",
              "pivot",
              "exclude",
              "ordinality",
              "time",
              "match_recognize",
              "recursive",
              "interval",
              "e"));

  static FunctionPage of(List<String> right, List<String> refused) {
    Set<String> there = calls(right);
    Set<String> missing = calls(refused);
    missing.addAll(CallSpellings.REFUSED.keySet());
    missing.removeAll(there);
    return new FunctionPage(there, missing);
  }

  private static Set<String> calls(List<String> statements) {
    Set<String> names = new TreeSet<>();
    for (String statement : statements) {
      SqlText sql = SqlLexer.read(statement);
      for (int i = 0; i < sql.size(); i++) {
        boolean call = sql.is(i, SqlToken.Kind.WORD) && sql.isSymbol(i + 1, "(");
        boolean alias =
            sql.isSymbol(i - 1, ")") || sql.isWord(i - 1, "as") || sql.isSymbol(i - 1, ".");
        if (call && !alias && !NO_FUNCTIONS.contains(sql.name(i))) {
          names.add(sql.name(i));
        }
      }
    }
    return names;
  }

  /// What the page or the list says otherwise; writes them anew when that is asked for.
  List<String> differences() throws IOException {
    String list = String.join("\n", all()) + "\n";
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN);
    int to = page.indexOf(END);
    String made = page.substring(0, from) + BEGIN + table() + page.substring(to);
    if (Boolean.getBoolean("golden.approve")) {
      Files.writeString(LIST, list);
      Files.writeString(PAGE, made);
    }
    List<String> differences = new ArrayList<>();
    if (!Files.readString(PAGE).equals(made)) {
      differences.add("docs/sql.md has another list of functions: approve it anew");
    }
    if (!Files.exists(LIST) || !Files.readString(LIST).equals(list)) {
      differences.add("trino-functions.txt has other functions: approve it anew");
    }
    return differences;
  }

  private Set<String> all() {
    Set<String> names = new TreeSet<>(right);
    names.addAll(own());
    return names;
  }

  private static Set<String> own() {
    Set<String> names = new TreeSet<>(Macros.names());
    names.addAll(FunctionSpellings.names());
    names.addAll(CallSpellings.names());
    names.addAll(LambdaSpellings.names());
    return names;
  }

  private String table() {
    Set<String> further = own();
    further.removeAll(right);
    return "\nThese give Trino's value:\n\n"
        + wrapped(right)
        + "\nThese too are there, without a recorded answer of Trino:\n\n"
        + wrapped(further)
        + "\nThese functions of Trino are refused:\n\n"
        + wrapped(refused)
        + "\n";
  }

  private static String wrapped(Set<String> names) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String name : names.stream().map(each -> "`" + each + "`").collect(Collectors.toList())) {
      boolean full = column + name.length() + 1 > WIDTH;
      text.append(full ? "\n" : column == 0 ? "" : " ").append(name);
      column = full ? name.length() : column + name.length() + 1;
    }
    return text.append('\n').toString();
  }
}
