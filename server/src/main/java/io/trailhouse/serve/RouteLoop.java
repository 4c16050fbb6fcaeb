package io.trailhouse.serve;

import io.trailhouse.route.RouteAccount;
import io.trailhouse.route.RouteRun;
import io.trailhouse.status.RouteStatus;
import io.trailhouse.status.Trouble;
import io.trailhouse.stream.StreamPosition;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One route in a thread of its own, so that a destination that is down or slow holds up neither
/// the table nor another route. After a failure it goes on from what it has remembered.
public final class RouteLoop implements Loop {
  private final String name;
  private final Opening opening;
  private final Supervised supervised;
  private volatile RouteRun run;
  private boolean failed;

  /// Opens a route where it was.
  @FunctionalInterface
  public interface Opening {
    RouteRun open() throws IOException;
  }

  /// Opens the route; [#start] begins it.
  public RouteLoop(Opening opening, Supervisor supervisor) throws IOException {
    this.opening = opening;
    this.run = opening.open();
    this.name = run.route().name();
    this.supervised = supervisor.of(this);
  }

  public void start() {
    supervised.start();
  }

  @Override
  public String name() {
    return "route " + name;
  }

  @Override
  public Role role() {
    return Role.FOLLOWER;
  }

  @Override
  public String place() {
    return name();
  }

  @Override
  public void open() throws IOException {
    if (failed) {
      run = opening.open();
      failed = false;
    }
  }

  @Override
  public Duration round(Turn turn) throws IOException {
    return run.work();
  }

  @Override
  public void abandon() {
    failed = true;
    run.route().destination().clear();
  }

  /// What has not been written yet is written when it is started again.
  @Override
  public void close(boolean isOpen) throws IOException {
    try {
      if (isOpen) {
        run.rememberDropped();
      }
    } finally {
      run.route().destination().close();
    }
  }

  /// The position from which events are still needed; for any thread.
  public StreamPosition remembered() {
    return run.remembered();
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
    Trouble failure = supervised.trouble();
    return failure != null || ofDestination == null
        ? failure
        : Remedies.of("routes." + name, ofDestination);
  }
}
