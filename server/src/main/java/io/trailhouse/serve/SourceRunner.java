package io.trailhouse.serve;

import io.trailhouse.lake.commit.EventAppender;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one source into the table. A round lasts until the source fails or is to end; the next one
/// opens the source anew, and after a failure the table too.
public final class SourceRunner implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRunner.class);
  private static final String HOME = "the home folder";

  private final SourceDefinition definition;
  private final Table table;
  private final Supervised supervised;
  private @Nullable EventAppender appender;
  private volatile @Nullable IngestPipeline pipeline;
  private volatile @Nullable RunningSource open;

  /// Why it does not get on.
  ///
  /// @param state RETRYING, REFUSED when somebody has to change something first, or STOPPED
  record Failure(Trouble trouble, String state) {}

  /// Where the events go.
  public record Table(
      Appenders appenders,
      QuarantineStore quarantine,
      QuarantineStore digests,
      Duration commitEvery) {}

  public SourceRunner(SourceDefinition definition, Table table, Supervisor supervisor) {
    this.definition = definition;
    this.table = table;
    this.supervised = supervisor.of(this);
  }

  void start() {
    supervised.start();
  }

  SourceDefinition definition() {
    return definition;
  }

  @Override
  public String name() {
    String account = definition.account();
    return "source "
        + definition.name()
        + " by "
        + definition.kind()
        + (account == null ? "" : " " + account);
  }

  @Override
  public Role role() {
    return Role.SOURCE;
  }

  @Override
  public String place() {
    return HOME;
  }

  @Override
  public void open() {
    appender = table.appenders().current();
    open = definition.opener().get();
  }

  @Override
  public Duration round(Turn turn) throws InterruptedException {
    if (open == null) {
      open();
    }
    IngestPipeline next =
        new IngestPipeline(
                Objects.requireNonNull(open).source(),
                Objects.requireNonNull(appender).from(definition.name()),
                table.quarantine(),
                table.digests(),
                definition.counters())
            .committingEvery(table.commitEvery());
    pipeline = next;
    try {
      if (!turn.isOver()) { // asked once there is a pipeline, so that no end is missed
        next.run(1);
      }
    } finally {
      pipeline = null;
    }
    closeSource(); // what it emitted and nobody read goes back
    return Duration.ZERO;
  }

  /// What is being read is committed, the rest goes back.
  @Override
  public void finish() {
    IngestPipeline running = pipeline;
    if (running != null) {
      running.finish();
    }
  }

  @Override
  public void abandon() {
    if (appender != null) {
      table.appenders().failed(appender);
      appender = null;
    }
    closeSource();
  }

  @Override
  public void close(boolean isOpen) {
    closeSource();
  }

  /// A source that cannot even be closed is opened again like any other.
  private void closeSource() {
    RunningSource closing = open;
    open = null;
    try {
      if (closing != null) {
        closing.closing().run();
      }
    } catch (RuntimeException e) {
      LOG.debug("{} was not closed", name(), e);
    }
  }

  /// Why it does not get on; null while it does.
  @Nullable Failure trouble() {
    LoopFailure failure = supervised.failure();
    if (failure != null) {
      String known = failure.isKnown() ? "REFUSED" : "RETRYING";
      return new Failure(failure.trouble(), supervised.isStopped() ? "STOPPED" : known);
    }
    Trouble ofThread = supervised.trouble();
    if (ofThread != null) {
      return new Failure(ofThread, "STOPPED");
    }
    RunningSource now = open;
    RunningSource.Trouble told = now == null ? null : now.condition().get();
    return told == null
        ? null
        : new Failure(
            Remedies.of("sources." + definition.name(), told.problem()),
            told.refused() ? "REFUSED" : "RETRYING");
  }

  /// Whether it takes nothing until the outcome of another one's commit is known.
  boolean isWaiting() {
    return supervised.isWaiting();
  }

  Instant since() {
    return supervised.since();
  }

  Map<String, Long> gauges() {
    RunningSource now = open;
    return now == null ? Map.of() : now.gauges().get();
  }
}
