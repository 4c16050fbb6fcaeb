package io.trailhouse.alert;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which events the alerts of an outbox are about and how grave they were said to be, so that an
/// alarm that only counts events does not tell of them a second time.
final class ToldEvents {
  private static final int DIGITS = 16;

  private final Map<String, Told> byEvent = new HashMap<>();

  /// @param alert the id of the alert
  private record Told(String alert, Level level) {}

  /// Says whether an alert has reached anybody, or may yet.
  @FunctionalInterface
  interface Hope {
    boolean of(String alert);
  }

  /// The events of a finding as an alert keeps them: the level and a digest of the key.
  static List<String> marks(Finding finding) {
    List<String> marks = new ArrayList<>();
    for (Finding.FoundEvent event : finding.events()) {
      marks.add(finding.level().name() + " " + digest(event.key()));
    }
    return marks;
  }

  private static String digest(String key) {
    return Groups.digest(List.of(key), DIGITS);
  }

  /// Notes the events of an alert; a mark that says nothing is passed over.
  void remember(Alert alert) {
    for (String mark : alert.contents().events()) {
      int blank = mark.indexOf(' ');
      Level level = blank < 0 ? null : Level.named(mark.substring(0, blank));
      if (level != null) {
        byEvent.merge(
            mark.substring(blank + 1),
            new Told(alert.id(), level),
            (one, two) -> one.level().compareTo(two.level()) > 0 ? one : two);
      }
    }
  }

  void forget(Alert alert) {
    byEvent.values().removeIf(told -> told.alert().equals(alert.id()));
  }

  /// Whether every event of a finding stands in an alert, as grave as the finding at least.
  boolean cover(Finding finding, Hope hope) {
    for (Finding.FoundEvent event : finding.events()) {
      Told told = byEvent.get(digest(event.key()));
      if (told == null || !told.level().isAtLeast(finding.level()) || !hope.of(told.alert())) {
        return false;
      }
    }
    return true;
  }
}
