package io.trailhouse.detection;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.finding.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Findings as runs are compared by them, and runs over lists of events.
final class Findings {
  private Findings() {}

  /// Each with all it says but the records' texts, which a history leaves out; silent rules' are
  /// left out.
  static SortedSet<String> told(DetectionRules rules, Collection<Finding> findings) {
    TreeSet<String> silent = new TreeSet<>();
    rules.set().rules().stream().filter(rule -> !rule.alerts()).forEach(r -> silent.add(r.id()));
    TreeSet<String> told = new TreeSet<>();
    for (Finding each : findings) {
      if (!silent.contains(each.ruleId())) {
        told.add(
            String.join(
                " | ",
                each.ruleId(),
                each.id(),
                each.time().toString(),
                each.title(),
                each.account(),
                each.region(),
                each.principal(),
                each.events().stream().map(Finding.FoundEvent::key).toList().toString()));
      }
    }
    return told;
  }

  static EventBatch batch(List<Occurred> events) {
    String file =
        "{\"Records\":[" + String.join(",", events.stream().map(Occurred::json).toList()) + "]}";
    List<EventBatch> batches = new ArrayList<>();
    try {
      new EventReader()
          .read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), batches::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return batches.get(0);
  }

  /// Takes one batch and asks what is judged by then.
  static List<Finding> take(DetectionRun run, List<Occurred> events) {
    EventBatch batch = batch(events);
    List<Finding> found = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      found.addAll(run.take(batch, row));
    }
    found.addAll(run.advance());
    return found;
  }
}
