package io.trailhouse.watch;

import io.trailhouse.watch.MetricAlarm.Alarm;
import io.trailhouse.watch.MetricAlarm.Missing;
import io.trailhouse.watch.MetricAlarm.State;
import java.util.List;

/// What state an alarm is in, by its last data points. Source: CloudWatch user guide, "Configuring
/// how CloudWatch alarms treat missing data", with the two tables of examples in it.
final class AlarmJudge {
  /// One period's data point.
  enum Point {
    WITHIN,
    BEYOND,
    MISSING
  }

  private AlarmJudge() {}

  /// The state after a period.
  ///
  /// Of the range the N latest real points count. Only where there are fewer than N does the
  /// treatment of missing data fill up, and where every real point is beyond and the oldest of them
  /// has waited M periods, waiting for more has no use: that is an alarm (with `ignore`, no
  /// change).
  ///
  /// @param newestFirst as many points as the alarm's range
  static State next(State now, List<Point> newestFirst, Alarm alarm) {
    int real = 0;
    int beyond = 0;
    int oldest = 0;
    boolean allBeyond = true;
    for (int age = 0; age < newestFirst.size(); age++) {
      Point point = newestFirst.get(age);
      if (point != Point.MISSING) {
        real++;
        beyond += point == Point.BEYOND && real <= alarm.periods() ? 1 : 0;
        allBeyond &= point == Point.BEYOND;
        oldest = age;
      }
    }
    int fill = Math.max(0, alarm.periods() - real);
    Missing missing = alarm.missing();
    if (real == 0 && missing == Missing.MISSING) {
      return State.INSUFFICIENT_DATA;
    }
    if (real == 0 && missing == Missing.IGNORE) {
      return now;
    }
    beyond += missing == Missing.BREACHING ? fill : 0;
    if (beyond >= alarm.toAlarm()) {
      return State.ALARM;
    }
    boolean waitedLong = real > 0 && fill > 0 && allBeyond && oldest + 1 >= alarm.toAlarm();
    if (waitedLong && missing == Missing.IGNORE) {
      return now;
    }
    return waitedLong && missing == Missing.MISSING ? State.ALARM : State.OK;
  }
}
