package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.login.Role;
import io.trailhouse.query.EventSearch;
import io.trailhouse.query.EventSummary;
import io.trailhouse.query.SearchLine;
import io.trailhouse.services.Services;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The calls of the search screen and the SQL screen.
final class SearchCalls {
  private static final int USUAL_BUCKETS = 60;
  private static final int MOST_BUCKETS = 500;
  private static final String[] SEARCH = {"q", "from", "to", "limit"};

  private SearchCalls() {}

  static void addTo(Map<String, PageCall.For> calls, Asking asking) {
    calls.put("search", new PageCall.For(Role.READ, asking.rows("search", SearchCalls::search)));
    calls.put(
        "summary", new PageCall.For(Role.READ, asking.whole("summary", SearchCalls::summary)));
    calls.put(
        "statement",
        new PageCall.For(Role.READ, asking.whole("statement", SearchCalls::statement)));
    calls.put("sql", new PageCall.For(Role.READ, asking.rows("sql", SearchCalls::sql)));
  }

  /// A search as the search box has it.
  ///
  /// @param limit how many events at most; [EventSearch#ALL] for all
  static EventSearch search(Members asked, int limit) {
    Members.Span span = asked.span();
    return new EventSearch(SearchLine.parse(asked.text("q")), span.begin(), span.end(), limit);
  }

  /// One row more than is wanted is asked for, to know whether there are more.
  private static Asking.Found search(Asked asked, Services services, Consumer<String> remarks) {
    Members members = Members.of(asked, SEARCH);
    int limit = members.limit();
    return new Asking.Found(services.events().page(search(members, limit + 1)), limit);
  }

  private static JsonNode statement(Asked asked, Services services) {
    Members members = Members.of(asked, SEARCH);
    String sql = services.events().statement(search(members, members.limit()));
    return Asking.JSON.createObjectNode().put("sql", sql);
  }

  private static Asking.Found sql(Asked asked, Services services, Consumer<String> remarks) {
    Members members = Members.of(asked, "sql", "limit");
    int limit = members.limit();
    return new Asking.Found(services.sql().ask(statement(members), remarks, started -> {}), limit);
  }

  /// The text of `sql`, which must say something.
  static String statement(Members asked) {
    String sql = asked.text("sql");
    if (sql.isBlank()) {
      throw Members.wrong("there is no SQL", "sql", "Write a SELECT");
    }
    return sql;
  }

  private static JsonNode summary(Asked asked, Services services) {
    Members members = Members.of(asked, "q", "from", "to", "buckets");
    int buckets = members.number("buckets", USUAL_BUCKETS, MOST_BUCKETS);
    EventSummary summary = services.events().summary(search(members, EventSearch.ALL), buckets);
    ObjectNode told = Asking.JSON.createObjectNode();
    told.put("total", summary.total());
    told.put("from", time(summary.from()));
    told.put("to", time(summary.to()));
    told.put("seconds", summary.seconds());
    ArrayNode counts = told.putArray("counts");
    for (EventSummary.Bucket bucket : summary.counts()) {
      counts.addArray().add(time(bucket.time())).add(bucket.events()).add(bucket.errors());
    }
    ObjectNode facets = told.putObject("facets");
    summary
        .facets()
        .forEach((name, values) -> {
          ArrayNode all = facets.putArray(name);
          values.forEach(each -> all.addArray().add(each.value()).add(each.events()));
        });
    return told;
  }

  /// A time as the page has it; null for none.
  static @Nullable String time(@Nullable LocalDateTime time) {
    return time == null ? null : time.toInstant(ZoneOffset.UTC).toString();
  }
}
