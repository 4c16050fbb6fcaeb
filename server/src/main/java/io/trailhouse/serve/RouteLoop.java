package io.trailhouse.serve;

import io.trailhouse.problem.Causes;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.route.RouteAccount;
import io.trailhouse.route.RouteRun;
import io.trailhouse.status.RouteStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One route in a thread of its own, so that a destination that is down or slow holds up neither
/// the table nor another route.
public final class RouteLoop {
  private static final Logger LOG = LoggerFactory.getLogger(RouteLoop.class);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

  private final RouteRun run;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String failure;

  public RouteLoop(RouteRun run) {
    this.run = run;
    this.thread = new Thread(this::loop, "route-" + run.route().name());
    thread.setDaemon(true); // stopped by force at any moment it goes on where it was
  }

  public void start() {
    thread.start();
  }

  /// What it says of itself.
  public RouteStatus status() {
    RouteRun.Status status = run.status();
    RouteAccount account = status.account();
    String failed = failure;
    return new RouteStatus(
        run.route().name(),
        failed == null ? status.problem() : failed,
        status.position().toString(),
        new RouteStatus.Counts(
            account.in(),
            account.kept(),
            account.dropped(),
            account.delivered(),
            account.waiting(),
            account.failed()));
  }

  private void loop() {
    try {
      String told = null;
      boolean stop = false;
      while (!stop) {
        Duration pause = step();
        String problem = status().problem();
        if (problem != null && !problem.equals(told)) {
          LOG.warn("route {}: {}; it is tried again", run.route().name(), problem);
        } else if (problem == null && told != null) {
          LOG.info("route {}: its destination takes events again", run.route().name());
        }
        told = problem;
        stop = stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
      run.rememberDropped();
    } catch (InterruptedException e) {
      // the program ends
    } catch (IOException e) {
      LOG.warn("route {}: its position is not remembered: {}", run.route().name(), e.toString());
    }
  }

  private Duration step() {
    try {
      Duration pause = run.work();
      failure = null;
      return pause;
    } catch (IOException | RuntimeException e) {
      failure =
          Causes.of(e, "route " + run.route().name()).map(RouteLoop::words).orElseGet(e::toString);
      LOG.debug("route failed", e);
      return AFTER_A_FAILURE;
    }
  }

  private static String words(TrailhouseException known) {
    return known.problem() + " (" + known.place() + "). " + known.remedy();
  }

  /// Ends it: what has not been written yet is written when it is started again.
  public void stop() throws InterruptedException {
    stopping.countDown();
    thread.join(Duration.ofSeconds(20).toMillis());
    run.route().outlet().close();
  }
}
