package io.trailhouse.rule;

import io.trailhouse.finding.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds what correlations look for, over sliding windows of event time.
///
/// Its findings are a function of the set of events alone: not of their order, not of how often
/// each came, not of when [#settle] was asked, as long as no event is added that is as old as what
/// is settled. One thread at a time.
public final class CorrelationEngine {
  private final List<Rule> correlations;
  private final List<Map<List<String>, CorrelationGroup>> groups = new ArrayList<>();

  /// For each correlation the correlations that count its findings, and as which of their rules.
  private final List<List<int[]>> above = new ArrayList<>();

  /// Numbers of correlations, each behind those that it counts.
  private final List<Integer> order = new ArrayList<>();

  private final boolean loud;
  private Instant settled = Instant.MIN;

  public CorrelationEngine(RuleSet set) {
    this(set, false);
  }

  /// An engine that hands out the findings of correlations that only serve others, too.
  public static CorrelationEngine loud(RuleSet set) {
    return new CorrelationEngine(set, true);
  }

  private CorrelationEngine(RuleSet set, boolean loud) {
    this.loud = loud;
    correlations = set.correlations();
    Map<String, Integer> numbers = new HashMap<>();
    for (int number = 0; number < correlations.size(); number++) {
      numbers.put(correlations.get(number).id(), number);
      groups.add(new LinkedHashMap<>());
      above.add(new ArrayList<>());
    }
    for (int number = 0; number < correlations.size(); number++) {
      List<String> rules = RuleSet.correlation(correlations.get(number)).rules();
      for (int source = 0; source < rules.size(); source++) {
        Integer below = numbers.get(rules.get(source));
        if (below != null) {
          above.get(below).add(new int[] {number, source});
        }
      }
      place(number, numbers);
    }
  }

  private void place(int number, Map<String, Integer> numbers) {
    if (!order.contains(number)) {
      for (String rule : RuleSet.correlation(correlations.get(number)).rules()) {
        Integer below = numbers.get(rule);
        if (below != null) {
          place(below, numbers);
        }
      }
      order.add(number);
    }
  }

  /// Takes an event. Any number of copies count as one.
  ///
  /// @return false when it is no later than what is settled already; then it does not count
  public boolean add(MatchedEvent event) {
    if (!event.facts().time().isAfter(settled)) {
      return false;
    }
    groups
        .get(event.correlation())
        .computeIfAbsent(
            event.group(),
            group -> new CorrelationGroup(correlations.get(event.correlation()), group))
        .add(event);
    return true;
  }

  /// The findings up to a time that were not handed out before, in the order of their times:
  /// correct when every event up to that time has been added. Events that no later finding can need
  /// are forgotten.
  public List<Finding> settle(Instant upTo) {
    List<Finding> findings = new ArrayList<>();
    if (!upTo.isAfter(settled)) {
      return findings;
    }
    for (int number : order) {
      Map<List<String>, CorrelationGroup> all = groups.get(number);
      for (CorrelationGroup group : all.values()) {
        for (Finding finding : group.settle(upTo)) {
          above.get(number).forEach(reference -> chain(reference, finding, group));
          if (loud || correlations.get(number).alerts()) {
            findings.add(finding);
          }
        }
      }
      all.values().removeIf(CorrelationGroup::isDone);
    }
    settled = upTo;
    findings.sort(
        Comparator.comparing(Finding::time)
            .thenComparing(Finding::ruleId)
            .thenComparing(Finding::id));
    return findings;
  }

  /// All findings that were not handed out before: no event comes any more.
  public List<Finding> settleAll() {
    return settle(Instant.MAX);
  }

  /// Gives a finding to a correlation that counts findings.
  private void chain(int[] reference, Finding finding, CorrelationGroup below) {
    Correlation correlation = RuleSet.correlation(correlations.get(reference[0]));
    int source = reference[1];
    List<String> group = new ArrayList<>();
    for (Correlation.GroupField field : correlation.groupBy()) {
      group.add(below.value(field.paths().get(source)));
    }
    List<String> values = new ArrayList<>();
    for (String field : correlation.fields()) {
      String value = below.value(field);
      if (!value.isEmpty()) {
        values.add(value.substring(1));
      }
    }
    if (!correlation.type().isNumeric() && !values.isEmpty()) {
      boolean complete = values.size() == correlation.fields().size();
      values = complete ? List.of(CorrelationFeed.joined(values)) : List.of();
    }
    EventFacts facts =
        new EventFacts(
            finding.events(),
            finding.time(),
            true,
            finding.account(),
            finding.region(),
            finding.principal());
    add(
        new MatchedEvent(
            reference[0], source, finding.id(), List.copyOf(group), List.copyOf(values), facts));
  }
}
