package io.trailhouse.serve;

import io.trailhouse.route.RouteAccount;
import io.trailhouse.route.RouteRun;
import io.trailhouse.status.RouteStatus;
import io.trailhouse.status.Trouble;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One route in a thread of its own, so that a destination that is down or slow holds up neither
/// the table nor another route.
public final class RouteLoop {
  private static final Logger LOG = LoggerFactory.getLogger(RouteLoop.class);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RouteRun run;
  private final String name;
  private final Rounds rounds;

  public RouteLoop(RouteRun run) {
    this.run = run;
    this.name = run.route().name();
    this.rounds = new Rounds("route-" + name, "route " + name, AFTER_A_FAILURE, run::work);
  }

  public void start() {
    rounds.start();
  }

  /// What it says of itself.
  public RouteStatus status() {
    RouteRun.Status status = run.status();
    RouteAccount account = status.account();
    return new RouteStatus(
        name,
        trouble(status.problem()),
        status.position().toString(),
        new RouteStatus.Counts(
            account.in(),
            account.kept(),
            account.dropped(),
            account.delivered(),
            account.waiting(),
            account.failed()));
  }

  private @Nullable Trouble trouble(@Nullable String ofDestination) {
    Trouble failure = rounds.trouble();
    return failure != null || ofDestination == null
        ? failure
        : Remedies.of("routes." + name, ofDestination);
  }

  /// Ends it: what has not been written yet is written when it is started again.
  public void stop() throws InterruptedException {
    rounds.end();
    if (rounds.await(PATIENCE)) {
      remember();
    }
    run.route().outlet().close();
  }

  private void remember() {
    try {
      run.rememberDropped();
    } catch (IOException | RuntimeException e) {
      LOG.warn("route {}: its position is not remembered: {}", name, e.toString());
    }
  }
}
