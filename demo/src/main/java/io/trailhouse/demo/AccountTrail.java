package io.trailhouse.demo;

import java.time.LocalDate;
import java.time.LocalTime;

/// The development account's own trail of one Region: made in the second week, stopped by the
/// intruder, started again by the people who find out.
final class AccountTrail {

  static final String NAME = "dev-audit";
  static final TrailStream STREAM =
      new TrailStream(Account.DEVELOPMENT, "us-east-1", TrailStream.Kind.EVENTS);

  static final long CREATED = at(LocalDate.of(2026, 5, 11), 9, 31, 12);
  static final long STOPPED = at(LocalDate.of(2026, 5, 19), 2, 58, 40);
  static final long RESTARTED = at(LocalDate.of(2026, 5, 21), 9, 14, 3);

  private AccountTrail() {}

  /// Whether the trail delivers an event of that second since 1970. The calls that stop and start
  /// it are still and already in it.
  static boolean logging(long second) {
    return (second >= CREATED && second <= STOPPED) || second >= RESTARTED;
  }

  static String arn() {
    return Account.DEVELOPMENT.arn("cloudtrail", "us-east-1", "trail/" + NAME);
  }

  private static long at(LocalDate day, int hour, int minute, int second) {
    return DemoCalendar.second(day, LocalTime.of(hour, minute, second));
  }
}
