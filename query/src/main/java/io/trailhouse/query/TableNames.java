package io.trailhouse.query;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The names under which people's SQL knows the event table, each turned into `events`: an event
/// data store's id or ARN as CloudTrail Lake and its federation write them, and the table names of
/// Athena's guide (`cloudtrail_logs`, and what its console makes of a bucket's name).
final class TableNames {
  private static final String ID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final Pattern STORE =
      Pattern.compile(
          "(?:arn:aws[a-z-]*:cloudtrail:[a-z0-9-]*:\\d*:eventdatastore/)?" + ID,
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ATHENA =
      Pattern.compile("cloudtrail_logs(?:_[\\w-]*)?", Pattern.CASE_INSENSITIVE);
  private static final Set<String> BEFORE_A_TABLE = Set.of("from", "join", "describe", "desc");

  private final SqlText sql;
  private final Rewriting rewriting;
  private final Set<String> replaced = new HashSet<>();

  TableNames(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      if (sql.is(i, SqlToken.Kind.WORD) && BEFORE_A_TABLE.contains(sql.name(i))) {
        replaceChain(i + 1, true);
      } else if (sql.isSymbol(i, ",")) {
        replaceChain(i + 1, false);
      }
    }
    for (int i = 0; i < sql.size(); i++) {
      if (replaced.contains(key(i)) && sql.isSymbol(i + 1, ".") && !sql.isSymbol(i - 1, ".")) {
        rewriting.replace(sql.from(i), sql.to(i), "events");
      }
    }
  }

  private void replaceChain(int first, boolean surelyATable) {
    int last = first;
    while (sql.isSymbol(last + 1, ".") && isName(last + 2)) {
      last += 2;
    }
    if (!isName(last) || !(isStore(last) || (surelyATable && isAthena(last)))) {
      return;
    }
    rewriting.replace(sql.from(first), sql.to(last), "events");
    if (first == last) {
      replaced.add(key(last));
    }
  }

  /// A name by which a column's table can be told; a symbol is none.
  private String key(int token) {
    return isName(token) ? sql.raw(token).toLowerCase(Locale.ROOT) : "";
  }

  private boolean isName(int token) {
    return sql.is(token, SqlToken.Kind.WORD)
        || sql.is(token, SqlToken.Kind.QUOTED)
        || sql.is(token, SqlToken.Kind.STORE);
  }

  private boolean isStore(int token) {
    return sql.is(token, SqlToken.Kind.STORE)
        || (sql.is(token, SqlToken.Kind.QUOTED) && STORE.matcher(sql.unquoted(token)).matches());
  }

  private boolean isAthena(int token) {
    return ATHENA.matcher(sql.name(token)).matches();
  }
}
