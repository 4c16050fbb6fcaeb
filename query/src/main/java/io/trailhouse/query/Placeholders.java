package io.trailhouse.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What published samples write where an event data store belongs: `$EDS_ID`,
/// `<event_data_store_id>`, `EDS_ID`. There is one store here, so each of them means `events`.
public final class Placeholders {
  private static final Pattern STORE =
      Pattern.compile("(?:\\w+_)?(?:eds|event_?data_?store)s?(?:_?(?:id|arn|name))?_?\\d{0,2}");

  private Placeholders() {}

  /// What to tell somebody whose statement names a store in this way.
  public static Optional<String> remark(String statement) {
    SqlText sql = SqlLexer.read(statement);
    return in(sql).stream()
        .findFirst()
        .map(place ->
            statement.substring(sql.from(place.first()), sql.to(place.end() - 1))
                + " stands for an event data store: this query reads the table events");
  }

  /// The tokens of each such name behind FROM or JOIN.
  static List<SqlText.Span> in(SqlText sql) {
    List<SqlText.Span> found = new ArrayList<>();
    for (int i = 0; i < sql.size(); i++) {
      if (sql.isWord(i, "from") || sql.isWord(i, "join") || continues(found, sql, i)) {
        int end = end(sql, i + 1);
        if (end > i + 1 && isStore(sql, i + 1, end)) {
          found.add(new SqlText.Span(i + 1, end));
        }
      }
    }
    return found;
  }

  /// `FROM $EDS_ID1, $EDS_ID2`, also with names for them.
  private static boolean continues(List<SqlText.Span> found, SqlText sql, int comma) {
    int end = found.isEmpty() ? -1 : found.getLast().end();
    int named = sql.isWord(end, "as") ? end + 2 : end + 1;
    return sql.isSymbol(comma, ",") && end > 0 && (comma == end || comma == named);
  }

  private static int end(SqlText sql, int first) {
    if (!sql.isSymbol(first, "<")) {
      int last = first;
      while (sql.isSymbol(last + 1, "-")
          && sql.is(last + 2, SqlToken.Kind.WORD)
          && sql.from(last + 2) == sql.to(last) + 1) {
        last += 2; // event-data-store-id
      }
      if (last > first) {
        return last + 1;
      }
      return sql.isSymbol(first + 1, ".") ? -1 : first + 1;
    }
    for (int i = first; i < sql.size(); i++) {
      if (sql.isSymbol(i, ">")) {
        return i + 1;
      }
    }
    return -1;
  }

  private static boolean isStore(SqlText sql, int first, int end) {
    boolean word = sql.is(first, SqlToken.Kind.WORD);
    String written =
        first < sql.size() ? sql.text().substring(sql.from(first), sql.to(end - 1)) : "";
    String name =
        written
            .replaceAll("[<>${}\"'`]", "")
            .strip()
            .replaceAll("[\\s-]+", "_")
            .toLowerCase(Locale.ROOT);
    return STORE.matcher(name).matches() && !(word && isNamedByWith(sql, name));
  }

  private static boolean isNamedByWith(SqlText sql, String name) {
    for (int i = 0; i < sql.size(); i++) {
      if (sql.name(i).equals(name) && sql.isWord(i + 1, "as") && sql.isSymbol(i + 2, "(")) {
        return true;
      }
    }
    return false;
  }
}
