package io.trailhouse.serve;

import io.trailhouse.lake.EventAppender;
import io.trailhouse.pipeline.Carrier;
import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.pipeline.Shelf;
import io.trailhouse.problem.Causes;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries one source for ever, in a thread of its own: whatever fails is told and tried again,
/// without a word to the other feeds.
public final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final String HOME = "the home folder";
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final Duration GOOD_AFTER = Duration.ofMinutes(1);

  /// What fails at once after it was begun again has not been well in between.
  private static final Duration WELL_AFTER = Duration.ofSeconds(5);

  private final Plan plan;
  private final Table table;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Carrier carrier;
  private volatile @Nullable OpenSource open;
  private volatile @Nullable Failure failure;
  private volatile Instant since;
  private volatile @Nullable Instant carrying;

  /// Why it does not get on.
  ///
  /// @param refused whether somebody has to change something first
  record Failure(Trouble trouble, boolean refused) {}

  /// What is carried.
  ///
  /// @param name the source's key in the configuration
  /// @param way which of its ways, for people and logs: `queue`, `listing`, an account's number
  /// @param account whose it is; null when it stands for all
  /// @param opening makes the source ready; called again after each failure
  public record Plan(
      String name,
      String way,
      @Nullable String account,
      Supplier<OpenSource> opening,
      CarryCounters counters) {}

  /// Where it is carried to.
  public record Table(Appenders appenders, Shelf quarantine, Shelf digests, Duration commitEvery) {}

  public Feed(Plan plan, Table table, InstantSource clock) {
    this.plan = plan;
    this.table = table;
    this.clock = clock;
    this.since = clock.instant();
    this.thread = new Thread(this::run, "feed-" + plan.name() + "-" + plan.way());
  }

  void start() {
    thread.start();
  }

  Plan plan() {
    return plan;
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (stopping.getCount() > 0) {
        Instant begun = clock.instant();
        if (carry()) {
          continue;
        }
        boolean wasGood = clock.instant().isAfter(begun.plus(GOOD_AFTER));
        pause = wasGood ? FIRST_PAUSE_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        if (stopping.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("{} {} was interrupted", plan.name(), plan.way());
    }
  }

  private void fail(Failure failed) {
    if (failure == null || isWell()) {
      since = clock.instant();
    }
    failure = failed;
    carrying = null;
  }

  /// Whether it has carried for a while since it was begun the last time.
  private boolean isWell() {
    Instant begun = carrying;
    return begun != null && !clock.instant().isBefore(begun.plus(WELL_AFTER));
  }

  /// Carries until it is to stop or fails; whether it did not fail.
  private boolean carry() throws InterruptedException {
    EventAppender appender = null;
    OpenSource source = null;
    try {
      appender = table.appenders().current();
      source = plan.opening().get();
      Carrier next =
          new Carrier(
                  source.source(),
                  appender.from(plan.name()),
                  table.quarantine(),
                  table.digests(),
                  plan.counters())
              .committingEvery(table.commitEvery());
      open = source;
      carrying = clock.instant();
      if (began(next)) {
        next.carry(1);
      }
      return true;
    } catch (RuntimeException | Error e) {
      if (appender != null) {
        table.appenders().failed(appender);
      }
      LOG.debug("{} {} failed", plan.name(), plan.way(), e);
      fail(new Failure(Trouble.of(e, HOME), Causes.of(e, HOME).isPresent()));
      return false;
    } finally {
      open = null;
      close(source);
    }
  }

  /// A source that cannot even be closed is opened again like any other.
  private void close(@Nullable OpenSource source) {
    try {
      if (source != null) {
        source.closing().run();
      }
    } catch (RuntimeException e) {
      LOG.debug("{} {} was not closed", plan.name(), plan.way(), e);
    }
  }

  /// Stopping may come before or after a carrier is there.
  private synchronized boolean began(Carrier next) {
    carrier = next;
    return stopping.getCount() > 0;
  }

  /// Why it does not get on; null while it does.
  @Nullable Failure trouble() {
    OpenSource now = open;
    Failure last = failure;
    if (now == null || (last != null && !isWell())) {
      return last;
    }
    OpenSource.Trouble told = now.condition().get();
    return told == null
        ? null
        : new Failure(Remedies.of("sources." + plan.name(), told.problem()), told.refused());
  }

  Instant since() {
    Instant begun = carrying;
    return failure != null && begun != null && isWell() ? begun : since;
  }

  Map<String, Long> gauges() {
    OpenSource now = open;
    return now == null ? Map.of() : now.gauges().get();
  }

  /// Ends it: what is being read is committed, the rest goes back. Returns at once.
  synchronized void stop() {
    stopping.countDown();
    if (carrier != null) {
      carrier.finish();
    }
  }

  /// Waits for the end after [#stop].
  void join() throws InterruptedException {
    thread.join();
  }
}
