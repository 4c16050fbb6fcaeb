package io.trailhouse.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Narrows any SELECT to some events, without looking into it: a WITH ahead of it gives the name
/// `events` to those of them that are wanted, all columns as they are. What a name of WITH covers
/// is the engine's business, so no place where the statement reads `events` can be missed, and no
/// condition of it changes its meaning. Other tables are not narrowed.
///
/// Values may be any text: each stands in the statement as one literal.
///
/// @param accounts those that received the event; empty for all
/// @param regions empty for all
/// @param principal who acted, as the field `principal` of a search: any of its names, in any case,
///   with `*` for anything; null for everybody
public record EventFilter(List<String> accounts, List<String> regions, @Nullable String principal) {
  /// Leaves a statement as it is.
  public static final EventFilter ALL = new EventFilter(List.of(), List.of(), null);

  private static final String EVENTS = "events";

  /// Before any event of CloudTrail: no file is opened for it.
  private static final String NEVER = "eventTime < timestamp '1970-01-01 00:00:00'";

  public EventFilter {
    accounts = List.copyOf(accounts);
    regions = List.copyOf(regions);
  }

  /// Why a statement cannot be narrowed; null when it can.
  public static @Nullable String refusal(String sql) {
    List<SqlStatement> statements = SqlStatement.of(sql);
    if (statements.size() != 1) {
      return statements.isEmpty() ? "there is no statement" : "there is more than one statement";
    }
    SqlText tokens = SqlLexer.read(sql);
    if (!tokens.isWord(0, "select") && !tokens.isWord(0, "with")) {
      return "it must begin with SELECT or WITH";
    }
    if (tokens.isWord(0, "with") && tokens.isWord(1, "recursive")) {
      return "WITH RECURSIVE cannot be narrowed to accounts, Regions and principals";
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.name(i).equals(EVENTS) && isNamedByWith(tokens, i)) {
        return "WITH gives the name events to something else";
      }
    }
    return null;
  }

  private static boolean isNamedByWith(SqlText tokens, int name) {
    int next = name + 1;
    if (tokens.isSymbol(next, "(") && tokens.closing(next) > 0) {
      next = tokens.closing(next) + 1;
    }
    boolean before =
        tokens.isWord(name - 1, "with")
            || tokens.isWord(name - 1, "recursive")
            || tokens.isSymbol(name - 1, ",");
    boolean query =
        tokens.isSymbol(next + 1, "(")
            || tokens.isWord(next + 1, "materialized")
            || tokens.isWord(next + 1, "not");
    return before && tokens.isWord(next, "as") && query;
  }

  /// The statement over the events that are wanted, without the mark of its end. The WITH is a line
  /// of its own, so that every column stays where it is and every line moves by one; without a
  /// condition nothing moves.
  ///
  /// @param sql one for which there is no [#refusal]
  public String over(String sql) {
    List<String> conditions = new ArrayList<>();
    if (!accounts.isEmpty()) {
      conditions.add("recipientAccountId IN " + texts(accounts));
    }
    if (!regions.isEmpty()) {
      conditions.add("awsRegion IN " + texts(regions));
    }
    if (principal != null) {
      conditions.add(SearchFields.principal(principal));
    }
    return conditions.isEmpty() ? bare(sql) : over(sql, String.join(" AND ", conditions));
  }

  /// The statement over no event at all, for who wants to know whether it can run and what columns
  /// it has. It opens no file of events.
  ///
  /// @param sql one for which there is no [#refusal]
  public static String overNone(String sql) {
    return over(sql, NEVER);
  }

  private static String over(String sql, String condition) {
    String bare = bare(sql);
    SqlText tokens = SqlLexer.read(bare);
    String head = "WITH events AS (SELECT * FROM events WHERE " + condition + ")";
    if (!tokens.isWord(0, "with")) {
      return head + "\n" + bare;
    }
    String blank = " ".repeat("with".length());
    return head + ",\n" + bare.substring(0, tokens.from(0)) + blank + bare.substring(tokens.to(0));
  }

  private static String bare(String sql) {
    return SqlStatement.of(sql).getFirst().text();
  }

  private static String texts(List<String> values) {
    return values.stream().map(EventSearch::text).collect(Collectors.joining(", ", "(", ")"));
  }
}
