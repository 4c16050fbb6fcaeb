package io.trailhouse.platform;

import io.trailhouse.aws.history.HistoryOptions;
import io.trailhouse.aws.history.HistorySource;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.config.HealSpec;
import io.trailhouse.coverage.Hole;
import io.trailhouse.lake.EventAppender;
import io.trailhouse.pipeline.Carrier;
import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.problem.Counted;
import io.trailhouse.serve.Appenders;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches from Event history what coverage finds missing, slower than the service would allow, so
/// that others who ask it are not held up.
final class Healing {
  private static final Logger LOG = LoggerFactory.getLogger(Healing.class);
  private static final double NANOS = 1e9;

  private final Platform platform;
  private final AwsSpec aws;
  private final HealSpec spec;
  private final Appenders appenders;
  private @Nullable Carrier carrier;
  private boolean stopping;
  private volatile Map<String, String> refused = Map.of();

  Healing(Platform platform, AwsSpec aws, HealSpec spec, Appenders appenders) {
    this.platform = platform;
    this.aws = aws;
    this.spec = spec;
    this.appenders = appenders;
  }

  /// How far back holes are healed; null when they are not.
  @Nullable Duration within() {
    return spec.within();
  }

  /// Whose holes could not be healed the last time, and why.
  Map<String, String> refused() {
    return refused;
  }

  /// Fetches what some holes miss; returns when that is in the table, or when it is to stop.
  void heal(List<Hole> holes, Instant now) throws IOException, InterruptedException {
    Backfill.Spans.Some spans = BackfillHoles.of(holes, now.minus(Backfill.KEPT), now);
    if (spans.spans().isEmpty()) {
      refused = Map.of();
      return;
    }
    Duration interval = Duration.ofNanos((long) (NANOS / spec.callsPerSecond()));
    Backfill.Wanted wanted = new Backfill.Wanted(aws, List.of(), spans, false, null, true, false);
    LOG.info(
        "fetching what is missing in {} from Event history",
        Counted.of(spans.spans().size(), "lane"));
    try (Backfill backfill =
        Backfill.open(platform, wanted, HistoryOptions.USUAL.notFasterThan(interval))) {
      Map<String, String> refusing = new TreeMap<>(backfill.refused());
      HistorySource source = backfill.source();
      EventAppender appender = appenders.current();
      CarryCounters counters = new CarryCounters();
      try {
        if (began(source, appender, counters)) {
          carry(source, refusing);
        }
      } catch (RuntimeException | Error e) {
        appenders.failed(appender);
        throw e;
      }
      refused = refusing;
      LOG.info("{} came from Event history", Counted.of(counters.rows(), "missing event"));
    }
  }

  private synchronized boolean began(
      HistorySource source, EventAppender appender, CarryCounters counters) {
    carrier =
        new Carrier(
                source,
                appender.from("backfill"),
                platform.quarantine(),
                platform.digests(),
                counters)
            .committingEvery(Backfill.COMMIT);
    return !stopping;
  }

  private void carry(HistorySource source, Map<String, String> refusing)
      throws InterruptedException {
    Carrier now;
    synchronized (this) {
      now = carrier;
    }
    try {
      if (now != null) {
        now.carry(1);
      }
    } finally {
      source.close();
      for (HistorySource.LaneState lane : source.states()) {
        if (lane.refused()) {
          refusing.put(lane.name().toString(), String.valueOf(lane.problem()));
        }
      }
    }
  }

  synchronized void stop() {
    stopping = true;
    if (carrier != null) {
      carrier.finish();
    }
  }
}
