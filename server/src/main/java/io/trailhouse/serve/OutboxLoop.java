package io.trailhouse.serve;

import io.trailhouse.alert.Outbox;
import io.trailhouse.alert.OutboxCounters;
import io.trailhouse.rule.Finding;
import io.trailhouse.status.AlertStatus;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One alert's outbox in a thread of its own, so that a slow mail server holds nobody else up.
public final class OutboxLoop {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Outbox outbox;
  private final Rounds rounds;

  public OutboxLoop(String name, Outbox outbox) {
    this.name = name;
    this.outbox = outbox;
    this.rounds = new Rounds("alert-" + name, "alert " + name, AFTER_A_FAILURE, this::step);
  }

  public void start() {
    rounds.start();
  }

  /// Takes findings for good.
  public void add(List<Finding> findings) {
    outbox.add(findings);
    rounds.wake();
  }

  private Duration step() {
    Duration pause = outbox.work();
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
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
    return new AlertStatus(name, trouble(outbox.problem()), counts);
  }

  private @Nullable Trouble trouble(@Nullable String ofDestination) {
    Trouble failure = rounds.trouble();
    return failure != null || ofDestination == null
        ? failure
        : Remedies.of("alerts." + name, ofDestination);
  }

  /// Ends it; what has not been sent is sent when it is started again.
  public void stop() throws InterruptedException {
    rounds.end();
    rounds.await(PATIENCE); // what is under way for longer is stopped by force
  }
}
