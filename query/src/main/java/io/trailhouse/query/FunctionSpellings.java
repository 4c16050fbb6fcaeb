package io.trailhouse.query;

import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls that Trino and Athena write in a way the engine's macros cannot take over: functions whose
/// format must be a constant, aggregates that may carry DISTINCT, FILTER or ORDER BY, and lambdas.
final class FunctionSpellings {
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("transform", "list_transform"),
          Map.entry("filter", "list_filter"),
          Map.entry("approx_distinct", "approx_count_distinct"),
          Map.entry("approx_percentile", "approx_quantile"),
          Map.entry("arbitrary", "any_value"),
          Map.entry("every", "bool_and"));
  private static final Set<String> WITH_LAMBDA =
      Set.of(
          "transform",
          "filter",
          "any_match",
          "all_match",
          "none_match",
          "list_transform",
          "list_filter");
  private static final Pattern SPECIFIER =
      Pattern.compile("%(?:%|[-+ 0,#]*\\d*(?:\\.\\d+)?[^0-9])");
  static final Set<String> JSON_COLUMNS =
      Set.of(
          "requestparameters",
          "responseelements",
          "additionaleventdata",
          "serviceeventdetails",
          "insightdetails",
          "eventcontext",
          "addendum",
          "edgedevicedetails",
          "extra");

  private final SqlText sql;
  private final Rewriting rewriting;

  FunctionSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  /// The functions that are taken over here.
  static Set<String> names() {
    Set<String> names = new TreeSet<>(RENAMED.keySet());
    names.addAll(WITH_LAMBDA);
    names.removeIf(name -> name.startsWith("list_"));
    names.add("format");
    names.addAll(Set.of("date_format", "format_datetime", "date_parse", "parse_datetime"));
    return names;
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      boolean call =
          sql.is(i, SqlToken.Kind.WORD) && sql.isSymbol(i + 1, "(") && !sql.isSymbol(i - 1, ".");
      if (call && sql.closing(i + 1) > 0) {
        rewriteCall(i, sql.name(i), sql.arguments(i + 1));
      }
    }
  }

  private void rewriteCall(int token, String name, List<SqlText.Span> arguments) {
    if (name.equals("filter") && sql.isWord(token + 2, "where")) {
      return; // count(*) FILTER (WHERE ..)
    }
    switch (name) {
      case "date_format" -> format(token, arguments, "strftime(th_time(", DateFormats::ofMySql);
      case "format_datetime" -> format(token, arguments, "strftime(th_time(", DateFormats::ofJoda);
      case "date_parse" -> format(token, arguments, "strptime(th_iso(", DateFormats::ofMySql);
      case "parse_datetime" -> format(token, arguments, "strptime(th_iso(", DateFormats::ofJoda);
      case "any_match" -> wrap(token, "th_any(list_transform", ")");
      case "none_match" -> wrap(token, "th_none(list_transform", ")");
      case "all_match" -> wrap(token, "th_all(list_transform", ")");
      case "element_at" -> trust(token, arguments, "th_member");
      case "json_extract_scalar" -> trust(token, arguments, "th_scalar");
      case "format" -> printf(token, arguments);
      case "avg" -> average(arguments);
      default -> {
        String other = RENAMED.get(name);
        if (other != null) {
          rewriting.replace(sql.from(token), sql.to(token), other);
        }
      }
    }
    if (name.equals("approx_distinct") && arguments.size() == 2) {
      int comma = arguments.getFirst().end();
      rewriting.replace(sql.from(comma), sql.from(arguments.getLast().end()), "");
    }
    if (WITH_LAMBDA.contains(name)) {
      arguments.stream().skip(1).forEach(this::lambda);
    }
  }

  private void format(
      int token, List<SqlText.Span> arguments, String call, DateFormats.Conversion conversion) {
    if (arguments.size() != 2
        || arguments.getLast().length() != 1
        || !sql.is(arguments.getLast().first(), SqlToken.Kind.STRING)) {
      return;
    }
    int literal = arguments.getLast().first();
    String format;
    try {
      format = conversion.convert(sql.unquoted(literal));
    } catch (IllegalArgumentException e) {
      throw notFormatted(literal, String.valueOf(e.getMessage()));
    }
    boolean zone = format.contains("%z");
    if (call.startsWith("strftime") && zone) {
      throw notFormatted(literal, "Z");
    }
    String prepared = zone ? call.replace("th_iso", "th_with_offset") : call;
    rewriting.replace(sql.from(token), sql.to(token + 1), prepared);
    rewriting.insert(sql.from(arguments.getFirst().end()), ")");
    rewriting.replace(sql.from(literal), sql.to(literal), TableView.quoted(format));
  }

  private TrailhouseException notFormatted(int literal, String letter) {
    return LiteralSpellings.refused(
        sql,
        literal,
        "the letter " + letter + " of a format of times is not understood",
        "Leave it out; times are UTC, and docs/sql.md shows the letters");
  }

  private void wrap(int token, String before, String after) {
    rewriting.replace(sql.from(token), sql.to(token), before);
    rewriting.insert(sql.to(sql.closing(token + 1)), after);
  }

  /// A column that holds JSON needs no proof of it: half the price for each row.
  private void trust(int token, List<SqlText.Span> arguments, String call) {
    if (arguments.size() != 2) {
      return;
    }
    SqlText.Span first = arguments.getFirst();
    if (isJsonColumn(sql, first)) {
      rewriting.replace(sql.from(token), sql.to(token), call);
    }
  }

  /// Whether some tokens are a column that holds JSON, perhaps with its table before it.
  static boolean isJsonColumn(SqlText sql, SqlText.Span span) {
    boolean column =
        span.length() == 1 || (span.length() == 3 && sql.isSymbol(span.first() + 1, "."));
    return column && JSON_COLUMNS.contains(sql.name(span.end() - 1));
  }

  /// Whether a column's text is the value itself: no number and no address.
  static boolean isPlain(String column) {
    return JSON_COLUMNS.contains(column) || column.equals("eventtime");
  }

  /// The mean of DECIMALs has their scale, which the engine's has not.
  private void average(List<SqlText.Span> arguments) {
    if (arguments.size() == 1) {
      SqlText.Span argument = arguments.getFirst();
      int first = argument.first() + (sql.isWord(argument.first(), "distinct") ? 1 : 0);
      rewriting.insert(sql.from(first), "th_inexact(");
      rewriting.insert(sql.to(argument.end() - 1), ")");
    }
  }

  /// `%s` takes any value.
  private void printf(int token, List<SqlText.Span> arguments) {
    rewriting.replace(sql.from(token), sql.to(token), "printf");
    int literal = arguments.isEmpty() ? -1 : arguments.getFirst().first();
    if (!sql.is(literal, SqlToken.Kind.STRING)) {
      return;
    }
    if (sql.raw(literal).contains("%b")) {
      rewriting.replace(sql.from(literal), sql.to(literal), sql.raw(literal).replace("%b", "%s"));
    }
    int value = 1;
    Matcher specifiers = SPECIFIER.matcher(sql.unquoted(literal));
    while (specifiers.find()) {
      String each = specifiers.group();
      char kind = each.charAt(each.length() - 1);
      if (each.equals("%%") || value >= arguments.size()) {
        continue;
      }
      SqlText.Span argument = arguments.get(value++);
      if (kind == 's' || each.equals("%b")) {
        rewriting.insert(sql.from(argument.first()), "th_shown(");
        rewriting.insert(sql.to(argument.end() - 1), ")");
      } else if ("dxXfeE".indexOf(kind) < 0) {
        throw LiteralSpellings.refused(
            sql, literal, "format does not understand " + each, "Use %s, %d, %x, %f or %e");
      }
    }
  }

  /// `x -> ..` and `(x, y) -> ..` become `lambda x: ..` and `lambda x, y: ..`.
  private void lambda(SqlText.Span argument) {
    int first = argument.first();
    if (sql.is(first, SqlToken.Kind.WORD) && sql.isSymbol(first + 1, "->")) {
      rewriting.insert(sql.from(first), "lambda ");
      rewriting.replace(sql.from(first + 1), sql.to(first + 1), ":");
    } else if (sql.isSymbol(first, "(")) {
      int close = sql.closing(first);
      if (close > 0 && sql.isSymbol(close + 1, "->")) {
        rewriting.replace(sql.from(first), sql.to(first), "lambda ");
        rewriting.replace(sql.from(close), sql.to(close + 1), ":");
      }
    }
  }
}
