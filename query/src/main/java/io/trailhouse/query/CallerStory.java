package io.trailhouse.query;

import io.trailhouse.event.EventIdentity;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What somebody did: a principal by any of its names, a role with all of its sessions, or an
/// access key. Told session by session; a session is what one access key did, or without a key one
/// principal.
///
/// @param sessions the newest first
/// @param moments its events, the newest first
/// @param more whether there are more of these than were wanted
/// @param links where one session began another by taking on a role, in both directions
/// @param findings those of its principals, the newest first
public record CallerStory(
    List<Session> sessions,
    List<Moment> moments,
    boolean more,
    List<Link> links,
    List<Finding> findings) {

  /// A session.
  ///
  /// @param key the access key, else the principal
  public record Session(
      String key,
      String label,
      String account,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to,
      long events,
      long errors) {}

  /// An event of a session.
  public record Moment(
      String id,
      @Nullable LocalDateTime time,
      String session,
      String account,
      String region,
      String event,
      @Nullable String error,
      @Nullable String address,
      @Nullable Boolean readonly) {}

  /// A session that began another.
  ///
  /// @param id of the event
  /// @param from the session that asked for it
  /// @param to the access key of the new one
  public record Link(
      @Nullable LocalDateTime time, String id, String from, String to, String role) {}

  /// A finding.
  ///
  /// @param session the key of the session that it is about; null when that is none of these
  public record Finding(
      String id,
      @Nullable LocalDateTime time,
      String title,
      String level,
      @Nullable String session) {}

  private static final int MOST_SESSIONS = 1000;
  private static final int MOST_LINKS = 1000;
  private static final int MOST_FINDINGS = 1000;
  private static final String KEY =
      "coalesce(useridentity.accesskeyid, " + IdentitySql.PRINCIPAL + ", useridentity.type)";
  private static final String ISSUED =
      "json_extract_scalar(responseelements, '$.credentials.accessKeyId')";

  /// Tells it.
  ///
  /// @param limit how many moments at most
  public static CallerStory of(Sql engine, String name, FindingSearch.Span span, int limit) {
    return new Telling(engine, name, span).all(limit);
  }

  private static final class Telling {
    private final Sql engine;
    private final String name;
    private final FindingSearch.Span span;
    private final String condition;
    private final Map<String, String> principals = new HashMap<>();

    Telling(Sql engine, String name, FindingSearch.Span span) {
      this.engine = engine;
      this.name = name;
      this.span = span;
      this.condition = condition(name);
    }

    /// Any name of a principal, the access key, and of a role its sessions.
    private static String condition(String name) {
      String same = EventSearch.text(name.toLowerCase(Locale.ROOT));
      List<String> any = new ArrayList<>();
      for (String each : SearchFields.namesOfAPrincipal()) {
        any.add("lower(" + each + ") = " + same);
      }
      any.add("lower(useridentity.accesskeyid) = " + same);
      String sessions = EventIdentity.sessionsOf(name);
      if (!sessions.isEmpty()) {
        any.add("starts_with(useridentity.arn, " + EventSearch.text(sessions + "/") + ")");
      }
      return "(" + String.join(" OR ", any) + ")";
    }

    CallerStory all(int limit) {
      List<Session> sessions = sessions();
      List<Moment> moments = moments(limit + 1);
      boolean more = moments.size() > limit;
      if (more) {
        moments.removeLast();
      }
      return new CallerStory(
          sessions,
          moments,
          more,
          sessions.isEmpty() ? List.of() : links(sessions),
          sessions.isEmpty() ? List.of() : findings(moments));
    }

    private List<Session> sessions() {
      String sql =
          "SELECT k, max(label), max(account), min(t), max(t), count(*), count(failed), max(principal)"
              + " FROM (SELECT "
              + KEY
              + " AS k, "
              + IdentitySql.WHO
              + " AS label, "
              + IdentitySql.ACCOUNT
              + " AS account, "
              + IdentitySql.PRINCIPAL
              + " AS principal, eventtime AS t, errorcode AS failed FROM events WHERE "
              + condition
              + bounds("eventtime", 0)
              + ") GROUP BY k ORDER BY max(t) DESC, k LIMIT "
              + MOST_SESSIONS;
      List<Session> sessions = new ArrayList<>();
      try (QueryAnswer answer = engine.ask(sql)) {
        while (answer.next()) {
          Row row = new Row(answer.row());
          principals.put(row.text(7), row.text(0));
          sessions.add(
              new Session(
                  row.text(0),
                  row.text(1),
                  row.text(2),
                  row.time(3),
                  row.time(4),
                  row.number(5),
                  row.number(6)));
        }
      }
      return sessions;
    }

    private List<Moment> moments(int most) {
      String sql =
          "SELECT eventid, eventtime, "
              + KEY
              + ", "
              + IdentitySql.ACCOUNT
              + ", awsregion, replace(eventsource, '.amazonaws.com') || ':' || eventname, errorcode,"
              + " sourceipaddress, readonly FROM events WHERE "
              + condition
              + bounds("eventtime", 0)
              + " ORDER BY eventtime DESC, eventid LIMIT "
              + most;
      List<Moment> moments = new ArrayList<>();
      try (QueryAnswer answer = engine.ask(sql)) {
        while (answer.next()) {
          Row row = new Row(answer.row());
          moments.add(
              new Moment(
                  row.text(0),
                  row.time(1),
                  row.text(2),
                  row.text(3),
                  row.text(4),
                  row.text(5),
                  row.orNull(6),
                  row.orNull(7),
                  row.values().get(8) instanceof Boolean truth ? truth : null));
        }
      }
      return moments;
    }

    /// What began a session may lie as long before it as its credentials live.
    private List<Link> links(List<Session> sessions) {
      String keys =
          sessions.stream()
              .map(each -> EventSearch.text(each.key()))
              .collect(Collectors.joining(", ", "(", ")"));
      String sql =
          "SELECT eventtime, eventid, "
              + KEY
              + ", "
              + ISSUED
              + ", coalesce(json_extract_scalar(responseelements, '$.assumedRoleUser.arn'),"
              + " json_extract_scalar(requestparameters, '$.roleArn'))"
              + " FROM events WHERE eventsource = 'sts.amazonaws.com' AND "
              + ISSUED
              + " IS NOT NULL AND ("
              + condition
              + " OR "
              + ISSUED
              + " IN "
              + keys
              + ")"
              + bounds("eventtime", 36)
              + " ORDER BY eventtime, CASE WHEN useridentity.accesskeyid IS NULL THEN 1 ELSE 0 END,"
              + " eventid LIMIT "
              + MOST_LINKS;
      Map<String, Link> byKey = new LinkedHashMap<>();
      try (QueryAnswer answer = engine.ask(sql)) {
        while (answer.next()) {
          Row row = new Row(answer.row());
          // the account of the role has a record of it, too, which does not name the asking session
          byKey.putIfAbsent(
              row.text(3),
              new Link(row.time(0), row.text(1), row.text(2), row.text(3), row.text(4)));
        }
      }
      return List.copyOf(byKey.values());
    }

    private List<Finding> findings(List<Moment> moments) {
      Map<String, String> sessionOf = new HashMap<>();
      moments.forEach(each -> sessionOf.put(each.id(), each.session()));
      Set<String> names = new LinkedHashSet<>(principals.keySet());
      names.add(name);
      names.remove("");
      String sql =
          "SELECT id, \"time\", title, level, principal, event_ids FROM findings WHERE principal IN "
              + names.stream().map(EventSearch::text).collect(Collectors.joining(", ", "(", ")"))
              + bounds("\"time\"", 0)
              + " ORDER BY \"time\" DESC, findings.id LIMIT "
              + MOST_FINDINGS;
      List<Finding> findings = new ArrayList<>();
      try (QueryAnswer answer = engine.ask(sql)) {
        while (answer.next()) {
          Row row = new Row(answer.row());
          String session = principals.get(row.text(4));
          if (row.values().get(5) instanceof List<?> ids) {
            for (Object id : ids) {
              session = sessionOf.getOrDefault(String.valueOf(id), session);
            }
          }
          findings.add(new Finding(row.text(0), row.time(1), row.text(2), row.text(3), session));
        }
      }
      return findings;
    }

    /// @param before hours that the beginning is earlier
    private String bounds(String column, int before) {
      LocalDateTime from = span.from();
      LocalDateTime to = span.to();
      return (from == null
              ? ""
              : " AND %s >= timestamp '%s'"
                  .formatted(column, ValueText.of(from.minusHours(before))))
          + (to == null ? "" : " AND %s < timestamp '%s'".formatted(column, ValueText.of(to)));
    }
  }

  private record Row(List<@Nullable Object> values) {
    String text(int column) {
      Object value = values.get(column);
      return value == null ? "" : value.toString();
    }

    @Nullable String orNull(int column) {
      Object value = values.get(column);
      return value == null ? null : value.toString();
    }

    @Nullable LocalDateTime time(int column) {
      return values.get(column) instanceof LocalDateTime time ? time : null;
    }

    long number(int column) {
      return values.get(column) instanceof Number number ? number.longValue() : 0;
    }
  }
}
