package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One partition being read: its slices, its pace, and as many walkers as its answers are slow.
///
/// It begins with one walker on the whole span. Whenever turns pass unused because every walker
/// waits for an answer, another walker takes over half of the slice with most to come.
final class PartitionReader {
  /// With fewer events to come a slice is not worth being cut: each half costs a page that is not
  /// full.
  private static final double WORTH_HALVING = 400;

  /// Of how many answers the usual time of one is made.
  private static final int SMOOTHING = 4;

  private static final double RESERVE = 1.2;

  /// Answers that say nothing of how long one takes.
  private static final int FIRST = 3;

  private static final int STACK = 256 << 10;

  private final HistoryPartition name;
  private final EventHistory history;
  private final HistoryOptions options;
  private final Surroundings around;
  private final HistoryPositions positions;
  private final InstantSource clock;
  private final RateLimiter pace;
  private final PartitionCounts counts = new PartitionCounts();
  private final Deque<Slice> waiting = new ArrayDeque<>();
  private final List<Slice> walked = new ArrayList<>();
  private final List<Thread> walkers = new ArrayList<>();
  private int walking;
  private int started;
  private long answering;
  private int answers;
  private int failures;
  private volatile @Nullable String problem;
  private volatile boolean stopped;

  PartitionReader(
      PartitionPlan plan, HistoryOptions options, Surroundings around, HistoryPositions positions) {
    this.name = plan.name();
    this.history = plan.history();
    this.clock = plan.clock();
    this.options = options;
    this.around = around;
    this.positions = positions;
    this.pace = new RateLimiter(options);
    plan.spans().forEach(span -> waiting.addFirst(new Slice(span.from(), span.to())));
    counts.seconds(plan.spans().stream().mapToLong(Seconds.Span::length).sum());
  }

  HistoryPartition name() {
    return name;
  }

  PartitionCounts counts() {
    return counts;
  }

  /// Why it ended before its end; null when it did not.
  @Nullable String problem() {
    return problem;
  }

  /// @param after how long after now its first call goes out
  void start(Duration after) {
    pace.begin(after);
    counts.started(clock.instant());
    if (!addWalker(this::walk)) { // it was stopped before
      around.ended().run();
    }
  }

  private static boolean isWorthHalving(Slice slice) {
    return slice.length() > 1 && slice.expected() >= WORTH_HALVING;
  }

  /// Another walker, while all partitions together have not too many: each holds some pages in
  /// memory.
  private void addWalkerWithin(Semaphore more) {
    if (more.tryAcquire()) {
      boolean begun =
          addWalker(() -> {
            try {
              walk();
            } finally {
              more.release();
            }
          });
      if (!begun) {
        more.release();
      }
    }
  }

  private synchronized boolean addWalker(Runnable walk) {
    if (stopped || walking >= options.walkers()) {
      return false;
    }
    Thread walker = new Thread(null, walk, "partition-" + name.key() + "-" + started++, STACK);
    walker.setDaemon(true);
    walkers.removeIf(each -> !each.isAlive());
    walkers.add(walker);
    walking++;
    walker.start();
    return true;
  }

  private void walk() {
    try {
      Slice slice = next();
      while (slice != null && new HistoryPager(this, slice, options).go()) {
        slice = done(slice);
      }
    } catch (InterruptedException e) {
      // it is to stop; what was handed on stays
    } catch (RuntimeException | Error e) {
      refused(String.valueOf(e));
    } finally {
      leave();
    }
  }

  private synchronized @Nullable Slice done(Slice slice) {
    walked.remove(slice);
    return next();
  }

  /// A slice that waits, or half of the one with most to come.
  private synchronized @Nullable Slice next() {
    if (stopped) {
      return null;
    }
    Slice slice = waiting.poll();
    if (slice == null) {
      slice =
          walked.stream()
              .max(Comparator.comparingDouble(Slice::expected))
              .filter(PartitionReader::isWorthHalving)
              .map(Slice::halve)
              .orElse(null);
    }
    if (slice != null) {
      walked.add(slice);
    }
    return slice;
  }

  private void leave() {
    boolean last;
    synchronized (this) {
      walking--;
      last = walking == 0;
    }
    if (last) {
      counts.ended(clock.instant());
      around.ended().run();
    }
  }

  void awaitTurn() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
    pace.await();
  }

  EventHistory.Reply ask(EventHistory.Call call) {
    counts.called();
    long asked = System.nanoTime();
    EventHistory.Reply reply = history.ask(call);
    if (reply instanceof EventHistory.Reply.Throttled) {
      counts.throttled();
      pace.throttled();
    } else if (reply instanceof EventHistory.Reply.Page) {
      pace.good();
      answered(System.nanoTime() - asked);
    }
    return reply;
  }

  /// An answer that takes longer than a turn leaves turns unused, unless others walk meanwhile.
  private synchronized void answered(long nanos) {
    failures = 0;
    if (++answers <= FIRST) { // a program that has just begun is slow itself
      return;
    }
    answering += (nanos - answering) / SMOOTHING;
    long wanted = 1 + (long) (answering * RESERVE / options.interval().toNanos());
    boolean divisible = walked.stream().anyMatch(PartitionReader::isWorthHalving);
    if (wanted > walking && divisible) {
      addWalkerWithin(around.more());
    }
  }

  /// A page has come.
  void read(int events) {
    counts.page(events);
  }

  /// Nothing has come, but may next time.
  void pause(String trouble) throws InterruptedException {
    counts.failed(trouble);
    if (stopped) {
      throw new InterruptedException();
    }
    int times;
    synchronized (this) {
      times = Math.min(20, failures++);
    }
    long longest = options.longestRetry().toNanos();
    long full = Math.max(2, Math.min(longest, options.firstRetry().toNanos() << times));
    TimeUnit.NANOSECONDS.sleep(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
  }

  /// The service says no: the partition ends, and the others go on.
  ///
  /// @return false, for the walker to end with
  boolean refused(String why) {
    problem = why;
    stop();
    return false;
  }

  /// The newest second beside which no event can appear any more.
  long settled() {
    return clock.instant().minus(options.settled()).getEpochSecond();
  }

  PendingRange pendingRange() {
    return new PendingRange(positions, name);
  }

  void walked(long seconds) {
    counts.walked(seconds);
  }

  void hand(Bundle bundle) throws InterruptedException {
    around.handover().take(name, bundle);
  }

  /// Ends it; returns at once.
  synchronized void stop() {
    stopped = true;
    walkers.forEach(Thread::interrupt);
  }
}
