package io.trailhouse.query;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventReader;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One event in full, and what the same caller did right before and after it.
///
/// @param id the event's whole id
/// @param time when it happened, in UTC
/// @param who who acted, as its record tells
/// @param records the event's record as it came; more than one where accounts or trails disagree
/// @param session what makes the events around it one session, for people
/// @param around the session's events in time order, this one among them
public record EventStory(
    String id,
    LocalDateTime time,
    EventIdentity who,
    List<String> records,
    String session,
    List<Moment> around) {

  /// An event of the session.
  ///
  /// @param asked whether it is the one that was asked for
  public record Moment(
      String eventId, String time, String event, List<String> details, boolean asked) {}

  private static final String MOMENT =
      "eventid, eventtime, replace(eventsource, '.amazonaws.com') || ':' || eventname AS event,"
          + " sourceipaddress, errorcode, recipientaccountid, awsregion";

  /// Tells the story of an event.
  ///
  /// @param id an event's id, or at least the first eight characters of one
  /// @param around how many events of its session before it and after it
  /// @throws TrailhouseException with NOT_FOUND when there is none, WRONG_USE when several begin so
  public static EventStory of(Sql engine, String id, int around) {
    List<List<@Nullable Object>> found = rows(engine, Caller.SQL + " WHERE " + condition(id));
    if (found.isEmpty()) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "there is no event " + id,
          "table events",
          "Search for its id: every event that has it anywhere is found");
    }
    List<String> ids = found.stream().map(row -> String.valueOf(row.get(0))).distinct().toList();
    if (ids.size() > 1) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          ids.size() + " events begin with " + id,
          String.join(", ", ids.subList(0, Math.min(5, ids.size()))),
          "Give more of the id");
    }
    List<String> records =
        found.stream().map(row -> String.valueOf(row.get(1))).distinct().toList();
    Caller caller = Caller.of(found.getFirst());
    return new EventStory(
        ids.getFirst(),
        caller.time(),
        caller.who(),
        records,
        caller.label(),
        moments(engine, caller, ids.getFirst(), around));
  }

  private static String condition(String id) {
    String text = EventSearch.text(id);
    return id.length() < 8 || id.length() >= 36
        ? "eventid = " + text
        : "starts_with(eventid, " + text + ")";
  }

  private static List<Moment> moments(Sql engine, Caller caller, String id, int count) {
    if (caller.condition() == null) {
      return List.of();
    }
    String time = "timestamp '" + ValueText.of(caller.time()) + "'";
    String same = "SELECT " + MOMENT + " FROM events WHERE " + caller.condition();
    String day = " AND eventtime BETWEEN " + time + " - interval '1' day AND " + time;
    String next = " AND eventtime BETWEEN " + time + " AND " + time + " + interval '1' day";
    String self = EventSearch.text(id);
    String before =
        same
            + day
            + " AND (eventtime, eventid) <= ("
            + time
            + ", "
            + self
            + ") ORDER BY eventtime DESC, eventid DESC LIMIT "
            + (count + 1);
    String after =
        same
            + next
            + " AND (eventtime, eventid) > ("
            + time
            + ", "
            + self
            + ") ORDER BY eventtime, eventid LIMIT "
            + count;
    try (SideBySide asked = new SideBySide()) {
      Supplier<List<Moment>> earlier = asked.begin(() -> moments(engine, before, id));
      Supplier<List<Moment>> later = asked.begin(() -> moments(engine, after, id));
      return Stream.concat(earlier.get().reversed().stream(), later.get().stream())
          .distinct()
          .toList();
    }
  }

  private static List<Moment> moments(Sql engine, String sql, String asked) {
    return rows(engine, sql).stream().map(row -> moment(row, asked)).toList();
  }

  private static Moment moment(List<@Nullable Object> row, String asked) {
    String id = String.valueOf(row.get(0));
    List<String> details = new ArrayList<>();
    for (Object detail : row.subList(3, row.size())) {
      if (detail != null) {
        details.add(detail.toString());
      }
    }
    Object time = row.get(1);
    return new Moment(
        id,
        time == null ? "" : ValueText.of(time),
        String.valueOf(row.get(2)),
        List.copyOf(details),
        id.equals(asked));
  }

  private static List<List<@Nullable Object>> rows(Sql engine, String sql) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        rows.add(answer.row());
      }
    }
    return rows;
  }

  /// Who made a call, as far as it tells one session from another.
  private record Caller(
      LocalDateTime time, EventIdentity who, @Nullable String condition, String label) {
    static final String SQL = "SELECT eventid, eventjson, eventtime, useridentity.arn FROM events";

    static Caller of(List<@Nullable Object> row) {
      LocalDateTime time =
          (LocalDateTime) Objects.requireNonNull(row.get(2), "every row has a time");
      EventIdentity who = identity(String.valueOf(row.get(1)));
      String principal = who.principal();
      String ofKey = "useridentity.accesskeyid = " + EventSearch.text(who.accessKey());
      String same =
          (principal.equals(row.get(3)) ? "useridentity.arn" : IdentitySql.PRINCIPAL)
              + " = "
              + EventSearch.text(principal);
      if (!who.sessionName().isEmpty()) {
        String keys = who.accessKey().isEmpty() ? same : "(" + same + " OR " + ofKey + ")";
        return new Caller(time, who, keys, "role session " + principal);
      }
      if (!who.accessKey().isEmpty()) {
        return new Caller(time, who, ofKey, "access key " + who.accessKey());
      }
      return principal.isEmpty()
          ? new Caller(time, who, null, "an unnamed caller")
          : new Caller(time, who, same, "principal " + principal);
    }

    /// Read where everything else reads it, from the record.
    private static EventIdentity identity(String record) {
      List<EventIdentity> found = new ArrayList<>();
      try {
        byte[] file = ("[" + record + "]").getBytes(StandardCharsets.UTF_8);
        new EventReader()
            .read(
                new ByteArrayInputStream(file),
                batch -> found.add(EventIdentity.of(batch.view(0))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return found.isEmpty() ? EventIdentity.of(part -> null, null) : found.getFirst();
    }
  }
}
