package io.trailhouse.query;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Columns that other tables of CloudTrail events type or name differently.
final class ColumnSpellings {
  /// Fields of Athena's struct `addendum`, under the names they have in the JSON text kept here.
  private static final Map<String, String> ADDENDUM =
      Map.of(
          "reason", "reason",
          "updatedfields", "updatedFields",
          "originalrequestid", "originalRequestID",
          "originaleventid", "originalEventID");

  /// Text columns that hold `true` or `false`, and are compared with both kinds of value.
  private static final Set<String> SPOKEN_BOOLEANS =
      Set.of("sessioncredentialfromconsole", "mfaauthenticated", "ec2issuedinvpc");

  private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "<=", ">=", "<>", "!=");

  private static final Set<String> NOW = Set.of("current_timestamp", "localtimestamp");

  private final SqlText sql;
  private final Rewriting rewriting;

  ColumnSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      String name = sql.name(i);
      if (name.isEmpty()) {
        continue;
      }
      if (name.equals("addendum") && sql.isSymbol(i + 1, ".")) {
        addendum(i, ADDENDUM.get(sql.name(i + 2)));
      } else if (SPOKEN_BOOLEANS.contains(name)) {
        spoken(i);
      } else if (name.equals("eventtime")) {
        pattern(i);
        joined(i);
        offset(i);
      } else if (sql.is(i, SqlToken.Kind.QUOTED)) {
        rename(i, name);
      } else if (NOW.contains(name) && !sql.isSymbol(i - 1, ".")) {
        now(i);
      } else if (name.equals("credentiaisissuedto")) {
        rewriting.replace(sql.from(i), sql.to(i), "credentialsissuedto");
      }
    }
  }

  private void addendum(int token, @Nullable String member) {
    if (member != null) {
      rewriting.insert(sql.from(start(token)), "th_member(");
      rewriting.replace(sql.from(token + 1), sql.to(token + 2), ", '" + member + "')");
    }
  }

  private void spoken(int token) {
    boolean compared =
        sql.isSymbol(token + 1, "=")
            || sql.isSymbol(token + 1, "<>")
            || sql.isSymbol(token + 1, "!=");
    if (compared && (sql.isWord(token + 2, "true") || sql.isWord(token + 2, "false"))) {
      rewriting.replace(sql.from(token + 2), sql.to(token + 2), "'" + sql.name(token + 2) + "'");
    }
  }

  /// A time compared with LIKE is compared as the text it has in a record.
  private void pattern(int token) {
    int like = sql.isWord(token + 1, "not") ? token + 2 : token + 1;
    if (sql.isWord(like, "like")) {
      rewriting.insert(sql.from(start(token)), "th_iso(");
      rewriting.insert(sql.to(token), ")");
    }
  }

  /// A time joined with texts is joined as the text that it has in a record.
  private void joined(int token) {
    int first = start(token);
    boolean call =
        Set.of("concat", "concat_ws").contains(sql.name(sql.callOf(first)))
            && (sql.isSymbol(first - 1, "(") || sql.isSymbol(first - 1, ","))
            && (sql.isSymbol(token + 1, ")") || sql.isSymbol(token + 1, ","));
    if (call || sql.isSymbol(first - 1, "||") || sql.isSymbol(token + 1, "||")) {
      rewriting.insert(sql.from(first), "th_iso(");
      rewriting.insert(sql.to(token), ")");
    }
  }

  /// A text with an offset from UTC, or a zone, is compared as the time that it is.
  private void offset(int token) {
    int value = sql.isWord(token + 1, "not") ? token + 2 : token + 1;
    boolean between = sql.isWord(value, "between");
    if (sql.isWord(value, "in") && sql.isSymbol(value + 1, "(")) {
      sql.arguments(value + 1).forEach(each -> utc(each.first()));
    }
    value += between ? 1 : 0;
    while (COMPARISONS.contains(sql.raw(value))) {
      value++;
    }
    utc(value);
    if (between && sql.isWord(value + 1, "and")) {
      utc(value + 2);
    }
    int before = start(token) - 1;
    if (COMPARISONS.contains(sql.raw(before))) {
      utc(before - 1);
    }
  }

  private void utc(int value) {
    if (sql.is(value, SqlToken.Kind.STRING)
        && !sql.isWord(value - 1, "timestamp")
        && SqlTexts.isZoned(sql.unquoted(value))) {
      rewriting.insert(sql.from(value), "th_time(");
      rewriting.insert(sql.to(value), ")");
    }
  }

  private void rename(int token, String name) {
    if (name.equals("$path")) {
      rewriting.replace(sql.from(token), sql.to(token), "th_object");
    } else if (sql.raw(token).startsWith("`")) {
      String quoted = "\"" + sql.unquoted(token).replace("\"", "\"\"") + "\"";
      rewriting.replace(sql.from(token), sql.to(token), quoted);
    }
  }

  private void now(int token) {
    boolean precision = sql.isSymbol(token + 1, "(");
    int last = precision && sql.closing(token + 1) > 0 ? sql.closing(token + 1) : token;
    rewriting.replace(sql.from(token), sql.to(last), "now()");
  }

  /// The first token of `table.column`.
  private int start(int token) {
    int first = token;
    while (sql.isSymbol(first - 1, ".") && !sql.name(first - 2).isEmpty()) {
      first -= 2;
    }
    return first;
  }
}
