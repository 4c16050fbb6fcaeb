package io.trailhouse.cli;

import io.trailhouse.problem.Counted;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;

/// Numbers of days as one line of bars: a character a day, or several days where they are many.
final class DayBars {
  private static final int WIDTH = 60;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final LocalDate first;
  private final LocalDate last;
  private final int daysABar;

  /// The bars from one day to another, both included.
  DayBars(LocalDate first, LocalDate last) {
    this.first = first;
    this.last = last;
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    this.daysABar = (int) ((days + WIDTH - 1) / WIDTH);
  }

  /// The bars, the days they stand for and the day with the most. A day without any is a dot.
  String of(NavigableMap<LocalDate, Long> days) {
    int bars = (int) (ChronoUnit.DAYS.between(first, last) / daysABar) + 1;
    long[] sums = new long[bars];
    LocalDate fullest = first;
    long most = 0;
    for (Map.Entry<LocalDate, Long> day : days.entrySet()) {
      long bar = ChronoUnit.DAYS.between(first, day.getKey()) / daysABar;
      sums[Math.clamp(bar, 0, bars - 1)] += day.getValue();
      if (day.getValue() > most) {
        most = day.getValue();
        fullest = day.getKey();
      }
    }
    long highest = 1;
    for (long sum : sums) {
      highest = Math.max(highest, sum);
    }
    StringBuilder line = new StringBuilder();
    for (long sum : sums) {
      int step = (int) ((sum * BARS.length() + highest - 1) / highest);
      line.append(sum == 0 ? '·' : BARS.charAt(Math.clamp(step - 1, 0, BARS.length() - 1)));
    }
    return "%s  %s to %s%s, most on %s: %,d"
        .formatted(
            line,
            first,
            last,
            daysABar == 1 ? "" : Counted.format(", %d days a bar", daysABar),
            fullest,
            most);
  }
}
