package io.trailhouse.aws.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a partition has done. For any number of threads.
final class PartitionCounts {
  private long seconds;
  private long walked;
  private long events;
  private long calls;
  private long throttled;
  private long failed;
  private @Nullable String lastTrouble;
  private @Nullable Instant started;
  private @Nullable Instant ended;

  /// One moment's numbers.
  ///
  /// @param seconds of Event history to be read
  /// @param walked of these, read
  /// @param events received; those at borders of slices more than once
  /// @param trouble why the last call has another try; null when it was answered
  record Numbers(
      long seconds,
      long walked,
      long events,
      long calls,
      long throttled,
      long failed,
      @Nullable String trouble,
      Duration time) {}

  synchronized void seconds(long number) {
    seconds = number;
  }

  synchronized void started(Instant now) {
    started = now;
  }

  synchronized void ended(Instant now) {
    ended = now;
  }

  synchronized void walked(long number) {
    walked += number;
  }

  synchronized void called() {
    calls++;
  }

  synchronized void page(int ofEvents) {
    events += ofEvents;
    lastTrouble = null;
  }

  synchronized void throttled() {
    throttled++;
  }

  synchronized void failed(String trouble) {
    failed++;
    lastTrouble = trouble;
  }

  synchronized Numbers numbers(Instant now) {
    Instant end = ended == null ? now : ended;
    Duration time = started == null ? Duration.ZERO : Duration.between(started, end);
    return new Numbers(seconds, walked, events, calls, throttled, failed, lastTrouble, time);
  }
}
