package io.trailhouse.alert;

import io.trailhouse.alert.Alert.State;
import io.trailhouse.problem.Counted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says of alerts that reach nobody how many they are and why.
final class Undelivered {
  private Undelivered() {}

  /// One line; null when there is none of them.
  static @Nullable String words(Collection<Alert> alerts) {
    List<Alert> undelivered = alerts.stream().filter(Alert::isUndelivered).toList();
    if (undelivered.isEmpty()) {
      return null;
    }
    long failed = undelivered.stream().filter(alert -> alert.state() == State.FAILED).count();
    long unknown = undelivered.size() - failed;
    List<String> words = new ArrayList<>();
    if (failed > 0) {
      words.add(Counted.of(failed, "message") + " given up");
    }
    if (unknown > 0) {
      words.add(Counted.of(unknown, "message") + " of which nobody knows whether it arrived");
    }
    Alert newest =
        undelivered.stream()
            .max(Comparator.comparing(alert -> alert.progress().at()))
            .orElseThrow();
    return String.join(", ", words) + "; the newest because " + newest.progress().reason();
  }
}
