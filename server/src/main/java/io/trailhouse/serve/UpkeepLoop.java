package io.trailhouse.serve;

import io.trailhouse.lake.Lake;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Upkeep;
import io.trailhouse.lake.upkeep.UpkeepOptions;
import io.trailhouse.lake.upkeep.UpkeepReport;
import io.trailhouse.status.ServeStatus.UpkeepStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  private final Rounds rounds;
  private volatile @Nullable Instant lastRun;
  private volatile long files;

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
    this.rounds = new Rounds("upkeep", "the home folder", every, this::round);
  }

  void start() {
    rounds.startAfter(every);
  }

  UpkeepStatus status() {
    return new UpkeepStatus(lastRun, rounds.trouble(), files);
  }

  private Duration round() throws IOException {
    try {
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
    } finally {
      lastRun = clock.instant();
    }
  }

  /// Begins no further round; one under way may go on for a while and can be stopped by force.
  void stop() {
    rounds.end();
  }
}
