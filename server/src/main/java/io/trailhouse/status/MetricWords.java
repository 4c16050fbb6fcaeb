package io.trailhouse.status;

import java.util.LinkedHashMap;
import java.util.Map;

/// What each metric says, for Prometheus's `# HELP` lines and for docs/metrics.md, which has the
/// same words.
final class MetricWords {
  private static final String TABLE =
      """
      trailhouse_problems | problems that /health tells
      trailhouse_gaps | spans of hours that coverage finds missing
      trailhouse_findings | findings that rules have made since the start
      trailhouse_events_inspected | events that rules have looked at since the start
      trailhouse_data_files | data files of the table events
      trailhouse_heap_used_bytes | memory of Java's heap in use
      trailhouse_source_up | 1 while the source has no problem, else 0
      trailhouse_newest_event_timestamp_seconds | time of the newest event of the source, in seconds since 1970
      trailhouse_files_found | log files and messages that the source has found
      trailhouse_files_done | log files and messages whose events are in the table
      trailhouse_files_known | log files that were in the table before
      trailhouse_files_unreadable | log files that could not be read, and are not in quarantine
      trailhouse_files_waiting | log files and messages found and not done yet
      trailhouse_files_quarantined | log files that went to quarantine
      trailhouse_files_digest | digest files collected
      trailhouse_events_found | event records read
      trailhouse_events_stored | events that are new in the table
      trailhouse_events_duplicate | events that were in the table before
      trailhouse_events_untimed | events without a readable time; their file's delivery stands in for it
      trailhouse_events_future | events dated more than five minutes in the future
      trailhouse_left_alone | objects that are no log files
      trailhouse_messages_in_flight | messages of the queue that are being read
      trailhouse_messages_test | test messages of S3
      trailhouse_listing_prefixes | prefixes of the bucket that are listed, one for each account, kind of log file and Region
      trailhouse_history_partitions | pairs of account and Region whose Event history is read
      trailhouse_list_calls | calls of ListObjectsV2
      trailhouse_lookup_calls | calls of LookupEvents
      trailhouse_route_up | 1 while the route has no problem, else 0
      trailhouse_route_events | events that the route has looked at, kept, dropped, delivered or given up, by outcome and reason
      trailhouse_route_events_waiting | events that the route has kept and not delivered yet
      trailhouse_alert_up | 1 while the alert has no problem, else 0
      trailhouse_alert_messages | messages that are remembered, by state
      trailhouse_alert_findings | findings since the start, by what became of them
      """;

  /// By the name without `_total`, in the order of the document.
  static final Map<String, String> ALL = read();

  private MetricWords() {}

  /// What a metric says; empty for one that nobody has described.
  ///
  /// @param name with dots, as it is registered
  static String of(String name) {
    return ALL.getOrDefault(name.replace('.', '_'), "");
  }

  private static Map<String, String> read() {
    Map<String, String> words = new LinkedHashMap<>();
    TABLE
        .lines()
        .map(line -> line.split(" \\| ", 2))
        .forEach(cells -> words.put(cells[0], cells[1]));
    return words;
  }
}
