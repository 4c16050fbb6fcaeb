package io.trailhouse.watch;

import java.util.Map;
import java.util.TreeMap;

/// The counts of one series by day: enough for the mean and deviation of its minutes.
final class RateDays {
  static final int MOST_DAYS = 7;
  static final long MINUTES_OF_DAY = 1_440;

  private final TreeMap<Long, Day> days = new TreeMap<>();

  private static final class Day {
    private RateCount calls = new RateCount();
    private long squares;
  }

  /// What is usual.
  ///
  /// @param minutes how many minutes it is taken from, those without a call included
  record Usual(double mean, double deviation, long minutes, RateCount calls) {}

  /// Adds a judged minute.
  void add(long minute, RateCount calls) {
    long number = Math.floorDiv(minute, MINUTES_OF_DAY);
    Day day = days.computeIfAbsent(number, each -> new Day());
    day.calls.add(calls);
    day.squares += calls.count() * calls.count();
    dropBefore(number - MOST_DAYS);
  }

  void dropBefore(long day) {
    days.headMap(day).clear();
  }

  boolean isEmpty() {
    return days.isEmpty();
  }

  /// The last day with a call.
  long last() {
    return days.isEmpty() ? Long.MIN_VALUE : days.lastKey();
  }

  /// Mean and deviation of the minutes of the whole days before a minute's own, 7 at most.
  ///
  /// @param firstDay the first day that was watched from its beginning
  Usual before(long minute, long firstDay) {
    long today = Math.floorDiv(minute, MINUTES_OF_DAY);
    long from = Math.max(firstDay, today - MOST_DAYS);
    long minutes = Math.max(0, today - from) * MINUTES_OF_DAY;
    RateCount calls = new RateCount();
    if (minutes == 0) {
      return new Usual(0, 0, 0, calls);
    }
    long squares = 0;
    for (Day day : days.subMap(from, today).values()) {
      calls.add(day.calls);
      squares += day.squares;
    }
    double mean = calls.count() / (double) minutes;
    double variance = squares / (double) minutes - mean * mean;
    return new Usual(mean, Math.sqrt(Math.max(0, variance)), minutes, calls);
  }

  void save(StateWriter out) {
    out.number(days.size());
    for (Map.Entry<Long, Day> each : days.entrySet()) {
      out.number(each.getKey());
      out.number(each.getValue().squares);
      each.getValue().calls.save(out);
    }
  }

  void restore(StateReader in) {
    for (long left = in.number(); left > 0; left--) {
      Day day = new Day();
      long number = in.number();
      day.squares = in.number();
      day.calls = RateCount.restore(in);
      days.put(number, day);
    }
  }
}
