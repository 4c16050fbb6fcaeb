package io.trailhouse.query;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/// A search for events: turned into one SELECT, newest event first.
///
/// @param terms conditions that must all hold
/// @param from the earliest time in UTC, inclusive; null for none
/// @param to the time in UTC before which events lie; null for none
/// @param limit how many events at most; [#ALL] for no bound
public record EventSearch(
    List<SearchTerm> terms, @Nullable LocalDateTime from, @Nullable LocalDateTime to, int limit) {

  /// No bound.
  public static final int ALL = -1;

  /// The name of a field that is the account of [IdentitySql].
  public static final String ACCOUNT = "account";

  private static final String FOR_PROGRAMS =
      "eventtime, recipientaccountid, awsregion, eventsource, eventname, "
          + IdentitySql.WHO
          + " AS who, sourceipaddress, errorcode, eventid";
  private static final String FOR_PEOPLE =
      "eventtime, replace(eventsource, '.amazonaws.com') || ':' || eventname AS event, "
          + IdentitySql.WHO
          + " AS who, sourceipaddress AS ip, errorcode AS error, "
          + IdentitySql.ACCOUNT
          + " AS account, awsregion AS region, left(eventid, 8) AS id";

  /// As [#run] does for programs, with names that are short and those of the search language.
  private static final String FOR_A_PAGE =
      "eventtime AS \"time\", "
          + IdentitySql.ACCOUNT
          + " AS account, awsregion AS region, replace(eventsource, '.amazonaws.com') AS service,"
          + " eventname AS call, "
          + IdentitySql.WHO
          + " AS who, sourceipaddress AS address, errorcode AS error, readonly, eventcategory AS"
          + " category, eventid AS id";

  /// The search as a statement whose columns have the names of the search language: `time, account,
  /// region, service, call, who, address, error, readonly, category, id`.
  ///
  /// Account and caller are worked out of many columns, so only for the rows that the limit leaves.
  ///
  /// @param events the columns of `events`
  public String statement(Schema events) {
    String found = sql(events, "*");
    return "SELECT " + FOR_A_PAGE + " FROM (" + found + ") ORDER BY eventtime DESC, eventid";
  }

  /// Starts the search. For people, an event's id is cut to the length that [EventStory] needs.
  public QueryAnswer run(Sql engine, boolean forPeople) {
    return engine.ask(sql(engine.schema(), forPeople ? FOR_PEOPLE : FOR_PROGRAMS));
  }

  private String sql(Schema schema, String columns) {
    String rows = limit == ALL ? "" : " LIMIT " + limit;
    return "SELECT "
        + columns
        + " FROM events"
        + where(schema)
        + " ORDER BY eventtime DESC, eventid"
        + rows;
  }

  /// What holds for the events that are found, from WHERE on; empty for all events.
  String where(Schema schema) {
    List<String> conditions = new ArrayList<>();
    if (from != null) {
      conditions.add("eventtime >= timestamp '" + ValueText.of(from) + "'");
    }
    if (to != null) {
      conditions.add("eventtime < timestamp '" + ValueText.of(to) + "'");
    }
    terms.forEach(term -> conditions.add(condition(schema, term)));
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private static String condition(Schema schema, SearchTerm term) {
    String holds = holds(schema, term);
    return term.excluded() ? "NOT coalesce(" + holds + ", false)" : holds;
  }

  private static String holds(Schema schema, SearchTerm term) {
    if (term.field() != null) {
      return SearchFields.condition(schema, term.field(), term.value());
    }
    String word = term.value();
    String name = word.substring(0, Math.max(0, word.indexOf(':')));
    return SearchFields.has(schema, name)
        ? SearchFields.condition(schema, name, word.substring(name.length() + 1))
        : Mentions.condition(schema, word);
  }

  /// A text as SQL, also one that the dialect would take for a placeholder.
  static String text(String text) {
    return TableView.quoted(text).replace("${", "$' || '{");
  }
}
