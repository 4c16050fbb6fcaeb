package io.trailhouse.platform;

import io.trailhouse.aws.history.HistoryOptions;
import io.trailhouse.aws.history.HistorySource;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.config.HealSpec;
import io.trailhouse.coverage.Gap;
import io.trailhouse.lake.commit.EventAppender;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.problem.Counted;
import io.trailhouse.serve.Appenders;
import io.trailhouse.serve.Loop;
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
  private volatile @Nullable IngestPipeline pipeline;
  private volatile Map<String, String> refused = Map.of();

  Healing(Platform platform, AwsSpec aws, HealSpec spec, Appenders appenders) {
    this.platform = platform;
    this.aws = aws;
    this.spec = spec;
    this.appenders = appenders;
  }

  /// How far back gaps are healed; null when they are not.
  @Nullable Duration within() {
    return spec.within();
  }

  /// Whose gaps could not be healed the last time, and why.
  Map<String, String> refused() {
    return refused;
  }

  /// Fetches what some gaps miss; returns when that is in the table, or when it is to end.
  void heal(List<Gap> gaps, Instant now, Loop.Turn turn) throws IOException, InterruptedException {
    Backfill.Spans.Some spans = BackfillGaps.of(gaps, now.minus(Backfill.KEPT), now);
    if (spans.spans().isEmpty()) {
      refused = Map.of();
      return;
    }
    Duration interval = Duration.ofNanos((long) (NANOS / spec.callsPerSecond()));
    Backfill.Wanted wanted = new Backfill.Wanted(aws, List.of(), spans, false, null, true, false);
    LOG.info(
        "fetching what is missing in {} from Event history",
        Counted.of(spans.spans().size(), "partition"));
    try (Backfill backfill =
        Backfill.open(platform, wanted, HistoryOptions.DEFAULTS.notFasterThan(interval))) {
      Map<String, String> refusing = new TreeMap<>(backfill.refused());
      HistorySource source = backfill.source();
      EventAppender appender = appenders.current();
      IngestMetrics counters = new IngestMetrics();
      try {
        fetch(source, appender, counters, turn);
      } catch (RuntimeException | Error e) {
        appenders.failed(appender);
        throw e;
      } finally {
        source.close();
        addRefused(source, refusing);
      }
      refused = refusing;
      LOG.info("{} came from Event history", Counted.of(counters.rows(), "missing event"));
    }
  }

  private void fetch(
      HistorySource source, EventAppender appender, IngestMetrics counters, Loop.Turn turn)
      throws InterruptedException {
    IngestPipeline next =
        new IngestPipeline(
                source,
                appender.from("backfill"),
                platform.quarantine(),
                platform.digests(),
                counters)
            .committingEvery(Backfill.COMMIT);
    pipeline = next;
    try {
      if (!turn.isOver()) { // asked once there is a pipeline, so that no end is missed
        next.run(1);
      }
    } finally {
      pipeline = null;
    }
  }

  private static void addRefused(HistorySource source, Map<String, String> refusing) {
    for (HistorySource.PartitionState partition : source.states()) {
      if (partition.refused()) {
        refusing.put(partition.name().toString(), String.valueOf(partition.problem()));
      }
    }
  }

  /// What is being fetched is committed; the rest comes with a later round. From any thread.
  void finish() {
    IngestPipeline running = pipeline;
    if (running != null) {
      running.finish();
    }
  }
}
