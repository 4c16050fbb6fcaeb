package io.trailhouse.rule;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The events of one group of one correlation, and the findings that come of them.
final class CorrelationGroup {
  private final Rule rule;
  private final Correlation correlation;
  private final List<String> group;
  private final Map<CorrelatedEvent, CorrelatedEvent> events = new TreeMap<>();
  private Instant settled = Instant.MIN;
  private @Nullable Instant found;

  CorrelationGroup(Rule rule, List<String> group) {
    this.rule = rule;
    this.correlation = RuleSet.correlation(rule);
    this.group = group;
  }

  /// What a field of the group is here, as [MatchedEvent] writes it.
  String value(String field) {
    for (int number = 0; number < group.size(); number++) {
      if (correlation.groupBy().get(number).name().equals(field)) {
        return group.get(number);
      }
    }
    throw new IllegalArgumentException(field + " is no field of the group");
  }

  void add(MatchedEvent matched) {
    CorrelatedEvent event = CorrelatedEvent.of(matched);
    events.merge(event, event, CorrelatedEvent::and);
  }

  /// The findings up to a time that were not handed out yet; forgets what no later one needs.
  List<Finding> settle(Instant upTo) {
    List<Finding> findings = new ArrayList<>();
    Deque<CorrelatedEvent> window = new ArrayDeque<>();
    WindowMeasure measure = WindowMeasure.of(correlation);
    for (List<CorrelatedEvent> step : steps(upTo)) {
      Instant time = step.get(0).time();
      Instant from = earlier(time, correlation.timespan());
      while (!window.isEmpty() && window.getFirst().time().isBefore(from)) {
        measure.leave(window.removeFirst());
      }
      measure.enter(time, step);
      window.addAll(step);
      boolean fresh = time.isAfter(settled) && (found == null || found.isBefore(from));
      if (fresh && measure.holds(from)) {
        findings.add(finding(window));
        found = time;
      }
    }
    settled = upTo;
    Instant needed = earlier(upTo, correlation.timespan());
    events.keySet().removeIf(event -> event.time().isBefore(needed));
    return findings;
  }

  /// Whether nothing that was here can matter any more.
  boolean isDone() {
    return events.isEmpty()
        && (found == null || found.isBefore(earlier(settled, correlation.timespan())));
  }

  /// The events up to a time, those of one time together.
  private List<List<CorrelatedEvent>> steps(Instant upTo) {
    List<List<CorrelatedEvent>> steps = new ArrayList<>();
    @Nullable Instant last = null;
    for (CorrelatedEvent event : events.values()) {
      if (event.time().isAfter(upTo)) {
        break;
      }
      if (!event.time().equals(last)) {
        steps.add(new ArrayList<>());
      }
      steps.get(steps.size() - 1).add(event);
      last = event.time();
    }
    return steps;
  }

  private Finding finding(Deque<CorrelatedEvent> window) {
    Map<String, FoundEvent> all = new LinkedHashMap<>();
    for (CorrelatedEvent event : window) {
      for (FoundEvent each : event.facts().events()) {
        all.putIfAbsent(each.key() + ' ' + each.time() + ' ' + event.facts().account(), each);
      }
    }
    List<FoundEvent> inOrder = new ArrayList<>(all.values());
    inOrder.sort((one, two) -> {
      int order = one.time().compareTo(two.time());
      return order == 0 ? one.key().compareTo(two.key()) : order;
    });
    List<String> about = new ArrayList<>(group);
    about.add(window.getFirst().key());
    EventFacts last = window.getLast().facts();
    return new EventFacts(
            List.copyOf(inOrder),
            last.time(),
            true,
            last.account(),
            last.region(),
            last.principal())
        .finding(rule, FindingId.of(rule.id(), about));
  }

  private static Instant earlier(Instant time, Duration span) {
    try {
      return time.minus(span);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MIN;
    }
  }
}
