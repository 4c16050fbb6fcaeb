package io.trailhouse.rule;

import io.trailhouse.event.EventBatch;
import io.trailhouse.finding.Finding;
import io.trailhouse.match.MatcherSet;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rules and correlations, made to run together over a stream of records.
///
/// Immutable; each thread asks with a [Scan] of its own. What a scan hands out for correlations
/// belongs into one [CorrelationEngine] of the same rules.
public final class RuleSet {
  private final List<Rule> rules;
  private final List<Rule> single = new ArrayList<>();
  private final List<Rule> correlations = new ArrayList<>();
  private final List<List<CorrelationFeed>> feeds = new ArrayList<>();
  private final MatcherSet matchers;

  /// @param rules of one [RuleReading], so that every correlation's rules are among them
  public RuleSet(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    List<Predicate> predicates = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (Rule rule : this.rules) {
      if (rule.logic() instanceof RuleLogic.OneEvent one) {
        numbers.put(rule.id(), single.size());
        single.add(rule);
        predicates.add(one.predicate());
        feeds.add(new ArrayList<>());
      } else {
        correlations.add(rule);
      }
    }
    matchers = new MatcherSet(predicates);
    for (int number = 0; number < correlations.size(); number++) {
      Correlation correlation = correlation(correlations.get(number));
      for (int source = 0; source < correlation.rules().size(); source++) {
        Integer rule = numbers.get(correlation.rules().get(source));
        if (rule != null) {
          feeds.get(rule).add(new CorrelationFeed(number, source, correlation));
        }
      }
    }
  }

  static Correlation correlation(Rule rule) {
    if (rule.logic() instanceof RuleLogic.Several several) {
      return several.correlation();
    }
    throw new IllegalArgumentException(rule.id() + " is no correlation");
  }

  /// All of them, in the order they were given.
  public List<Rule> rules() {
    return rules;
  }

  /// The correlations among them, in that order: their numbers.
  public List<Rule> correlations() {
    return List.copyOf(correlations);
  }

  /// What findings there are of one record, and what correlations want to know of it.
  ///
  /// @param findings of the rules on single events that alert by themselves
  public record Inspection(List<Finding> findings, List<MatchedEvent> matched) {
    private static final Inspection NOTHING = new Inspection(List.of(), List.of());
  }

  public Scan scan() {
    return new Scan();
  }

  /// One thread's way through records.
  public final class Scan {
    private final MatcherSet.Scan scan = matchers.scan();
    private final Subject subject = new Subject();
    private int count;
    private @Nullable EventFacts facts;
    private long untimed;

    /// Inspects one record.
    public Inspection inspect(EventBatch batch, int row) {
      if (match(batch, row) == 0) {
        return Inspection.NOTHING;
      }
      return new Inspection(findings(batch, row, false), matched(facts(batch, row)));
    }

    /// What the rules on single events find in the record that was matched last.
    ///
    /// @param silentToo whether rules that do not alert by themselves are among them
    public List<Finding> findings(EventBatch batch, int row, boolean silentToo) {
      List<Finding> findings = new ArrayList<>(count);
      for (int hit = 0; hit < count; hit++) {
        Rule rule = hit(hit);
        if (silentToo || rule.alerts()) {
          findings.add(facts(batch, row).finding(rule));
        }
      }
      return findings;
    }

    /// Asks the rules on single events about one record; how many are true of it.
    public int match(EventBatch batch, int row) {
      count = scan.match(batch, row);
      facts = null;
      return count;
    }

    /// A rule that was true of the record, whether it alerts or not.
    ///
    /// @param index from 0 to what [#match] answered
    public Rule hit(int index) {
      return single.get(scan.hit(index));
    }

    /// What correlations want to know of the record that was matched last.
    public List<MatchedEvent> matched(EventBatch batch, int row) {
      for (int hit = 0; hit < count; hit++) {
        if (!feeds.get(scan.hit(hit)).isEmpty()) {
          return matched(facts(batch, row));
        }
      }
      return List.of();
    }

    /// How many records had a match for a correlation and no time, so that they did not count.
    public long untimed() {
      return untimed;
    }

    /// What the record that was matched last says of itself.
    public EventFacts facts(EventBatch batch, int row) {
      EventFacts known = facts;
      if (known == null) {
        subject.point(batch, row);
        known = EventFacts.of(subject);
        facts = known;
      }
      return known;
    }

    private List<MatchedEvent> matched(EventFacts facts) {
      @Nullable List<MatchedEvent> matched = null;
      for (int hit = 0; hit < count; hit++) {
        for (CorrelationFeed feed : feeds.get(scan.hit(hit))) {
          matched = matched == null ? new ArrayList<>() : matched;
          feed.feed(subject, facts, matched);
        }
      }
      if (matched != null && !facts.timed()) {
        untimed++;
        return List.of();
      }
      return matched == null ? List.of() : matched;
    }
  }
}
