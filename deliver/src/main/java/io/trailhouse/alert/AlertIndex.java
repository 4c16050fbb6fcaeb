package io.trailhouse.alert;

import io.trailhouse.finding.Finding;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where findings, groups, people and events stand among the alerts of an outbox. Guarded by the
/// outbox.
final class AlertIndex {
  private final Map<String, Alert> alerts;
  private final Set<String> findings = new HashSet<>();
  private final Map<String, String> lastOfGroup = new HashMap<>();
  private final Map<String, String> openOfPerson = new HashMap<>();
  private final ToldEvents told = new ToldEvents();

  /// @param alerts by their ids, as the outbox changes them
  AlertIndex(Map<String, Alert> alerts) {
    this.alerts = alerts;
  }

  void remember(Alert alert) {
    findings.addAll(alert.contents().findings());
    told.remember(alert);
    for (String key : Groups.keysOf(alert)) {
      Alert other = alerts.get(lastOfGroup.getOrDefault(key, ""));
      if (other == null || !other.times().next().isAfter(alert.times().next())) {
        lastOfGroup.put(key, alert.id());
      }
    }
    List<Finding> samples = alert.contents().samples();
    if (alert.isUntried() && !alert.contents().isSummary() && !samples.isEmpty()) {
      openOfPerson.put(Groups.personOf(samples.get(0)), alert.id());
    }
  }

  void forget(Alert alert) {
    alert.contents().findings().forEach(findings::remove);
    lastOfGroup.values().removeIf(alert.id()::equals);
    openOfPerson.values().removeIf(alert.id()::equals);
    told.forget(alert);
  }

  /// @param finding the short id
  boolean knows(String finding) {
    return findings.contains(finding);
  }

  /// Whether every event of an alarm stands in an alert that was as grave and was not given up.
  boolean covers(Finding alarm) {
    return told.cover(
        alarm,
        id -> {
          Alert alert = alerts.get(id);
          return alert != null
              && alert.state() != Alert.State.FAILED
              && alert.state() != Alert.State.DROPPED;
        });
  }

  /// The alert that further findings of somebody join; null when there is none.
  @Nullable Alert openOf(String person) {
    Alert open = alerts.get(openOfPerson.getOrDefault(person, ""));
    return open != null && open.isUntried() ? open : null;
  }

  /// When findings may be told: now, unless each of them is of a group that was told of less than
  /// the group's time ago, and no graver than what was told then.
  Instant due(List<Finding> found, Instant now) {
    Instant due = Instant.MAX;
    for (Finding finding : found) {
      Instant next = next(finding, now);
      due = next.isBefore(due) ? next : due;
    }
    return due.isBefore(now) ? now : due;
  }

  private Instant next(Finding finding, Instant now) {
    Alert last = alerts.get(lastOfGroup.getOrDefault(Groups.keyOf(finding), ""));
    if (last == null || finding.level().compareTo(last.contents().level()) > 0) {
      return now;
    }
    return last.isUntried() ? last.times().due() : last.times().next();
  }
}
