package io.trailhouse.query;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Calls whose arguments the engine treats otherwise: NULL among them, paths into JSON, networks,
/// dates, regular expressions with names. What cannot be given Trino's meaning is refused here.
final class CallSpellings {
  /// Functions of Trino that do not exist here, and functions of the engine that would answer
  /// otherwise than Trino's, with what to write instead.
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("skewness", "Leave it out; it is another measure in the engine here"),
          Map.entry("ip_prefix", "Write contains('10.0.0.0/8', TRY_CAST(x AS IPADDRESS))"),
          Map.entry("ip_subnet_min", "Write contains('10.0.0.0/8', TRY_CAST(x AS IPADDRESS))"),
          Map.entry("ip_subnet_max", "Write contains('10.0.0.0/8', TRY_CAST(x AS IPADDRESS))"),
          Map.entry("ip_subnet_range", "Write contains('10.0.0.0/8', TRY_CAST(x AS IPADDRESS))"),
          Map.entry("is_subnet_of", "Write contains('10.0.0.0/8', TRY_CAST(x AS IPADDRESS))"),
          Map.entry("timezone_hour", "Times are UTC here; leave it out"),
          Map.entry("timezone_minute", "Times are UTC here; leave it out"));

  private static final Set<String> DATES =
      Set.of("date", "current_date", "from_iso8601_date", "last_day_of_month");
  private static final Set<String> MAP_AGGREGATES = Set.of("map_agg", "histogram");

  private final SqlText sql;
  private final Rewriting rewriting;

  CallSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  /// The functions that are taken over here and are no macros.
  static Set<String> names() {
    return Set.of("concat", "greatest", "least", "json_value", "json_query", "json_exists");
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      boolean asMap = sql.isSymbol(i + 1, "[") && sql.is(i + 2, SqlToken.Kind.STRING);
      if (asMap && FunctionSpellings.JSON_COLUMNS.contains(sql.name(i))) {
        String column = sql.raw(i);
        throw LiteralSpellings.refused(
            sql,
            i,
            column + " is JSON text, not a map",
            "Write element_at(" + column + ", " + sql.raw(i + 2) + ")");
      }
      boolean call =
          sql.is(i, SqlToken.Kind.WORD) && sql.isSymbol(i + 1, "(") && !sql.isSymbol(i - 1, ".");
      if (call && sql.closing(i + 1) > 0) {
        String remedy = REFUSED.get(sql.name(i));
        if (remedy != null) {
          throw LiteralSpellings.refused(sql, i, sql.name(i) + " does not exist here", remedy);
        }
        call(i, sql.name(i), sql.arguments(i + 1));
      }
    }
  }

  private void call(int token, String name, List<SqlText.Span> arguments) {
    switch (name) {
      case "concat" -> concat(token, arguments);
      case "greatest", "least" -> inList(token, name);
      case "if" -> withoutElse(token, arguments);
      case "contains" -> network(token, arguments);
      case "json_extract", "json_extract_scalar" -> path(token, arguments);
      case "json_value", "json_query", "json_exists" -> sqlJson(token, name, arguments);
      case "typeof" -> rewriting.replace(sql.from(token), sql.to(token), "th_typeof");
      case "length" -> bytes(token, "octet_length");
      case "reverse" -> lists(token, "list_reverse");
      case "normalize" -> form(arguments);
      case "json_object" -> {
        members(token);
        rewriting.insert(sql.from(token), "CAST(");
        rewriting.insert(sql.to(sql.closing(token + 1)), " AS VARCHAR)");
      }
      case "json_array" -> array(token, arguments);
      case "array_sort" -> sorted(arguments);
      case "lag", "lead" -> behind(arguments);
      case "date_trunc", "date_add" -> date(token, arguments);
      case "sequence" -> sequence(token, arguments);
      case "from_unixtime", "regexp_position" -> tooMany(token, name, arguments);
      case "element_at" -> ofAggregate(token, name, arguments);
      case "cardinality", "map_keys", "map_values" -> ofJson(token, name, arguments);
      default -> {
        if (name.startsWith("regexp_") && arguments.size() > 1) {
          new PatternSpellings(sql, rewriting).rewrite(token, arguments);
        }
      }
    }
  }

  /// NULL among its arguments makes the whole NULL, as `||` does.
  private void concat(int token, List<SqlText.Span> arguments) {
    if (arguments.size() < 2) {
      return;
    }
    rewriting.replace(sql.from(token), sql.to(token + 1), "((");
    for (SqlText.Span argument : arguments.subList(0, arguments.size() - 1)) {
      rewriting.replace(sql.from(argument.end()), sql.to(argument.end()), ") || (");
    }
    rewriting.insert(sql.from(sql.closing(token + 1)), ")");
  }

  private void tooMany(int token, String name, List<SqlText.Span> arguments) {
    if (arguments.size() > 2) {
      throw LiteralSpellings.refused(
          sql,
          token,
          name + " takes two arguments here",
          name.equals("regexp_position")
              ? "Write regexp_position(substr(x, 5), '..') + 4 to begin at the fifth character"
              : "Write from_unixtime(x) + interval '2' hour for an offset from UTC of two hours");
    }
  }

  private void bytes(int token, String call) {
    boolean hex = sql.isWord(token + 2, "x") && sql.is(token + 3, SqlToken.Kind.STRING);
    if (hex || Set.of("to_utf8", "from_hex", "from_base64").contains(sql.name(token + 2))) {
      rewriting.replace(sql.from(token), sql.to(token), call);
    }
  }

  private void lists(int token, String call) {
    if (sql.isWord(token + 2, "array")) {
      rewriting.replace(sql.from(token), sql.to(token), call);
    }
  }

  /// `normalize(x, NFKC)` names the form with a word.
  private void form(List<SqlText.Span> arguments) {
    if (arguments.size() == 2 && sql.is(arguments.get(1).first(), SqlToken.Kind.WORD)) {
      rewriting.insert(sql.from(arguments.get(1).first()), "'");
      rewriting.insert(sql.to(arguments.get(1).first()), "'");
    }
  }

  /// `json_object('a' : 1)` and `json_object(KEY 'a' VALUE 1)`.
  private void members(int token) {
    int open = token + 1;
    for (int i = open + 1; i < sql.closing(open); i++) {
      boolean here = sql.opening(i) == open;
      if (here && (sql.isSymbol(i, ":") || sql.isWord(i, "value"))) {
        rewriting.replace(sql.from(i), sql.to(i), ",");
      } else if (here && sql.isWord(i, "key") && sql.is(i + 1, SqlToken.Kind.STRING)) {
        rewriting.replace(sql.from(i), sql.to(i), "");
      }
    }
  }

  /// NULL among the elements is left out.
  private void array(int token, List<SqlText.Span> arguments) {
    int close = sql.closing(token + 1);
    boolean nulls = sql.isWord(close - 1, "null") && sql.isWord(close - 2, "on");
    if (nulls) {
      throw LiteralSpellings.refused(
          sql,
          close - 3,
          "json_array without further words leaves NULL out",
          "Write json_array(a, b), or CAST(array[a, b] AS JSON) to keep NULL");
    }
    rewriting.replace(sql.from(token), sql.to(token + 1), "th_json_list([");
    for (SqlText.Span each : arguments) {
      rewriting.insert(sql.from(each.first()), "to_json(");
      rewriting.insert(sql.to(each.end() - 1), ")");
    }
    rewriting.replace(sql.from(close), sql.to(close), "])");
  }

  private void sorted(List<SqlText.Span> arguments) {
    if (arguments.size() == 2 && sql.isSymbol(arguments.get(1).first(), "(")) {
      throw LiteralSpellings.refused(
          sql,
          arguments.get(1).first(),
          "array_sort takes no lambda here",
          "Write array_sort(a), or array_agg(x ORDER BY ..) over UNNEST(a) AS t(x)");
    }
  }

  private void behind(List<SqlText.Span> arguments) {
    if (arguments.size() > 1 && sql.isSymbol(arguments.get(1).first(), "-")) {
      throw LiteralSpellings.refused(
          sql,
          arguments.get(1).first(),
          "the offset must be at least 0",
          "Use lead or lag instead");
    }
  }

  private void inList(int token, String name) {
    rewriting.replace(sql.from(token), sql.to(token + 1), "th_" + name + "([");
    int close = sql.closing(token + 1);
    rewriting.replace(sql.from(close), sql.to(close), "])");
  }

  private void withoutElse(int token, List<SqlText.Span> arguments) {
    if (arguments.size() == 2) {
      rewriting.insert(sql.from(sql.closing(token + 1)), ", NULL");
    }
  }

  /// `contains('10.0.0.0/8', address)`. Two texts would be a search for one in the other.
  private void network(int token, List<SqlText.Span> arguments) {
    if (arguments.size() != 2) {
      return;
    }
    SqlText.Span first = arguments.getFirst();
    boolean literal = first.length() == 1 && sql.is(first.first(), SqlToken.Kind.STRING);
    boolean network =
        literal && sql.unquoted(first.first()).matches("[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*/\\d+");
    SqlText.Span second = arguments.get(1);
    boolean address = second.length() > 1 && isAddress(second);
    if (network && second.length() == 1 && sql.is(second.first(), SqlToken.Kind.STRING)) {
      throw LiteralSpellings.refused(
          sql,
          second.first(),
          "contains needs an address after a network",
          "Write contains('10.0.0.0/8', TRY_CAST(sourceipaddress AS IPADDRESS))");
    }
    if (network || address) {
      rewriting.replace(sql.from(token), sql.to(token), "th_in_network");
    }
  }

  private boolean isAddress(SqlText.Span span) {
    for (int i = span.first(); i < span.end(); i++) {
      if (sql.isWord(i, "ipaddress")) {
        return true;
      }
    }
    return false;
  }

  /// A path that is written out is read once; one that the engine reads likewise is left to it.
  private void path(int token, List<SqlText.Span> arguments) {
    if (arguments.size() != 2) {
      return;
    }
    String ours = sql.name(token).replace("json_extract_scalar", "json_scalar");
    opened(arguments.getFirst());
    SqlText.Span path = arguments.get(1);
    int literal = path.first();
    if (path.length() != 1 || !sql.is(literal, SqlToken.Kind.STRING)) {
      throughText(token, ours);
      return;
    }
    try {
      List<Object> steps = JsonPaths.parse(sql.unquoted(literal));
      StringBuilder plain = new StringBuilder("$");
      for (Object step : steps) {
        if (step instanceof String key && !key.matches("[\\w :/@.-]+")) {
          throughText(token, ours);
          return;
        }
        plain.append(step instanceof String key ? ".\"" + key + "\"" : "[" + step + "]");
      }
      rewriting.replace(sql.from(literal), sql.to(literal), TableView.quoted(plain.toString()));
    } catch (IllegalArgumentException e) {
      throw LiteralSpellings.refused(
          sql,
          literal,
          "this JSON path is not understood",
          "Write it as $.key[0][\"other key\"], without wildcards");
    }
  }

  /// A column of JSON may hold a text that itself is JSON.
  private void opened(SqlText.Span column) {
    if (FunctionSpellings.isJsonColumn(sql, column)) {
      rewriting.insert(sql.from(column.first()), "th_open(");
      rewriting.insert(sql.to(column.end() - 1), ")");
    }
  }

  private void throughText(int token, String name) {
    rewriting.replace(sql.from(token), sql.to(token + 1), "th_" + name + "_any(");
  }

  /// `json_value(j, 'lax $.a' RETURNING bigint)` and its kin.
  private void sqlJson(int token, String name, List<SqlText.Span> arguments) {
    int literal = arguments.size() == 2 ? arguments.get(1).first() : -1;
    int close = sql.closing(token + 1);
    boolean known = sql.is(literal, SqlToken.Kind.STRING);
    String kind = name.substring("json_".length());
    if (known) {
      opened(arguments.getFirst());
    }
    if (known && kind.equals("value") && sql.isWord(literal + 1, "returning")) {
      rewriting.insert(sql.from(token), "CAST(");
      rewriting.replace(sql.from(literal + 1), sql.to(literal + 1), ") AS");
    } else if (known && kind.equals("query") && isWrapper(literal + 1, close)) {
      kind = "wrapped";
      rewriting.replace(sql.from(literal + 1), sql.from(close), "");
    } else if (known
        && kind.equals("query")
        && sql.isWord(literal + 1, "omit")
        && sql.isWord(literal + 2, "quotes")
        && literal + 3 == close) {
      kind = "unquoted";
      rewriting.replace(sql.from(literal + 1), sql.from(close), "");
    } else if (!known || literal + 1 != close) {
      throw LiteralSpellings.refused(
          sql,
          token,
          name + " is not understood here",
          "Write " + name + "(json, 'lax $.key[0]'), without further words");
    }
    rewriting.replace(
        sql.from(token),
        sql.to(token + 1),
        (kind.equals("exists") ? "th_is" : "th_sql") + "_json('" + kind + "', ");
  }

  private boolean isWrapper(int from, int close) {
    boolean more = sql.isWord(from + 1, "unconditional") || sql.isWord(from + 1, "without");
    return sql.isWord(from, "with")
        && !more
        && sql.isWord(close - 1, "wrapper")
        && close - from <= 3;
  }

  /// Whether some tokens are surely a DATE.
  static boolean isDate(SqlText sql, SqlText.Span span) {
    String first = sql.name(span.first());
    boolean cast = first.equals("cast") || first.equals("try_cast");
    boolean whole =
        sql.isSymbol(span.first() + 1, "(")
            ? sql.closing(span.first() + 1) == span.end() - 1
            : span.length() <= 2;
    return whole && (DATES.contains(first) || (cast && sql.isWord(span.end() - 2, "date")));
  }

  /// Of a DATE a DATE.
  private void date(int token, List<SqlText.Span> arguments) {
    if (arguments.size() > 1 && isDate(sql, arguments.getLast())) {
      String unit = sql.unquoted(arguments.getFirst().first()).toLowerCase(java.util.Locale.ROOT);
      if (Set.of("hour", "minute", "second", "millisecond").contains(unit)) {
        throw LiteralSpellings.refused(
            sql, token, "a DATE has no " + unit, "Write CAST(.. AS TIMESTAMP) around the date");
      }
      rewriting.insert(sql.from(token), "CAST(");
      rewriting.insert(sql.to(sql.closing(token + 1)), " AS DATE)");
    }
  }

  private void sequence(int token, List<SqlText.Span> arguments) {
    if (arguments.size() > 1 && isDate(sql, arguments.getFirst())) {
      rewriting.replace(sql.from(token), sql.to(token), "th_dates");
    }
  }

  /// Of a map that is an aggregate the engine does not see in time that it is no JSON text.
  private boolean ofAggregate(int token, String name, List<SqlText.Span> arguments) {
    boolean map =
        !arguments.isEmpty()
            && MAP_AGGREGATES.contains(sql.name(arguments.getFirst().first()))
            && sql.closing(arguments.getFirst().first() + 1) == arguments.getFirst().end() - 1;
    if (map) {
      rewriting.replace(sql.from(token), sql.to(token), "th_of_" + name);
    }
    return map;
  }

  private void ofJson(int token, String name, List<SqlText.Span> arguments) {
    if (!name.equals("cardinality") && ofAggregate(token, name, arguments)) {
      return;
    }
    if (arguments.size() == 1 && FunctionSpellings.isJsonColumn(sql, arguments.getFirst())) {
      rewriting.replace(sql.from(token), sql.to(token), "th_json_" + name);
    }
  }
}
