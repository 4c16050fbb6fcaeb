package io.trailhouse.serve;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Upkeep;
import io.trailhouse.lake.upkeep.UpkeepOptions;
import io.trailhouse.lake.upkeep.UpkeepReport;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.status.ServeStatus.UpkeepStatus;
import io.trailhouse.status.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A round of upkeep every now and then, while sources go on.
public final class UpkeepLoop implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(UpkeepLoop.class);

  /// A query that runs longer than this may lose its files.
  private static final Duration SNAPSHOT_AGE = Duration.ofHours(1);

  private final Upkeep upkeep;
  private final Duration every;
  private final InstantSource clock;
  private final Supervised supervised;
  private volatile @Nullable Instant lastRun;
  private volatile @Nullable Trouble ofConfiguration;
  private volatile long files;

  /// @param retention asked in each round; where it throws, the round fails and drops nothing
  public UpkeepLoop(
      Lake lake,
      Supplier<Retention> retention,
      Duration every,
      InstantSource clock,
      Supervisor supervisor) {
    this.every = every;
    this.clock = clock;
    UpkeepOptions options =
        new UpkeepOptions(
            () -> read(retention),
            UpkeepOptions.DEFAULT.fileBytes(),
            UpkeepOptions.Expiry.after(SNAPSHOT_AGE),
            UpkeepOptions.DEFAULT.orphanAge());
    this.upkeep =
        new Upkeep(lake, options, clock, line -> LOG.debug("{}", line))
            .deletingUnless(supervisor::isHeld);
    this.supervised = supervisor.of(this);
  }

  public void start() {
    supervised.start();
  }

  @Override
  public String name() {
    return "upkeep";
  }

  @Override
  public Role role() {
    return Role.UPKEEP;
  }

  @Override
  public String place() {
    return "the home folder";
  }

  @Override
  public Duration startAfter() {
    return every;
  }

  /// A round that fails may have cost a lot.
  @Override
  public Duration longestPause() {
    return every;
  }

  UpkeepStatus status() {
    Trouble trouble = supervised.trouble();
    return new UpkeepStatus(lastRun, trouble == null ? ofConfiguration : trouble, files);
  }

  @Override
  public Duration round(Turn turn) throws IOException {
    try {
      ofConfiguration = null;
      UpkeepReport report = upkeep.run();
      files = report.filesAfter();
      LOG.info(
          "upkeep: {} data files became {}, {} rows merged",
          report.filesBefore(),
          report.filesAfter(),
          report.rowsRewritten());
      if (report.rowsDropped() > 0) {
        LOG.info(
            "upkeep: {} events dropped by retention {}, kept by holds {}",
            report.rowsDropped(),
            report.droppedByClass(),
            report.heldByName());
      }
      return every;
    } catch (UnreadRetention e) {
      ofConfiguration = Trouble.of(e.problem, "the configuration");
      return every;
    } finally {
      lastRun = clock.instant();
    }
  }

  /// The configuration is read in each round, so that a mistake in it ends only this one.
  private static Retention read(Supplier<Retention> retention) {
    try {
      return retention.get();
    } catch (TrailhouseException e) {
      throw new UnreadRetention(e);
    }
  }

  /// Retention and holds cannot be read at the moment.
  private static final class UnreadRetention extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TrailhouseException problem;

    UnreadRetention(TrailhouseException problem) {
      super(problem);
      this.problem = problem;
    }
  }
}
