package io.trailhouse.serve;

import io.trailhouse.alert.Outbox;
import io.trailhouse.alert.OutboxCounters;
import io.trailhouse.finding.Finding;
import io.trailhouse.status.AlertStatus;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One alert's outbox in a thread of its own, so that a slow mail server holds nobody else up.
public final class AlertWorker implements Loop {
  /// What somebody decides about a message is done after this at the latest.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final String name;
  private final Outbox outbox;
  private final Supervised supervised;

  public AlertWorker(String name, Outbox outbox, Supervisor supervisor) {
    this.name = name;
    this.outbox = outbox;
    this.supervised = supervisor.of(this);
  }

  public void start() {
    supervised.start();
  }

  @Override
  public String name() {
    return "alert " + name;
  }

  @Override
  public Role role() {
    return Role.ALERT;
  }

  @Override
  public String place() {
    return name();
  }

  /// Takes findings for good.
  public void add(List<Finding> findings) {
    outbox.add(findings);
    supervised.wake();
  }

  @Override
  public Duration round(Turn turn) {
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
    counts.put("dropped", counters.dropped());
    return new AlertStatus(name, trouble(outbox.problem()), undelivered(), counts);
  }

  private @Nullable Trouble undelivered() {
    String words = outbox.undelivered();
    return words == null
        ? null
        : new Trouble(
            words,
            "`trailhouse alerts list` names them; `trailhouse alerts retry` sends them again,"
                + " `trailhouse alerts drop` gives them up");
  }

  private @Nullable Trouble trouble(@Nullable String ofDestination) {
    Trouble failure = supervised.trouble();
    return failure != null || ofDestination == null
        ? failure
        : Remedies.of("alerts." + name, ofDestination);
  }
}
