package io.trailhouse.watch;

import io.trailhouse.watch.MetricAlarm.Alarm;
import io.trailhouse.watch.MetricAlarm.Statistic;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The values of one metric in one period. Sums are exact, so that the order of values does not
/// matter.
final class MetricPeriod {
  /// Events that a finding shows of one period.
  private static final int SAMPLES = 10;

  private long count;
  private BigDecimal sum = BigDecimal.ZERO;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private final BitSet minutesWithEvents = new BitSet();
  private final BitSet minutesWithValues = new BitSet();
  private final Samples samples = new Samples(SAMPLES);
  private final Samples seen = new Samples(1);

  void add(double value, int minute, WatchedEvent event) {
    addValue(value);
    minutesWithValues.set(minute);
    samples.offer(event);
  }

  /// Any event, matching or not.
  void meet(int minute, WatchedEvent event) {
    minutesWithEvents.set(minute);
    seen.offer(event);
  }

  private void addValue(double value) {
    count++;
    sum = sum.add(new BigDecimal(value));
    least = Math.min(least, value);
    most = Math.max(most, value);
  }

  /// Publishes the default value for each minute that had events and no value.
  void close(@Nullable Double absent) {
    if (absent != null) {
      BitSet minutes = (BitSet) minutesWithEvents.clone();
      minutes.andNot(minutesWithValues);
      for (int left = minutes.cardinality(); left > 0; left--) {
        addValue(absent);
      }
    }
    minutesWithEvents.clear();
    minutesWithValues.clear();
  }

  /// The statistic of the period's values; empty without any.
  OptionalDouble value(Statistic statistic) {
    if (count == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        switch (statistic) {
          case SUM -> sum.doubleValue();
          case SAMPLE_COUNT -> count;
          case AVERAGE -> sum.doubleValue() / count;
          case MINIMUM -> least;
          case MAXIMUM -> most;
        });
  }

  AlarmJudge.Point point(Alarm alarm) {
    OptionalDouble value = value(alarm.statistic());
    if (value.isEmpty()) {
      return AlarmJudge.Point.MISSING;
    }
    return alarm.comparison().isBeyond(value.getAsDouble(), alarm.threshold())
        ? AlarmJudge.Point.BEYOND
        : AlarmJudge.Point.WITHIN;
  }

  long count() {
    return count;
  }

  Samples samples() {
    return samples;
  }

  /// The first event that was seen, matching or not; null without any.
  @Nullable Sample first() {
    Sample first = samples.first();
    Sample any = seen.first();
    return any == null ? first : any;
  }

  void save(StateWriter out) {
    out.number(count);
    out.text(sum.toString());
    out.decimal(least);
    out.decimal(most);
    out.bytes(minutesWithEvents.toByteArray());
    out.bytes(minutesWithValues.toByteArray());
    samples.save(out);
    seen.save(out);
  }

  static MetricPeriod restore(StateReader in) {
    MetricPeriod period = new MetricPeriod();
    period.count = in.number();
    period.sum = new BigDecimal(in.text());
    period.least = in.decimal();
    period.most = in.decimal();
    period.minutesWithEvents.or(BitSet.valueOf(in.bytes()));
    period.minutesWithValues.or(BitSet.valueOf(in.bytes()));
    period.samples.restore(in);
    period.seen.restore(in);
    return period;
  }
}
