package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What else the tables know that belongs to one event. Each look is bounded in time, so that its
/// cost is one of some days of the table, however long that is.
///
/// @param resources what its record names, as the member `resources` has it
/// @param file the log file that it came from; null when the row does not tell
/// @param neighbours events that belong to it, in other accounts or sessions too
/// @param findings those that have it among their events
/// @param caller what kind of identity acted and its ARN, empty where the record has none
public record EventContext(
    List<Resource> resources,
    @Nullable Origin file,
    List<Neighbour> neighbours,
    List<Finding> findings,
    Caller caller) {

  /// Something that the event is about.
  ///
  /// @param events other events about it, in seven days before and after; null where counting them
  ///   would take too long
  public record Resource(String arn, String type, String account, @Nullable Long events) {}

  /// A log file.
  ///
  /// @param object as the ledger spells it
  /// @param source by which way it came
  /// @param stored when its row was; null when that is not known
  /// @param delivered when it was delivered; null when its name does not tell
  /// @param sha256 of its unpacked bytes; null when the ledger does not have it
  public record Origin(
      String object,
      String source,
      @Nullable LocalDateTime stored,
      @Nullable String account,
      @Nullable String region,
      @Nullable LocalDateTime delivered,
      @Nullable String sha256) {}

  /// Another event, and what it has to do with the first.
  public record Neighbour(
      String why, String id, @Nullable LocalDateTime time, String account, String event) {}

  /// A finding by its name.
  public record Finding(String id, String title, String level) {}

  /// The identity's own words.
  public record Caller(String type, String arn) {}

  private static final int MOST_RESOURCES = 20;
  private static final int FIRST_EVENTS = 5;
  private static final int MOST_SHARED = 20;

  /// The longest life of credentials that STS gives (GetSessionToken).
  private static final String LIFE_OF_A_KEY = "interval '36' hour";

  private static final Duration MOST_COUNTING = Duration.ofSeconds(5);
  private static final String KEY_ISSUED =
      "json_extract_scalar(responseelements, '$.credentials.accessKeyId')";
  private static final String DETAIL =
      "SELECT resources, th_object, th_source, th_ingested, sharedeventid, useridentity.accesskeyid,"
          + KEY_ISSUED
          + ", useridentity.type, useridentity.arn FROM events WHERE eventid = ";
  private static final int COLUMNS = 9;
  private static final String NEIGHBOUR =
      "SELECT eventid, eventtime, "
          + IdentitySql.ACCOUNT
          + ", replace(eventsource, '.amazonaws.com') || ':' || eventname FROM events WHERE ";

  /// Looks around an event.
  public static EventContext of(Sql engine, EventStory story) {
    return new Looking(engine, story).all();
  }

  private static final class Looking {
    private final Sql engine;
    private final String id;
    private final String time;

    Looking(Sql engine, EventStory story) {
      this.engine = engine;
      this.id = EventSearch.text(story.id());
      this.time = "timestamp '" + ValueText.of(story.time()) + "'";
    }

    EventContext all() {
      try (SideBySide asked = new SideBySide()) {
        Supplier<List<@Nullable Object>> row =
            asked.begin(() -> first(DETAIL + id + " AND eventtime = " + time, COLUMNS));
        Supplier<List<Finding>> findings = asked.begin(this::findings);
        List<@Nullable Object> detail = row.get();
        Supplier<List<Resource>> resources = asked.begin(() -> resources(detail.get(0)));
        Supplier<@Nullable Origin> file = asked.begin(() -> file(detail));
        Supplier<List<Neighbour>> neighbours =
            asked.begin(() -> neighbours(text(detail, 4), text(detail, 5), text(detail, 6)));
        return new EventContext(
            resources.get(),
            file.get(),
            neighbours.get(),
            findings.get(),
            new Caller(text(detail, 7), text(detail, 8)));
      }
    }

    /// The first row; without one, as when it was removed since, nothing in each column.
    private List<@Nullable Object> first(String sql, int columns) {
      try (QueryAnswer answer = engine.ask(sql + " LIMIT 1")) {
        List<@Nullable Object> nothing = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
          nothing.add(null);
        }
        return answer.next() ? answer.row() : nothing;
      }
    }

    private List<Resource> resources(@Nullable Object listed) {
      Map<String, Resource> named = new LinkedHashMap<>();
      if (listed instanceof List<?> list) {
        for (Object each : list) {
          if (each instanceof Map<?, ?> one && named.size() < MOST_RESOURCES) {
            String arn = text(one, "arn");
            named.putIfAbsent(
                arn, new Resource(arn, text(one, "type"), text(one, "accountid"), null));
          }
        }
      }
      named.remove("");
      Map<String, Long> counts = named.isEmpty() ? Map.of() : counts(named.keySet());
      return named.values().stream()
          .map(each ->
              new Resource(
                  each.arn(),
                  each.type(),
                  each.account(),
                  counts == null ? null : counts.getOrDefault(each.arn(), 0L)))
          .toList();
    }

    /// Null when it takes too long: how many there are is worth a moment, not a minute.
    private @Nullable Map<String, Long> counts(Iterable<String> arns) {
      List<String> texts = new ArrayList<>();
      arns.forEach(each -> texts.add(EventSearch.text(each)));
      String sql =
          "SELECT r.arn, count(DISTINCT eventid) FROM events CROSS JOIN UNNEST(resources) AS t(r)"
              + " WHERE eventtime BETWEEN %1$s - interval '7' day AND %1$s + interval '7' day"
                  .formatted(time)
              + " AND eventid <> "
              + id
              + " AND r.arn IN ("
              + String.join(", ", texts)
              + ") GROUP BY r.arn";
      long begun = System.nanoTime();
      Map<String, Long> counts = new LinkedHashMap<>();
      try (QueryAnswer answer =
          engine.ask(
              sql,
              started ->
                  CompletableFuture.delayedExecutor(MOST_COUNTING.toMillis(), TimeUnit.MILLISECONDS)
                      .execute(started::cancel))) {
        while (answer.next()) {
          counts.put(
              String.valueOf(answer.value(0)),
              answer.value(1) instanceof Number number ? number.longValue() : 0L);
        }
        return counts;
      } catch (TrailhouseException e) {
        boolean late = System.nanoTime() - begun >= MOST_COUNTING.toNanos();
        if (e.code() == Code.QUERY_LIMIT && late) {
          return null;
        }
        throw e;
      }
    }

    private @Nullable Origin file(List<@Nullable Object> detail) {
      String object = text(detail, 1);
      if (object.isEmpty()) {
        return null;
      }
      List<@Nullable Object> row =
          first(
              "SELECT account, region, delivered_at, sha256 FROM log_files WHERE origin = "
                  + EventSearch.text(object)
                  + " ORDER BY ingested",
              4);
      return new Origin(
          object,
          text(detail, 2),
          time(detail.get(3)),
          textOrNull(row.get(0)),
          textOrNull(row.get(1)),
          time(row.get(2)),
          textOrNull(row.get(3)));
    }

    private List<Neighbour> neighbours(String shared, String key, String issued) {
      List<Neighbour> all = new ArrayList<>();
      if (!shared.isEmpty()) {
        add(
            all,
            "the same event in another account",
            "sharedeventid = "
                + EventSearch.text(shared)
                + " AND eventid <> "
                + id
                + " AND eventtime BETWEEN %1$s - interval '1' day AND %1$s + interval '1' day"
                    .formatted(time),
            MOST_SHARED);
      }
      if (!key.isEmpty()) {
        add(
            all,
            "it gave the credentials that this event used",
            "eventsource = 'sts.amazonaws.com' AND %s = %s AND eventtime BETWEEN %s - %s AND %3$s"
                .formatted(KEY_ISSUED, EventSearch.text(key), time, LIFE_OF_A_KEY),
            FIRST_EVENTS);
      }
      if (!issued.isEmpty()) {
        add(
            all,
            "done with the credentials that this event gave",
            "useridentity.accesskeyid = %s AND eventtime BETWEEN %s AND %2$s + %s"
                .formatted(EventSearch.text(issued), time, LIFE_OF_A_KEY),
            FIRST_EVENTS);
      }
      return all;
    }

    private void add(List<Neighbour> all, String why, String condition, int most) {
      String sql = NEIGHBOUR + condition + " ORDER BY eventtime, eventid LIMIT " + most;
      try (QueryAnswer answer = engine.ask(sql)) {
        while (answer.next()) {
          List<@Nullable Object> row = answer.row();
          all.add(new Neighbour(why, text(row, 0), time(row.get(1)), text(row, 2), text(row, 3)));
        }
      }
    }

    private List<Finding> findings() {
      List<Finding> all = new ArrayList<>();
      try (QueryAnswer answer =
          engine.ask(
              "SELECT id, title, level FROM findings WHERE contains(event_ids, "
                  + id
                  + ") ORDER BY \"time\" DESC, findings.id LIMIT 100")) {
        while (answer.next()) {
          List<@Nullable Object> row = answer.row();
          all.add(new Finding(text(row, 0), text(row, 1), text(row, 2)));
        }
      }
      return all;
    }

    private static String text(Map<?, ?> struct, String name) {
      Object value = struct.get(name);
      return value == null ? "" : value.toString();
    }

    private static String text(List<@Nullable Object> row, int column) {
      Object value = row.get(column);
      return value == null ? "" : value.toString();
    }

    private static @Nullable String textOrNull(@Nullable Object value) {
      return value == null ? null : value.toString();
    }

    private static @Nullable LocalDateTime time(@Nullable Object value) {
      return value instanceof LocalDateTime time ? time : null;
    }
  }
}
