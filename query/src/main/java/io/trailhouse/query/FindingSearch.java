package io.trailhouse.query;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A search for findings: turned into one SELECT. The newest finding comes first; for people those
/// of the level medium and above come before the others, so that a flood of small ones hides none.
///
/// @param states the states that count; empty for all
/// @param levels the levels that count; empty for all
/// @param rule the id of the rule; null for all
/// @param account the id of the account; null for all
/// @param span the times of the findings' last events
/// @param limit how many findings at most
public record FindingSearch(
    List<String> states,
    List<String> levels,
    @Nullable String rule,
    @Nullable String account,
    Span span,
    int limit) {

  /// A span of time in UTC.
  ///
  /// @param from inclusive; null for none
  /// @param to exclusive; null for none
  public record Span(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {}

  private static final String FOR_PROGRAMS =
      "id, rule_id, rule_version, title, level, \"time\", account, region, principal, event_ids,"
          + " event_count, found_at, state, reason, changed_at, changed_by";
  private static final String FOR_PEOPLE =
      "left(id, 8) AS id, level, \"time\", state, account, region, title, principal, rule_id";
  private static final String GRAVE_FIRST =
      "CASE WHEN level IN ('medium', 'high', 'critical') THEN 0 ELSE 1 END, ";

  /// Whether a rule has found anything.
  public static boolean isFoundBy(Sql engine, String rule) {
    try (QueryAnswer answer =
        engine.ask(
            "SELECT 1 FROM findings WHERE rule_id = " + EventSearch.text(rule) + " LIMIT 1")) {
      return answer.next();
    }
  }

  /// Starts the search. For people, an id is cut to a length that commands take.
  public QueryAnswer run(Sql engine, boolean forPeople) {
    List<String> conditions = new ArrayList<>();
    if (!states.isEmpty()) {
      conditions.add("state IN " + texts(states));
    }
    if (!levels.isEmpty()) {
      conditions.add("level IN " + texts(levels));
    }
    if (rule != null) {
      conditions.add("rule_id = " + EventSearch.text(rule));
    }
    if (account != null) {
      conditions.add("account = " + EventSearch.text(account));
    }
    if (span.from() != null) {
      conditions.add("\"time\" >= timestamp '" + ValueText.of(span.from()) + "'");
    }
    if (span.to() != null) {
      conditions.add("\"time\" < timestamp '" + ValueText.of(span.to()) + "'");
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return engine.ask(
        "SELECT "
            + (forPeople ? FOR_PEOPLE : FOR_PROGRAMS)
            + " FROM findings"
            + where
            + " ORDER BY "
            + (forPeople ? GRAVE_FIRST : "")
            + "\"time\" DESC, findings.id LIMIT "
            + limit);
  }

  private static String texts(List<String> all) {
    return all.stream().map(EventSearch::text).collect(Collectors.joining(", ", "(", ")"));
  }
}
