package io.trailhouse.rule;

import io.trailhouse.rule.Correlation.Bound;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is computed of the numbers of a window's events, exactly. Texts that are no numbers, or
/// none of a size that anybody counts with, are left out; without a number nothing holds.
abstract class NumberMeasure extends WindowMeasure {
  private static final int MOST_DIGITS = 400;

  private final List<Bound> bounds;
  private long count;

  NumberMeasure(List<Bound> bounds) {
    this.bounds = bounds;
  }

  abstract void add(BigDecimal number);

  abstract void subtract(BigDecimal number);

  /// The measure times [#scale], so that nothing is rounded.
  abstract BigDecimal scaled(long numbers);

  /// By what the bounds are multiplied before they are compared.
  abstract BigDecimal scale(long numbers);

  @Override
  void enter(Instant time, List<CorrelatedEvent> events) {
    for (CorrelatedEvent event : events) {
      for (BigDecimal number : numbers(event)) {
        add(number);
        count++;
      }
    }
  }

  @Override
  void leave(CorrelatedEvent event) {
    for (BigDecimal number : numbers(event)) {
      subtract(number);
      count--;
    }
  }

  @Override
  boolean holds(Instant from) {
    if (count == 0) {
      return false;
    }
    BigDecimal measure = scaled(count);
    BigDecimal scale = scale(count);
    return bounds.stream()
        .allMatch(bound -> bound.holds(measure.compareTo(bound.operand().multiply(scale))));
  }

  private static List<BigDecimal> numbers(CorrelatedEvent event) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (String text : event.values()) {
      try {
        BigDecimal number = text.length() > MOST_DIGITS ? null : new BigDecimal(text);
        if (number != null && Math.abs((long) number.scale()) <= MOST_DIGITS) {
          numbers.add(number);
        }
      } catch (NumberFormatException e) {
        // it is no number
      }
    }
    return numbers;
  }

  /// The sum, or the mean.
  static final class Sum extends NumberMeasure {
    private final boolean mean;
    private BigDecimal sum = BigDecimal.ZERO;

    Sum(List<Bound> bounds, boolean mean) {
      super(bounds);
      this.mean = mean;
    }

    @Override
    void add(BigDecimal number) {
      sum = sum.add(number);
    }

    @Override
    void subtract(BigDecimal number) {
      sum = sum.subtract(number);
    }

    @Override
    BigDecimal scaled(long numbers) {
      return sum;
    }

    @Override
    BigDecimal scale(long numbers) {
      return mean ? BigDecimal.valueOf(numbers) : BigDecimal.ONE;
    }
  }

  /// A percentile, with what lies between two numbers in proportion (SQL's `percentile_cont`).
  static final class Percentile extends NumberMeasure {
    private final BigDecimal percent;
    private final TreeMap<BigDecimal, Integer> counts = new TreeMap<>();

    Percentile(List<Bound> bounds, BigDecimal percent) {
      super(bounds);
      this.percent = percent;
    }

    @Override
    void add(BigDecimal number) {
      counts.merge(number, 1, Integer::sum);
    }

    @Override
    void subtract(BigDecimal number) {
      counts.computeIfPresent(number, (same, n) -> n == 1 ? null : n - 1);
    }

    @Override
    BigDecimal scaled(long numbers) {
      BigDecimal place = percent.multiply(BigDecimal.valueOf(numbers - 1)).movePointLeft(2);
      BigDecimal whole = place.setScale(0, RoundingMode.FLOOR);
      BigDecimal low = at(whole.longValueExact());
      BigDecimal rest = place.subtract(whole);
      if (rest.signum() == 0) {
        return low;
      }
      BigDecimal high = at(whole.longValueExact() + 1);
      return low.add(rest.multiply(high.subtract(low)));
    }

    @Override
    BigDecimal scale(long numbers) {
      return BigDecimal.ONE;
    }

    private BigDecimal at(long place) {
      long passed = 0;
      for (Map.Entry<BigDecimal, Integer> each : counts.entrySet()) {
        passed += each.getValue();
        if (passed > place) {
          return each.getKey();
        }
      }
      return counts.lastKey();
    }
  }
}
