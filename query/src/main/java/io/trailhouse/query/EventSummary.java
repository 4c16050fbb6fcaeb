package io.trailhouse.query;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a search finds, in numbers: how many events, when, and of whom.
///
/// All of it comes out of one pass over the events, since looking for a text in every column costs
/// far more than counting what is found.
///
/// @param total all events found
/// @param from where counting began; null without a bound when there are no events at all
/// @param to where it ended, exclusive; null likewise
/// @param seconds the length of a bucket
/// @param counts each bucket from the first to the last, those without events too
/// @param facets a field's name and its values with most events, the most frequent first
public record EventSummary(
    long total,
    @Nullable LocalDateTime from,
    @Nullable LocalDateTime to,
    long seconds,
    List<Bucket> counts,
    Map<String, List<Value>> facets) {

  /// Events of a span of time.
  ///
  /// @param errors those of the events that failed
  public record Bucket(LocalDateTime time, long events, long errors) {}

  /// A value of a field and how many of the events have it.
  public record Value(String value, long events) {}

  private static final int MOST_VALUES = 10;

  /// Lengths of a bucket, in seconds, that people can read off an axis; then whole weeks.
  private static final long[] LENGTHS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
    172_800
  };

  private static final long WEEK = 604_800;

  /// The fields, each a term of a search that finds what is counted.
  private static final Map<String, String> FACETS = facetExpressions();

  private static Map<String, String> facetExpressions() {
    Map<String, String> facets = new LinkedHashMap<>();
    facets.put(EventSearch.ACCOUNT, IdentitySql.ACCOUNT);
    facets.put("region", "awsregion");
    facets.put("service", "replace(eventsource, '.amazonaws.com')");
    facets.put("call", "eventname");
    facets.put("principal", IdentitySql.PRINCIPAL);
    facets.put("address", "sourceipaddress");
    facets.put("error", "errorcode");
    facets.put("readonly", "CAST(readonly AS VARCHAR)");
    facets.put("category", "eventcategory");
    facets.put("source", "th_source");
    return facets;
  }

  /// Counts what a search finds; its limit does not count.
  ///
  /// @param buckets at most so many
  public static EventSummary of(Sql engine, EventSearch search, int buckets) {
    LocalDateTime from = search.from();
    LocalDateTime to = search.to();
    if (from == null || to == null) {
      TableSpan span = TableSpan.of(engine, from, to);
      if (span == null) {
        return empty(from, to);
      }
      from = from == null ? span.first() : from;
      to = to == null ? span.last().plusSeconds(1).withNano(0) : to;
    }
    Grid grid = Grid.of(from, to, buckets);
    EventSearch bounded = new EventSearch(search.terms(), from, to, EventSearch.ALL);
    Counting counting = new Counting(grid);
    try (QueryAnswer answer = engine.ask(sql(bounded.where(engine.schema()), grid))) {
      while (answer.next()) {
        counting.add(answer);
      }
    }
    return new EventSummary(
        counting.total, from, to, grid.seconds(), counting.counts(), counting.facets);
  }

  private static EventSummary empty(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    return new EventSummary(0, from, to, LENGTHS[0], List.of(), noFacets());
  }

  private static Map<String, List<Value>> noFacets() {
    Map<String, List<Value>> none = new LinkedHashMap<>();
    FACETS.keySet().forEach(name -> none.put(name, new ArrayList<>()));
    return none;
  }

  /// One line for each bucket and value; `field` says of which, empty for a bucket.
  private static String sql(String where, Grid grid) {
    List<String> columns = new ArrayList<>();
    List<String> sets = new ArrayList<>(List.of("(bucket)"));
    List<String> names = new ArrayList<>();
    FACETS.forEach((name, expression) -> {
      columns.add(expression + " AS f_" + name);
      sets.add("(f_" + name + ")");
      names.add("WHEN grouping(f_%1$s) = 0 THEN '%1$s'".formatted(name));
    });
    String values = "coalesce(f_" + String.join(", f_", FACETS.keySet()) + ")";
    return "WITH found AS (SELECT date_diff('second', TIMESTAMP '"
        + ValueText.of(grid.start())
        + "', eventtime) / "
        + grid.seconds()
        + " AS bucket, CASE WHEN errorcode IS NOT NULL THEN 1 END AS failed, "
        + String.join(", ", columns)
        + " FROM events"
        + where
        + "), counted AS (SELECT CASE "
        + String.join(" ", names)
        + " ELSE '' END AS field, bucket, "
        + values
        + " AS value, count(*) AS events, count(failed) AS errors FROM found GROUP BY GROUPING SETS ("
        + String.join(", ", sets)
        + ")), ranked AS (SELECT *, row_number() OVER (PARTITION BY field ORDER BY events DESC, value)"
        + " AS place FROM counted WHERE field = '' OR value IS NOT NULL)"
        + " SELECT field, bucket, value, events, errors FROM ranked WHERE field = '' OR place <= "
        + MOST_VALUES
        + " ORDER BY field, place";
  }

  /// Buckets of one length that begin at multiples of it.
  private record Grid(LocalDateTime start, long seconds, int count) {
    static Grid of(LocalDateTime from, LocalDateTime to, int most) {
      long seconds = LENGTHS[0];
      for (int i = 0; i < LENGTHS.length && count(from, to, seconds) > most; i++) {
        seconds = LENGTHS[i];
      }
      if (count(from, to, seconds) > most) {
        seconds = WEEK;
        while (count(from, to, seconds) > most) {
          seconds += WEEK;
        }
      }
      long start = Math.floorDiv(second(from), seconds) * seconds;
      return new Grid(
          LocalDateTime.ofEpochSecond(start, 0, ZoneOffset.UTC),
          seconds,
          (int) count(from, to, seconds));
    }

    private static long count(LocalDateTime from, LocalDateTime to, long seconds) {
      Duration rest = Duration.between(from, to);
      if (rest.isZero() || rest.isNegative()) {
        return 0;
      }
      long last = second(to.minusNanos(1));
      return Math.floorDiv(last, seconds) - Math.floorDiv(second(from), seconds) + 1;
    }

    private static long second(LocalDateTime time) {
      return time.toEpochSecond(ZoneOffset.UTC);
    }
  }

  private static final class Counting {
    private final Grid grid;
    private final long[] events;
    private final long[] errors;
    private final Map<String, List<Value>> facets = noFacets();
    private long total;

    Counting(Grid grid) {
      this.grid = grid;
      this.events = new long[grid.count()];
      this.errors = new long[grid.count()];
    }

    void add(QueryAnswer answer) {
      String field = String.valueOf(answer.value(0));
      long number = number(answer, 3);
      List<Value> values = facets.get(field);
      if (values != null) {
        values.add(new Value(String.valueOf(answer.value(2)), number));
        return;
      }
      total += number;
      if (answer.value(1) instanceof Number bucket) {
        int at = bucket.intValue();
        events[at] += number;
        errors[at] += number(answer, 4);
      }
    }

    private static long number(QueryAnswer answer, int column) {
      return answer.value(column) instanceof Number number ? number.longValue() : 0;
    }

    List<Bucket> counts() {
      List<Bucket> counts = new ArrayList<>();
      for (int i = 0; i < events.length; i++) {
        counts.add(new Bucket(grid.start().plusSeconds(i * grid.seconds()), events[i], errors[i]));
      }
      return counts;
    }
  }
}
