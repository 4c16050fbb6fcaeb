package io.trailhouse.watch;

import io.trailhouse.finding.Finding;
import io.trailhouse.match.FieldText;
import io.trailhouse.match.Matcher;
import io.trailhouse.match.Matchers;
import io.trailhouse.watch.MetricAlarm.Change;
import io.trailhouse.watch.MetricAlarm.Metric;
import io.trailhouse.watch.MetricAlarm.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Judges a [MetricAlarm] by the event times of what matches. A finding is made each time that a
/// metric goes into ALARM.
public final class MetricAlarmWatch implements StatefulRule {
  /// So many sets of dimension values are followed; beyond, the ones quiet for longest go.
  public static final int MOST_SERIES = 10_000;

  /// Events in one finding.
  static final int MOST_EVENTS = 20;

  private static final int MOST_CHANGES = 10_000;

  private final MetricAlarm spec;
  private final Matcher filter;
  private final @Nullable FieldText valueOf;
  private final Map<String, FieldText> dimensions = new LinkedHashMap<>();
  private final boolean meetsAll;
  private final long seconds;
  private final Map<List<String>, MetricSeries> series = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private long judgedTo = Long.MIN_VALUE;
  private long evicted;

  /// A watch that remembers nothing yet.
  ///
  /// @throws IllegalArgumentException when a period, a count or the dimensions are out of bounds
  public MetricAlarmWatch(MetricAlarm spec) {
    if (!spec.isSound()) {
      throw new IllegalArgumentException(spec.rule().title() + ": period, M of N or dimensions");
    }
    this.spec = spec;
    Metric metric = spec.metric();
    this.filter = Matchers.compile(metric.filter());
    this.valueOf = metric.valueOf() == null ? null : new FieldText(metric.valueOf());
    metric.dimensions().forEach((name, path) -> dimensions.put(name, new FieldText(path)));
    this.meetsAll =
        dimensions.isEmpty() && (metric.absent() != null || spec.alarm().mayBreachEmpty());
    this.seconds = spec.alarm().period().toSeconds();
  }

  @Override
  public WatchRule rule() {
    return spec.rule();
  }

  @Override
  public void observe(WatchedEvent event) {
    long second = event.time().getEpochSecond();
    long number = Math.floorDiv(second, seconds);
    int minute = (int) (Math.floorMod(second, seconds) / 60);
    if (number < judgedTo) {
      return;
    }
    if (meetsAll) {
      seriesOf(List.of()).period(number).meet(minute, event);
    }
    if (filter.matches(event.subject())) {
      List<String> values = dimensionsOf(event);
      OptionalDouble value = valueOf(event);
      if (values != null && value.isPresent()) {
        seriesOf(values).period(number).add(value.getAsDouble(), minute, event);
      }
    }
  }

  private MetricSeries seriesOf(List<String> values) {
    return series.computeIfAbsent(
        values, each -> new MetricSeries(spec.alarm(), spec.metric().absent()));
  }

  private @Nullable List<String> dimensionsOf(WatchedEvent event) {
    List<String> values = new ArrayList<>();
    for (FieldText each : dimensions.values()) {
      String text = each.of(event.subject());
      if (text == null) {
        return null;
      }
      values.add(text);
    }
    return values;
  }

  private OptionalDouble valueOf(WatchedEvent event) {
    if (valueOf == null) {
      return OptionalDouble.of(spec.metric().value());
    }
    String text = valueOf.of(event.subject());
    try {
      double value = text == null ? Double.NaN : Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  @Override
  public void advanceTo(Instant watermark) {
    long end = Math.floorDiv(watermark.getEpochSecond(), seconds);
    if (end <= judgedTo) {
      return;
    }
    judgedTo = end;
    series.forEach(
        (values, each) -> each.judgeTo(end, (of, period, from) -> note(values, of, period, from)));
    evict();
  }

  private void evict() {
    if (series.size() > MOST_SERIES) {
      int tooMany = series.size() - MOST_SERIES + MOST_SERIES / 16;
      List<List<String>> quiet =
          series.entrySet().stream()
              .sorted(
                  Comparator.comparingLong(
                          (Map.Entry<List<String>, MetricSeries> each) -> each.getValue().newest())
                      .thenComparing(each -> each.getKey().toString()))
              .limit(tooMany)
              .map(Map.Entry::getKey)
              .toList();
      quiet.forEach(series::remove);
      evicted += quiet.size();
    }
  }

  private void note(List<String> values, MetricSeries of, long period, State from) {
    Map<String, String> named = new LinkedHashMap<>();
    int index = 0;
    for (String name : dimensions.keySet()) {
      named.put(name, values.get(index++));
    }
    Instant end = Instant.ofEpochSecond((period + 1) * seconds);
    String reason = reason(of.values(period));
    if (changes.size() < MOST_CHANGES) {
      changes.add(new Change(rule().id(), named, from, of.state(), end, reason));
    }
    List<Sample> samples = of.evidence(period, MOST_EVENTS);
    if (of.state() == State.ALARM && !samples.isEmpty()) {
      List<String> parts = new ArrayList<>(values);
      parts.add(end.toString());
      String where = named.isEmpty() ? "" : " for " + words(named);
      findings.add(rule().finding(parts, rule().title() + where + ": " + reason, samples));
    }
  }

  private String reason(long values) {
    MetricAlarm.Alarm alarm = spec.alarm();
    String period = time(alarm.period());
    String when =
        alarm.periods() == 1
            ? "within " + period
            : "in %d of %d periods of %s".formatted(alarm.toAlarm(), alarm.periods(), period);
    String statistic = alarm.statistic().name().toLowerCase(Locale.ROOT).replace("sample_", "");
    return "%d event%s, %s %s %s %s"
        .formatted(
            values,
            values == 1 ? "" : "s",
            statistic,
            alarm.comparison().words(),
            plain(alarm.threshold()),
            when);
  }

  private static String words(Map<String, String> dimensions) {
    return dimensions.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String time(Duration period) {
    long minutes = period.toMinutes();
    boolean hours = minutes % 60 == 0;
    long count = hours ? minutes / 60 : minutes;
    return count + (hours ? " hour" : " minute") + (count == 1 ? "" : "s");
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  @Override
  public Instant boundary(Instant latest) {
    long number = Math.floorDiv(latest.getEpochSecond(), seconds);
    return Instant.ofEpochSecond((number + 1) * seconds);
  }

  @Override
  public List<Finding> takeFindings() {
    List<Finding> taken = Watches.inOrder(findings);
    findings.clear();
    return taken;
  }

  /// The changes of state since this was last asked, by time; the first 10,000 of them.
  public List<Change> takeChanges() {
    List<Change> taken =
        changes.stream()
            .sorted(
                Comparator.comparing(Change::at)
                    .thenComparing(each -> each.dimensions().toString()))
            .toList();
    changes.clear();
    return taken;
  }

  @Override
  public long evicted() {
    return evicted;
  }

  @Override
  public byte[] save() {
    StateWriter out = new StateWriter();
    out.number(judgedTo);
    out.number(evicted);
    out.findings(findings);
    out.number(series.size());
    series.forEach((values, each) -> {
      out.texts(values);
      each.save(out);
    });
    return out.toBytes();
  }

  @Override
  public void restore(byte[] state) {
    StateReader in = new StateReader(state);
    judgedTo = in.number();
    evicted = in.number();
    findings.clear();
    findings.addAll(in.findings());
    series.clear();
    for (long left = in.number(); left > 0; left--) {
      seriesOf(in.texts()).restore(in);
    }
  }
}
