package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// A search for events that mention things: turned into one SELECT, newest event first.
///
/// @param terms texts that must all stand somewhere in the event, in any case
/// @param fields a column, a field of a struct (`useridentity.arn`) or a member of a JSON column
///   (`requestparameters.bucketName`), and its value, in which `*` stands for anything
/// @param from the earliest time in UTC, inclusive; null for none
/// @param to the time in UTC before which events lie; null for none
/// @param limit how many events at most
public record EventSearch(
    List<String> terms,
    Map<String, String> fields,
    @Nullable LocalDateTime from,
    @Nullable LocalDateTime to,
    int limit) {

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

  /// Starts the search. For people, an event's id is cut to the length that [EventStory] needs.
  public QueryAnswer run(QueryEngine engine, boolean forPeople) {
    return engine.ask(sql(engine.schema(), forPeople));
  }

  String sql(Schema schema, boolean forPeople) {
    List<String> conditions = new ArrayList<>();
    if (from != null) {
      conditions.add("eventtime >= timestamp '" + ValueText.of(from) + "'");
    }
    if (to != null) {
      conditions.add("eventtime < timestamp '" + ValueText.of(to) + "'");
    }
    fields.forEach((name, value) -> conditions.add(field(schema, name, value)));
    terms.forEach(term -> conditions.add(Mentions.condition(schema, term)));
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return "SELECT "
        + (forPeople ? FOR_PEOPLE : FOR_PROGRAMS)
        + " FROM events"
        + where
        + " ORDER BY eventtime DESC, eventid LIMIT "
        + limit;
  }

  private static String field(Schema schema, String name, String value) {
    String expression = expression(schema, name);
    if (!value.contains("*")) {
      return "lower(" + expression + ") = " + text(value.toLowerCase(Locale.ROOT));
    }
    String pattern =
        value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%");
    return expression + " ILIKE " + text(pattern) + " ESCAPE '\\'";
  }

  private static String expression(Schema schema, String name) {
    if (name.equalsIgnoreCase(ACCOUNT)) {
      return IdentitySql.ACCOUNT;
    }
    Types.NestedField found = schema.caseInsensitiveFindField(name);
    String lower = name.toLowerCase(Locale.ROOT);
    if (found != null && !lower.startsWith("resources.")) {
      String path = schema.findColumnName(found.fieldId());
      return found.type().typeId() == Type.TypeID.STRING ? path : "cast(" + path + " AS varchar)";
    }
    int dot = name.indexOf('.');
    String column = dot < 0 ? "" : lower.substring(0, dot);
    if (FunctionSpellings.JSON_COLUMNS.contains(column)) {
      String path = "$" + name.substring(dot).replaceAll("\\.([^.]+)", ".\"$1\"");
      return "json_extract_scalar(" + column + ", " + text(path) + ")";
    }
    String near = NearName.of(name, paths(schema));
    throw new TrailhouseException(
        Code.WRONG_USE,
        "events have no field " + name,
        "--field " + name,
        near == null ? "DESCRIBE events lists the columns" : "Did you mean " + near + "?");
  }

  private static List<String> paths(Schema schema) {
    List<String> paths = new ArrayList<>();
    schema.columns().forEach(column -> Mentions.leaves(column.type(), column.name(), paths));
    return paths;
  }

  /// A text as SQL, also one that the dialect would take for a placeholder.
  static String text(String text) {
    return TableView.quoted(text).replace("${", "$' || '{");
  }
}
