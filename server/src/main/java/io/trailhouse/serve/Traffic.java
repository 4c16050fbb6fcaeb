package io.trailhouse.serve;

import io.trailhouse.problem.Counted;
import io.trailhouse.status.AlertStatus;
import io.trailhouse.status.RouteStatus;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.status.SourceStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What has gone through until a moment: numbers that only grow, by whose they are and what they
/// count.
///
/// @param parts by `source org-trail`, `route iam` and so on
record Traffic(Map<String, Map<String, Long>> parts) {
  private static final Map<String, String> OF_SOURCES =
      ordered(
          "events_stored", "new event",
          "events_duplicate", "known event",
          "files_done", "file",
          "files_quarantined", "file: in quarantine",
          "files_unreadable", "file: not readable");

  static Traffic of(ServeStatus status) {
    Map<String, Map<String, Long>> parts = new LinkedHashMap<>();
    for (SourceStatus source : status.sources()) {
      Map<String, Long> numbers = new LinkedHashMap<>();
      OF_SOURCES.forEach(
          (count, word) -> numbers.put(word, source.counts().getOrDefault(count, 0L)));
      parts.put("source " + source.name(), numbers);
    }
    for (RouteStatus route : status.routes()) {
      RouteStatus.Counts counts = route.counts();
      Map<String, Long> numbers = new LinkedHashMap<>();
      numbers.put("event: looked at", counts.in());
      numbers.put("event: delivered", counts.delivered());
      numbers.put(
          "event: failed", counts.failed().values().stream().mapToLong(Long::longValue).sum());
      parts.put("route " + route.name(), numbers);
    }
    RulesStatus rules = status.rules();
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("event: inspected", rules.inspected());
    numbers.put("finding", rules.findings());
    numbers.put("finding: suppressed", rules.suppressed());
    parts.put("rules", numbers);
    for (AlertStatus alert : rules.alerts()) {
      Map<String, Long> messages = new LinkedHashMap<>();
      messages.put("message: sent", alert.counts().getOrDefault("sent", 0L));
      messages.put("message: failed", alert.counts().getOrDefault("failed", 0L));
      messages.put("message: unknown", alert.counts().getOrDefault("unknown", 0L));
      parts.put("alert " + alert.name(), messages);
    }
    return new Traffic(parts);
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /// What has gone through since an earlier moment, in words; empty when nothing has.
  String since(Traffic before) {
    List<String> lines = new ArrayList<>();
    parts.forEach((subject, numbers) -> {
      List<String> words = new ArrayList<>();
      Map<String, Long> old = before.parts.getOrDefault(subject, Map.of());
      numbers.forEach((word, number) -> {
        long more = number - old.getOrDefault(word, 0L);
        if (more > 0) {
          words.add(words(more, word));
        }
      });
      if (!words.isEmpty()) {
        lines.add(subject + " " + String.join(", ", words));
      }
    });
    return String.join("; ", lines);
  }

  /// @param word a noun, and after a colon what became of it
  private static String words(long count, String word) {
    int colon = word.indexOf(": ");
    return colon < 0
        ? Counted.of(count, word)
        : Counted.of(count, word.substring(0, colon)) + " " + word.substring(colon + 2);
  }
}
