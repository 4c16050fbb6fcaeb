package io.trailhouse.watch;

import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.select.FilterPattern;
import io.trailhouse.select.InvalidConditionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A CloudWatch metric filter and the alarm on its metric.
public record MetricAlarm(WatchRule rule, Metric metric, Alarm alarm) implements WatchSpec {
  @Override
  public StatefulRule watch(IpPlaces places) {
    return new MetricAlarmWatch(this);
  }

  /// What a metric filter publishes.
  ///
  /// @param pattern the filter pattern as its author wrote it, which other checks compare by letter
  /// @param value what each matching event publishes, where `valueOf` is null
  /// @param valueOf the number of this field instead; an event without it publishes nothing
  /// @param absent what a minute with events of which none matches publishes; null for nothing
  /// @param dimensions up to three, by name; an event that lacks one publishes nothing
  public record Metric(
      String pattern,
      Predicate filter,
      double value,
      @Nullable FieldPath valueOf,
      @Nullable Double absent,
      Map<String, FieldPath> dimensions) {
    /// A metric that counts the events that a pattern matches.
    public static Metric counting(String pattern) throws InvalidConditionException {
      return new Metric(pattern, FilterPattern.compile(pattern), 1, null, null, Map.of());
    }
  }

  /// When a metric is worth an alarm.
  ///
  /// @param period whole minutes, a day at most; periods begin at multiples of it since 1970
  /// @param periods N: how many of the last data points are looked at
  /// @param toAlarm M: how many of those must be beyond the threshold
  /// @param range how many periods back real data points are looked for where some are missing
  public record Alarm(
      Statistic statistic,
      Comparison comparison,
      double threshold,
      Duration period,
      int periods,
      int toAlarm,
      Missing missing,
      int range) {
    /// M of N with the range that CloudWatch's own examples have, two periods more than N; with N
    /// of 1, of which there is no example, no more than that one.
    public static Alarm of(Statistic statistic, Threshold threshold, Window window) {
      return new Alarm(
          statistic,
          threshold.comparison(),
          threshold.value(),
          window.period(),
          window.periods(),
          window.toAlarm(),
          window.missing(),
          rangeOf(window.periods()));
    }

    static int rangeOf(int periods) {
      return periods == 1 ? 1 : periods + 2;
    }

    /// Whether a period can be beyond the threshold without an event of its own in it.
    boolean mayBreachEmpty() {
      return missing == Missing.BREACHING;
    }
  }

  /// The alarm only counts events; each of them says what there is to say.
  @Override
  public boolean onlyCounts() {
    return true;
  }

  /// Whether periods and dimensions are within what the parameters say.
  boolean isSound() {
    long seconds = alarm.period().toSeconds();
    return seconds > 0
        && seconds <= 86_400
        && seconds % 60 == 0
        && alarm.toAlarm() >= 1
        && alarm.toAlarm() <= alarm.periods()
        && alarm.range() >= alarm.periods()
        && alarm.range() <= 10_082
        && metric.dimensions().size() <= 3
        && (metric.absent() == null || metric.dimensions().isEmpty());
  }

  public record Threshold(Comparison comparison, double value) {}

  public record Window(Duration period, int periods, int toAlarm, Missing missing) {}

  /// CloudWatch's statistics of the values of one period.
  public enum Statistic {
    SUM,
    SAMPLE_COUNT,
    AVERAGE,
    MINIMUM,
    MAXIMUM
  }

  public enum Comparison {
    GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    GREATER_THAN_THRESHOLD,
    LESS_THAN_THRESHOLD,
    LESS_THAN_OR_EQUAL_TO_THRESHOLD;

    boolean isBeyond(double value, double threshold) {
      return switch (this) {
        case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
        case GREATER_THAN_THRESHOLD -> value > threshold;
        case LESS_THAN_THRESHOLD -> value < threshold;
        case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
      };
    }

    String words() {
      return switch (this) {
        case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> "at least";
        case GREATER_THAN_THRESHOLD -> "more than";
        case LESS_THAN_THRESHOLD -> "less than";
        case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> "at most";
      };
    }
  }

  /// What a period without a data point counts as.
  public enum Missing {
    MISSING,
    NOT_BREACHING,
    BREACHING,
    IGNORE
  }

  /// The states of an alarm; it begins without data.
  public enum State {
    OK,
    ALARM,
    INSUFFICIENT_DATA
  }

  /// An alarm went from one state to another.
  ///
  /// @param dimensions the metric's dimensions with their values, in the rule's order
  /// @param at the end of the period whose data point made the difference
  public record Change(
      String ruleId,
      Map<String, String> dimensions,
      State from,
      State to,
      Instant at,
      String reason) {}
}
