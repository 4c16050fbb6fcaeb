package io.trailhouse.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The latest event time of a stream, as everything that waits for late events measures it: an
/// event dated in the future does not move it, or one such record would make all that follow it
/// late.
///
/// An event is of the future when it is later than the clock by more than five minutes. Such a one
/// is counted, and moves this clock when its time has come: it may be the computer's clock that is
/// behind. One that is ahead by more than a day is not waited for. For one thread.
public final class EventClock {
  /// So far a time may be ahead of the clock without being of the future.
  public static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Duration NOT_WAITED_FOR = Duration.ofDays(1);

  private final InstantSource clock;

  /// Minutes of events that are ahead; a day has 1,440 of them.
  private final TreeSet<Instant> ahead = new TreeSet<>();

  private @Nullable Instant latest;
  private long future;

  public EventClock(InstantSource clock) {
    this.clock = clock;
  }

  /// Whether a time is of the future.
  public static boolean isFuture(Instant time, Instant now) {
    return isBeyond(time, now, AHEAD);
  }

  /// No sum with `now`, which is the end of all time where only the past is looked at.
  private static boolean isBeyond(Instant time, Instant now, Duration by) {
    return time.isAfter(now) && Duration.between(now, time).compareTo(by) > 0;
  }

  /// Takes an event's time.
  ///
  /// @return whether the event is to be counted; not when it is ahead by more than a day
  public boolean see(Instant time) {
    Instant now = clock.instant();
    if (!isFuture(time, now)) {
      move(time);
      return true;
    }
    future++;
    if (isBeyond(time, now, NOT_WAITED_FOR)) {
      return false;
    }
    ahead.add(time.truncatedTo(ChronoUnit.MINUTES));
    return true;
  }

  private void move(Instant time) {
    latest = latest == null || time.isAfter(latest) ? time : latest;
  }

  /// The latest event time; null before the first event.
  public @Nullable Instant latest() {
    while (!ahead.isEmpty() && !isFuture(ahead.first(), clock.instant())) {
      move(ahead.pollFirst());
    }
    return latest;
  }

  /// Goes back to a latest time that was remembered, unless it is of the future.
  public void restore(@Nullable Instant remembered) {
    latest = remembered == null || isFuture(remembered, clock.instant()) ? null : remembered;
  }

  /// How many events of the future there were.
  public long future() {
    return future;
  }
}
