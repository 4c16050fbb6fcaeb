package io.trailhouse.coverage;

import io.trailhouse.event.EventClock;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.Sql;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What the ledger says has arrived. Memory is about 300 bytes for each log file of the span.
final class Collected {
  private static final String LOGS = "AWSLogs/";
  private static final String ARE_LOG_FILES =
      " FROM log_files WHERE kind <> 'CloudTrail-Digest' AND status <> 'empty'"
          + " AND account IS NOT NULL AND region IS NOT NULL AND delivered_at >= ";

  private final Sql engine;

  Collected(Sql engine) {
    this.engine = engine;
  }

  /// A digest speaks of a key in its bucket; copies keep what begins with `AWSLogs/`.
  static String key(String origin) {
    int logs = origin.lastIndexOf(LOGS);
    return logs < 0 ? origin : origin.substring(logs);
  }

  private static String sql(Instant time) {
    return "timestamp '" + LocalDateTime.ofInstant(time, ZoneOffset.UTC) + "'";
  }

  /// Calls with each account, Region and hour in which a log file was delivered.
  void hours(Instant from, Instant to, BiConsumer<AccountRegion, Instant> each) {
    String ask =
        "SELECT DISTINCT account, region, date_trunc('hour', delivered_at)"
            + ARE_LOG_FILES
            + sql(from)
            + " AND delivered_at < "
            + sql(to);
    try (QueryAnswer answer = engine.ask(ask)) {
      while (answer.next()) {
        each.accept(new AccountRegion(text(answer, 0), text(answer, 1)), time(answer.value(2)));
      }
    }
  }

  /// The SHA-256 of each log file's content by its key.
  Map<String, String> hashes(Instant from, Instant to) {
    Map<String, String> hashes = new HashMap<>();
    String ask =
        "SELECT origin, sha256" + ARE_LOG_FILES + sql(from) + " AND delivered_at < " + sql(to);
    try (QueryAnswer answer = engine.ask(ask)) {
      while (answer.next()) {
        hashes.put(key(text(answer, 0)), text(answer, 1));
      }
    }
    return hashes;
  }

  /// Of when a trail's files and digests are; null without any.
  @Nullable Known known() {
    String ask =
        "SELECT min(delivered_at), max(delivered_at), count(*) FROM log_files"
            + " WHERE account IS NOT NULL AND delivered_at IS NOT NULL";
    try (QueryAnswer answer = engine.ask(ask)) {
      Object first = answer.next() ? answer.value(0) : null;
      return first == null
          ? null
          : new Known(
              new Known.Span(time(first), time(answer.value(1))), Long.parseLong(text(answer, 2)));
    }
  }

  /// When the newest of a trail's files was delivered, but for those dated in the future; null
  /// without any.
  @Nullable Instant newest(Instant now) {
    try (QueryAnswer answer =
        engine.ask(
            "SELECT max(delivered_at) FROM log_files WHERE account IS NOT NULL AND delivered_at <= "
                + sql(now.plus(EventClock.AHEAD)))) {
      Object newest = answer.next() ? answer.value(0) : null;
      return newest == null ? null : time(newest);
    }
  }

  private static String text(QueryAnswer answer, int column) {
    return String.valueOf(answer.value(column));
  }

  private static Instant time(@Nullable Object value) {
    if (value instanceof LocalDateTime local) {
      return local.toInstant(ZoneOffset.UTC);
    }
    return LocalDateTime.parse(String.valueOf(value).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }
}
