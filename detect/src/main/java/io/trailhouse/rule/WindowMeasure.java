package io.trailhouse.rule;

import io.trailhouse.rule.Correlation.Bound;
import io.trailhouse.rule.Correlation.RuleTerm;
import io.trailhouse.rule.Correlation.Wanted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is measured of the events of a moving window, kept up to date as events come in and go out.
abstract class WindowMeasure {
  /// Events come in, all those of one time together and later than any before.
  abstract void enter(Instant time, List<CorrelatedEvent> events);

  abstract void leave(CorrelatedEvent event);

  /// Whether the window counts.
  ///
  /// @param from the first moment of the window
  abstract boolean holds(Instant from);

  static WindowMeasure of(Correlation correlation) {
    if (correlation.wanted() instanceof Wanted.Expressed expressed) {
      return new Matches(correlation.rules().size(), expressed.term(), List.of());
    }
    Wanted.Within within = (Wanted.Within) correlation.wanted();
    int rules = correlation.rules().size();
    return switch (correlation.type()) {
      case EVENT_COUNT -> new EventCount(within.bounds());
      case VALUE_COUNT -> new ValueCount(within.bounds());
      case TEMPORAL -> new Matches(rules, null, within.bounds());
      case TEMPORAL_ORDERED -> new Ordered(rules);
      case VALUE_SUM -> new NumberMeasure.Sum(within.bounds(), false);
      case VALUE_AVG -> new NumberMeasure.Sum(within.bounds(), true);
      case VALUE_MEDIAN -> new NumberMeasure.Percentile(within.bounds(), BigDecimal.valueOf(50));
      case VALUE_PERCENTILE ->
          new NumberMeasure.Percentile(
              within.bounds(), Objects.requireNonNull(within.percentile(), "it is read"));
    };
  }

  static boolean holds(List<Bound> bounds, BigDecimal measure) {
    return bounds.stream().allMatch(bound -> bound.holds(measure.compareTo(bound.operand())));
  }

  /// How many events.
  private static final class EventCount extends WindowMeasure {
    private final List<Bound> bounds;
    private long count;

    EventCount(List<Bound> bounds) {
      this.bounds = bounds;
    }

    @Override
    void enter(Instant time, List<CorrelatedEvent> events) {
      count += events.size();
    }

    @Override
    void leave(CorrelatedEvent event) {
      count--;
    }

    @Override
    boolean holds(Instant from) {
      return holds(bounds, BigDecimal.valueOf(count));
    }
  }

  /// How many different values.
  private static final class ValueCount extends WindowMeasure {
    private final List<Bound> bounds;
    private final Map<String, Integer> counts = new HashMap<>();

    ValueCount(List<Bound> bounds) {
      this.bounds = bounds;
    }

    @Override
    void enter(Instant time, List<CorrelatedEvent> events) {
      events.forEach(
          event -> event.values().forEach(value -> counts.merge(value, 1, Integer::sum)));
    }

    @Override
    void leave(CorrelatedEvent event) {
      event
          .values()
          .forEach(value -> counts.computeIfPresent(value, (same, n) -> n == 1 ? null : n - 1));
    }

    @Override
    boolean holds(Instant from) {
      return holds(bounds, BigDecimal.valueOf(counts.size()));
    }
  }

  /// Which rules have matched: an expression of them, or how many.
  private static final class Matches extends WindowMeasure {
    private final int[] counts;
    private final @Nullable RuleTerm term;
    private final List<Bound> bounds;

    Matches(int rules, @Nullable RuleTerm term, List<Bound> bounds) {
      this.counts = new int[rules];
      this.term = term;
      this.bounds = bounds;
    }

    @Override
    void enter(Instant time, List<CorrelatedEvent> events) {
      events.forEach(event -> event.sources().stream().forEach(source -> counts[source]++));
    }

    @Override
    void leave(CorrelatedEvent event) {
      event.sources().stream().forEach(source -> counts[source]--);
    }

    @Override
    boolean holds(Instant from) {
      if (term != null) {
        return holds(term);
      }
      int matched = 0;
      for (int count : counts) {
        matched += count > 0 ? 1 : 0;
      }
      return holds(bounds, BigDecimal.valueOf(matched));
    }

    private boolean holds(RuleTerm part) {
      if (part instanceof RuleTerm.And and) {
        return and.of().stream().allMatch(this::holds);
      }
      if (part instanceof RuleTerm.Or or) {
        return or.of().stream().anyMatch(this::holds);
      }
      if (part instanceof RuleTerm.Not not) {
        return !holds(not.of());
      }
      return counts[((RuleTerm.Matched) part).number()] > 0;
    }
  }

  /// Whether the rules have matched one after the other. Records tell whole seconds, so matches of
  /// one time may have come in any order.
  private static final class Ordered extends WindowMeasure {
    /// For each rule the latest time at which a chain up to it has begun.
    private final @Nullable Instant[] begun;

    Ordered(int rules) {
      this.begun = new Instant[rules];
    }

    @Override
    void enter(Instant time, List<CorrelatedEvent> events) {
      for (int rule = 0; rule < begun.length; rule++) {
        int wanted = rule;
        if (events.stream().anyMatch(event -> event.sources().get(wanted))) {
          Instant start = rule == 0 ? time : begun[rule - 1];
          Instant before = begun[rule];
          if (start != null && (before == null || start.isAfter(before))) {
            begun[rule] = start;
          }
        }
      }
    }

    @Override
    void leave(CorrelatedEvent event) {
      // a chain that began too early is seen by its beginning
    }

    @Override
    boolean holds(Instant from) {
      Instant start = begun[begun.length - 1];
      return start != null && !start.isBefore(from);
    }
  }
}
