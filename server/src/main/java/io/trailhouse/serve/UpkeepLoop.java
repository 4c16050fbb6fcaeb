package io.trailhouse.serve;

import io.trailhouse.lake.Lake;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Upkeep;
import io.trailhouse.lake.upkeep.UpkeepOptions;
import io.trailhouse.lake.upkeep.UpkeepReport;
import io.trailhouse.problem.Causes;
import io.trailhouse.status.ServeStatus.UpkeepStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A round of upkeep every now and then, in a thread of its own, while sources go on.
public final class UpkeepLoop {
  private static final Logger LOG = LoggerFactory.getLogger(UpkeepLoop.class);

  /// A query that runs longer than this may lose its files.
  private static final Duration SNAPSHOT_AGE = Duration.ofHours(1);

  private final Upkeep upkeep;
  private final Duration every;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "upkeep");
  private volatile UpkeepStatus status = new UpkeepStatus(null, null, 0);

  /// @param retention asked in each round; where it throws, the round fails and drops nothing
  public UpkeepLoop(Lake lake, Supplier<Retention> retention, Duration every, InstantSource clock) {
    this.every = every;
    this.clock = clock;
    UpkeepOptions options =
        new UpkeepOptions(
            retention,
            UpkeepOptions.DEFAULT.fileBytes(),
            UpkeepOptions.Expiry.after(SNAPSHOT_AGE),
            UpkeepOptions.DEFAULT.orphanAge());
    this.upkeep = new Upkeep(lake, options, clock, line -> LOG.debug("{}", line));
    thread.setDaemon(true); // stopped by force at any moment it leaves what the next round removes
  }

  void start() {
    thread.start();
  }

  UpkeepStatus status() {
    return status;
  }

  private void run() {
    try {
      while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        round();
      }
    } catch (InterruptedException e) {
      // the program ends
    }
  }

  private void round() {
    try {
      UpkeepReport report = upkeep.run();
      status = new UpkeepStatus(clock.instant(), null, report.filesAfter());
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
    } catch (IOException | RuntimeException e) {
      String problem =
          Causes.of(e, "the home folder")
              .map(known -> known.problem() + " (" + known.place() + "). " + known.remedy())
              .orElseGet(e::toString);
      LOG.error("upkeep: {}; it is tried again", problem);
      LOG.debug("upkeep failed", e);
      status = new UpkeepStatus(clock.instant(), problem, status.files());
    }
  }

  /// Begins no further round; one under way may go on for a while and can be stopped by force.
  void stop() {
    stopping.countDown();
  }
}
