package io.trailhouse.rule;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/// One event of a group, however often it was seen.
///
/// @param sources numbers of the rules that matched it
/// @param values what it adds to a measure
record CorrelatedEvent(
    Instant time, String key, BitSet sources, List<String> values, EventFacts facts)
    implements Comparable<CorrelatedEvent> {
  static CorrelatedEvent of(MatchedEvent event) {
    BitSet sources = new BitSet();
    sources.set(event.source());
    EventFacts facts = event.facts();
    return new CorrelatedEvent(facts.time(), event.key(), sources, event.values(), facts);
  }

  /// Both as one. Copies of an event that differ give the same whichever comes first.
  CorrelatedEvent and(CorrelatedEvent other) {
    BitSet both = (BitSet) sources.clone();
    both.or(other.sources);
    boolean first = text(facts).compareTo(text(other.facts)) <= 0;
    List<String> all = values;
    if (!values.equals(other.values)) {
      TreeSet<String> sorted = new TreeSet<>(values);
      sorted.addAll(other.values);
      all = List.copyOf(sorted);
    }
    return new CorrelatedEvent(time, key, both, all, first ? facts : other.facts);
  }

  private static String text(EventFacts facts) {
    return facts.events().get(0).json();
  }

  @Override
  public int compareTo(CorrelatedEvent other) {
    int order = time.compareTo(other.time);
    return order == 0 ? key.compareTo(other.key) : order;
  }
}
