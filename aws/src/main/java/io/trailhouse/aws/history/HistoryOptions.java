package io.trailhouse.aws.history;

import java.time.Duration;

/// How Event history is read.
///
/// @param interval between two calls of a partition
/// @param longestInterval what it grows to while calls are refused for being too many
/// @param firstRetry how long to wait after a call that failed; doubled after each more
/// @param longestRetry what that grows to
/// @param settled how old an event must be before no other one can appear beside it
/// @param pages after how many a cursor is given up for a new question
/// @param events from how many on they are handed on
/// @param walkers how many calls of a partition may be under way at once
/// @param between how long after one partition the next one begins, so that they do not call all at
///   once
public record HistoryOptions(
    Duration interval,
    Duration longestInterval,
    Duration firstRetry,
    Duration longestRetry,
    Duration settled,
    int pages,
    int events,
    int walkers,
    Duration between) {
  /// Two calls a second for an account and Region, less one per cent (CloudTrail user guide,
  /// "Quotas"); events may appear 15 minutes late.
  public static final HistoryOptions DEFAULTS =
      new HistoryOptions(
          Duration.ofMillis(505),
          Duration.ofSeconds(8),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(15),
          20,
          250,
          8,
          Duration.ofMillis(12));

  /// The same in a world whose time runs so many times as fast.
  public HistoryOptions faster(int times) {
    return new HistoryOptions(
        interval.dividedBy(times),
        longestInterval.dividedBy(times),
        firstRetry.dividedBy(times),
        longestRetry.dividedBy(times),
        settled,
        pages,
        events,
        walkers,
        between.dividedBy(times));
  }

  /// The same with calls at least so far apart.
  public HistoryOptions notFasterThan(Duration distance) {
    Duration apart = distance.compareTo(interval) > 0 ? distance : interval;
    return new HistoryOptions(
        apart,
        apart.compareTo(longestInterval) > 0 ? apart : longestInterval,
        firstRetry,
        longestRetry,
        settled,
        pages,
        events,
        walkers,
        between);
  }
}
