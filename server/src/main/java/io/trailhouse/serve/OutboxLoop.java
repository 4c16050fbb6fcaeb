package io.trailhouse.serve;

import io.trailhouse.alert.Outbox;
import io.trailhouse.alert.OutboxCounters;
import io.trailhouse.rule.Finding;
import io.trailhouse.status.AlertStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One alert's outbox in a thread of its own, so that a slow mail server holds nobody else up.
public final class OutboxLoop {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxLoop.class);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

  private final String name;
  private final Outbox outbox;
  private final Semaphore work = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable String failure;

  public OutboxLoop(String name, Outbox outbox) {
    this.name = name;
    this.outbox = outbox;
    this.thread = new Thread(this::loop, "alert-" + name);
    thread.setDaemon(true); // stopped by force at any moment it goes on as its files say
  }

  public void start() {
    thread.start();
  }

  /// Takes findings for good.
  public void add(List<Finding> findings) {
    outbox.add(findings);
    work.release();
  }

  private void loop() {
    try {
      while (!stopping) {
        Duration pause = step();
        long millis = Math.min(pause.toMillis(), LONGEST.toMillis());
        work.tryAcquire(Math.max(1, millis), TimeUnit.MILLISECONDS);
        work.drainPermits();
      }
    } catch (InterruptedException e) {
      // the program ends
    }
  }

  private Duration step() {
    try {
      Duration pause = outbox.work();
      failure = null;
      return pause;
    } catch (RuntimeException e) {
      failure = String.valueOf(e.getMessage());
      LOG.error("alert {}: {}; it is tried again", name, failure);
      LOG.debug("alert failed", e);
      return AFTER_A_FAILURE;
    }
  }

  /// What it says of itself.
  public AlertStatus status() {
    OutboxCounters counters = outbox.counters();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("findings", counters.in());
    counts.put("below_floor", counters.belowFloor());
    counts.put("repeated", counters.repeated());
    counts.put("opened", counters.opened());
    counts.put("grouped", counters.grouped());
    counts.put("waiting", counters.waiting());
    counts.put("sent", counters.sent());
    counts.put("failed", counters.failed());
    counts.put("unknown", counters.unknown());
    String failed = failure;
    return new AlertStatus(name, failed == null ? outbox.problem() : failed, counts);
  }

  /// Ends it; what has not been sent is sent when it is started again.
  public void stop() throws InterruptedException {
    stopping = true;
    work.release();
    thread.join(Duration.ofSeconds(10).toMillis());
  }
}
