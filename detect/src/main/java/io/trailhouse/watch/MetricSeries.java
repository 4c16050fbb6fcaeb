package io.trailhouse.watch;

import io.trailhouse.watch.AlarmJudge.Point;
import io.trailhouse.watch.MetricAlarm.Alarm;
import io.trailhouse.watch.MetricAlarm.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One metric (of one set of dimension values) and the state of its alarm. Periods are numbered
/// from 1970 on.
final class MetricSeries {
  private final Alarm alarm;
  private final @Nullable Double absent;

  /// Open periods, and judged ones that are still in the alarm's range.
  private final TreeMap<Long, MetricPeriod> periods = new TreeMap<>();

  /// An event of the last judged period that has any.
  private @Nullable Sample last;

  private State state = State.INSUFFICIENT_DATA;
  private boolean begun;
  private long next;

  /// Whether the last judgement saw an empty range.
  private boolean settled;

  /// Says what a period's judgement has changed.
  interface Changed {
    void changed(MetricSeries series, long period, State from);
  }

  MetricSeries(Alarm alarm, @Nullable Double absent) {
    this.alarm = alarm;
    this.absent = absent;
  }

  MetricPeriod period(long number) {
    return periods.computeIfAbsent(number, each -> new MetricPeriod());
  }

  State state() {
    return state;
  }

  /// The newest period that has anything in it.
  long newest() {
    return periods.isEmpty() ? next : Math.max(next, periods.lastKey());
  }

  /// Judges all periods before `end`. Where a whole range is empty the state stays, so that a long
  /// silence costs nothing.
  void judgeTo(long end, Changed changed) {
    if (!begun && !periods.isEmpty() && periods.firstKey() < end) {
      begun = true;
      next = periods.firstKey();
    }
    while (begun && next < end) {
      if (settled && !periods.containsKey(next)) {
        Long busy = periods.ceilingKey(next);
        next = busy == null ? end : Math.min(end, busy);
        if (next == end) {
          return;
        }
      }
      judge(next, changed);
      next++;
    }
  }

  private void judge(long number, Changed changed) {
    MetricPeriod now = periods.get(number);
    if (now != null) {
      now.close(absent);
      Sample first = now.first();
      last = first == null ? last : first;
    }
    List<Point> points = new ArrayList<>();
    for (int age = 0; age < alarm.range(); age++) {
      MetricPeriod period = periods.get(number - age);
      points.add(period == null ? Point.MISSING : period.point(alarm));
    }
    settled = points.stream().allMatch(point -> point == Point.MISSING);
    State before = state;
    state = AlarmJudge.next(before, points, alarm);
    if (state != before) {
      changed.changed(this, number, before);
    }
    periods.headMap(number - alarm.range() + 2L).clear();
  }

  /// The events behind an alarm of a period: of the periods beyond the threshold that are in range,
  /// else the last event before.
  List<Sample> evidence(long number, int most) {
    TreeSet<Sample> samples = new TreeSet<>();
    for (MetricPeriod period : beyond(number)) {
      samples.addAll(period.samples().list());
    }
    if (samples.isEmpty() && last != null) {
      samples.add(last);
    }
    return samples.stream().limit(most).toList();
  }

  /// How many values the periods beyond the threshold have.
  long values(long number) {
    return beyond(number).stream().mapToLong(MetricPeriod::count).sum();
  }

  private List<MetricPeriod> beyond(long number) {
    return periods.subMap(number - alarm.range() + 1L, true, number, true).values().stream()
        .filter(period -> period.point(alarm) == Point.BEYOND)
        .toList();
  }

  void save(StateWriter out) {
    out.text(state.name());
    out.flag(begun);
    out.number(next);
    out.flag(settled);
    List<Sample> one = last == null ? List.of() : List.of(last);
    out.number(one.size());
    one.forEach(sample -> sample.save(out));
    out.number(periods.size());
    for (Map.Entry<Long, MetricPeriod> each : periods.entrySet()) {
      out.number(each.getKey());
      each.getValue().save(out);
    }
  }

  void restore(StateReader in) {
    state = State.valueOf(in.text());
    begun = in.flag();
    next = in.number();
    settled = in.flag();
    last = in.number() == 1 ? Sample.restore(in) : null;
    for (long left = in.number(); left > 0; left--) {
      periods.put(in.number(), MetricPeriod.restore(in));
    }
  }
}
