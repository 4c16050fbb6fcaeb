package io.trailhouse.query;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The types that Trino and Athena name in casts, in the engine's words: `ARRAY(VARCHAR)`,
/// `ARRAY<ROW(a VARCHAR)>`, `TIMESTAMP(3) WITH TIME ZONE`, `IPADDRESS`.
final class TypeSpellings {
  private static final Set<String> JSON_MAKERS =
      Set.of("json_extract", "json_parse", "json_array_get");

  private static final Set<String> WHOLE =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT");

  private static final int MOST_PADDED = 1000;

  /// How a text becomes what the engine would read more from than Trino.
  private static final Map<String, String> FROM_TEXT =
      Map.of(
          "TIMESTAMP", "timestamp",
          "DATE", "date",
          "BOOLEAN", "boolean",
          "DOUBLE", "double",
          "REAL", "double");

  private final SqlText sql;
  private final Rewriting rewriting;
  private int at;

  TypeSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      if ((sql.isWord(i, "cast") || sql.isWord(i, "try_cast")) && sql.isSymbol(i + 1, "(")) {
        int close = sql.closing(i + 1);
        int as = asOf(i + 2, close);
        if (as > 0) {
          cast(i, as, close);
        }
      }
    }
  }

  private int asOf(int from, int close) {
    for (int i = from; i < close; i++) {
      if (sql.isSymbol(i, "(")) {
        i = sql.closing(i);
      } else if (sql.isWord(i, "as")) {
        return i;
      }
    }
    return -1;
  }

  private void cast(int token, int as, int close) {
    at = as + 1;
    String written = sql.name(at);
    int size = sizeOf(at);
    String type = type();
    if (type == null || at != close) {
      return;
    }
    boolean tries = sql.isWord(token, "try_cast");
    if (written.equals("ipprefix")) {
      throw LiteralSpellings.noNetworks(sql, as + 1);
    } else if (written.equals("char") && size > 0 && size <= MOST_PADDED && isShown(token, close)) {
      call(token, "th_padded(th_text(", as, close, "), " + size + ")");
    } else if (written.equals("char")) {
      throw LiteralSpellings.refused(
          sql,
          as + 1,
          "the type CHAR, which pads its texts, can only be shown here",
          "Use VARCHAR");
    } else if (written.equals("ipaddress")) {
      call(token, tries ? "th_try_ip(" : "th_cast_ip(", as, close, ")");
    } else if (isJson(token + 2)) {
      ofJson(token, as, close, type);
    } else if (type.equals("VARCHAR")) {
      text(token, as, close, size);
    } else if (WHOLE.contains(type)) {
      inner(token, as, tries ? "th_try_whole(" : "th_whole(", type, close);
    } else if (type.equals("JSON")) {
      call(token, "to_json(", as, close, ")");
    } else if (type.equals("TIMESTAMPTZ")) {
      inner(token, as, tries ? "th_try_zoned(" : "th_as_zoned(", type, close);
    } else if (FROM_TEXT.containsKey(type)) {
      String kind = (tries ? "th_try_as('" : "th_as('") + FROM_TEXT.get(type) + "', ";
      inner(token, as, kind, type, close);
    } else {
      rewriting.replace(sql.from(as + 1), sql.from(close), type);
    }
  }

  /// Whether a cast is a column of the answer, which nothing compares.
  private boolean isShown(int token, int close) {
    boolean outermost = sql.opening(token) < 0 && sql.isWord(0, "select");
    boolean begins = sql.isWord(token - 1, "select") || sql.isSymbol(token - 1, ",");
    boolean ends =
        close + 1 == sql.size()
            || sql.isSymbol(close + 1, ",")
            || sql.isSymbol(close + 1, "||")
            || sql.isWord(close + 1, "from");
    return outermost && begins && ends && sql.tokens().stream().noneMatch(this::unites);
  }

  private boolean unites(SqlToken token) {
    String word = sql.text().substring(token.from(), token.to());
    return Set.of("union", "intersect", "except").contains(word.toLowerCase(Locale.ROOT));
  }

  private boolean isJson(int first) {
    return (JSON_MAKERS.contains(sql.name(first)) && sql.isSymbol(first + 1, "("))
        || (sql.isWord(first, "json") && sql.is(first + 1, SqlToken.Kind.STRING));
  }

  private int sizeOf(int token) {
    boolean sized = sql.isSymbol(token + 1, "(") && sql.raw(token + 2).matches("\\d{1,9}");
    return sized ? Integer.parseInt(sql.raw(token + 2)) : -1;
  }

  /// The cast becomes a call of the value alone.
  private void call(int token, String before, int as, int close, String after) {
    rewriting.replace(sql.from(token), sql.to(token + 1), before);
    rewriting.replace(sql.from(as), sql.to(close), after);
  }

  /// The value is prepared, and cast then.
  private void inner(int token, int as, String before, String type, int close) {
    rewriting.insert(sql.from(token + 2), before);
    rewriting.insert(sql.to(as - 1), ")");
    rewriting.replace(sql.from(as + 1), sql.from(close), type);
  }

  private void text(int token, int as, int close, int size) {
    String name = sql.name(token + 2);
    boolean column =
        as == token + 3 && !name.equals("eventtime") && FunctionSpellings.isPlain(name);
    if (size < 0 && column) {
      rewriting.replace(sql.from(as + 1), sql.from(close), "VARCHAR");
    } else if (size < 0) {
      call(token, "th_text(", as, close, ")");
    } else {
      call(token, "th_left(", as, close, ", " + size + ")");
    }
  }

  private void ofJson(int token, int as, int close, String type) {
    boolean tries = sql.isWord(token, "try_cast");
    String before = "CAST(CAST(th_json_shaped(CAST(";
    String after = " AS VARCHAR), " + TableView.quoted(type) + ") AS JSON) AS " + type + ")";
    if (type.equals("VARCHAR")) {
      before = tries ? "th_json_try_text(" : "th_json_text(";
      after = ")";
    }
    call(token, tries ? "try(" + before : before, as, close, tries ? after + ")" : after);
  }

  /// Reads the type that begins at the current token; null for one that is not known here.
  private @Nullable String type() {
    String name = sql.name(at++);
    return switch (name) {
      case "array" -> within(1, "%s[]");
      case "map" -> within(2, "MAP(%s, %s)");
      case "row", "struct" -> fields();
      case "varchar", "char", "string", "ipaddress", "ipprefix" -> sized("VARCHAR");
      case "varbinary" -> "BLOB";
      case "timestamp" -> timestamp();
      case "decimal", "numeric" -> decimal();
      case "double" -> {
        at += sql.isWord(at, "precision") ? 1 : 0;
        yield "DOUBLE";
      }
      case "" -> null;
      default -> name.toUpperCase(Locale.ROOT);
    };
  }

  private @Nullable String within(int count, String form) {
    if (!opens()) {
      return null;
    }
    Object[] inner = new Object[count];
    for (int i = 0; i < count; i++) {
      if (i > 0 && !sql.isSymbol(at++, ",")) {
        return null;
      }
      String type = type();
      if (type == null) {
        return null;
      }
      inner[i] = type;
    }
    return closes() ? String.format(form, inner) : null;
  }

  private @Nullable String fields() {
    if (!opens()) {
      return null;
    }
    StringBuilder made = new StringBuilder("STRUCT(");
    do {
      String field = sql.name(at++);
      at += sql.isSymbol(at, ":") ? 1 : 0;
      String type = field.isEmpty() ? null : type();
      if (type == null) {
        return null;
      }
      made.append('"').append(field.replace("\"", "\"\"")).append("\" ").append(type);
      if (sql.isSymbol(at, ",")) {
        made.append(", ");
      }
    } while (sql.isSymbol(at++, ","));
    at--;
    return closes() ? made.append(')').toString() : null;
  }

  private String sized(String name) {
    if (sql.isSymbol(at, "(") && sql.is(at + 1, SqlToken.Kind.NUMBER)) {
      at = sql.closing(at) + 1;
    }
    return name;
  }

  private String timestamp() {
    sized("");
    if (sql.isWord(at, "with") && sql.isWord(at + 1, "time") && sql.isWord(at + 2, "zone")) {
      at += 3;
      return "TIMESTAMPTZ";
    }
    return "TIMESTAMP";
  }

  private String decimal() {
    if (!sql.isSymbol(at, "(")) {
      return "DECIMAL(38, 0)";
    }
    int close = sql.closing(at);
    String type = "DECIMAL" + sql.text().substring(sql.from(at), sql.to(close));
    at = close + 1;
    return type;
  }

  private boolean opens() {
    return passes("(") || passes("<");
  }

  private boolean closes() {
    return passes(")") || passes(">");
  }

  private boolean passes(String symbol) {
    boolean here = sql.isSymbol(at, symbol);
    at += here ? 1 : 0;
    return here;
  }
}
