package io.trailhouse.platform;

import io.trailhouse.aws.history.HistorySource;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.config.SourceSpec;
import io.trailhouse.problem.Counted;
import io.trailhouse.serve.RunningSource;
import io.trailhouse.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Event history as a source without an end: every now and then it is read from where it was read
/// to. What was too young the last time is read again.
final class FollowedHistory implements Source {
  private static final Duration ACCOUNTS_EVERY = Duration.ofHours(1);

  private final Platform platform;
  private final AwsSpec aws;
  private final SourceSpec.EventHistory spec;
  private volatile Map<String, String> refused = Map.of();
  private volatile List<HistorySource.PartitionState> partitions = List.of();
  private volatile @Nullable HistorySource reading;
  private final AtomicLong callsBefore = new AtomicLong();

  FollowedHistory(Platform platform, AwsSpec aws, SourceSpec.EventHistory spec) {
    this.platform = platform;
    this.aws = aws;
    this.spec = spec;
  }

  RunningSource open() {
    return new RunningSource(this, this::gauges, this::trouble, () -> {});
  }

  @Override
  public void emit(Listener listener) throws InterruptedException {
    while (true) {
      Instant opened = platform.clock().instant();
      try (Backfill backfill = Backfill.open(platform, wanted(opened))) {
        refused = Map.copyOf(backfill.refused());
        while (platform.clock().instant().isBefore(opened.plus(ACCOUNTS_EVERY))) {
          read(backfill, listener);
          Thread.sleep(spec.every());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Backfill.Wanted wanted(Instant now) {
    return new Backfill.Wanted(aws, spec.regions(), since(now), false, null, true, false);
  }

  private Backfill.Spans since(Instant now) {
    return new Backfill.Spans.All(now.minus(spec.since()), now);
  }

  private void read(Backfill backfill, Listener listener) throws IOException, InterruptedException {
    HistorySource source = backfill.source(since(platform.clock().instant()));
    reading = source;
    try {
      source.emit(listener);
    } finally {
      partitions = source.states();
      callsBefore.addAndGet(calls(partitions));
      reading = null;
      source.close();
    }
  }

  private static long calls(List<HistorySource.PartitionState> partitions) {
    return partitions.stream().mapToLong(HistorySource.PartitionState::calls).sum();
  }

  private Map<String, Long> gauges() {
    HistorySource now = reading;
    List<HistorySource.PartitionState> known = now == null ? partitions : now.states();
    return Map.of(
        "history_partitions",
        (long) known.size(),
        "lookup_calls",
        callsBefore.get() + (now == null ? 0 : calls(known)));
  }

  private RunningSource.@Nullable Trouble trouble() {
    if (!refused.isEmpty()) {
      Map.Entry<String, String> first = refused.entrySet().iterator().next();
      return new RunningSource.Trouble(
          "%s, %s: %s"
              .formatted(
                  Counted.of(refused.size(), "account", "refuses", "refuse"),
                  first.getKey(),
                  first.getValue()),
          true);
    }
    HistorySource now = reading;
    return (now == null ? partitions : now.states())
        .stream()
            .filter(partition -> partition.problem() != null)
            .findFirst()
            .map(partition ->
                new RunningSource.Trouble(
                    partition.name() + ": " + partition.problem(), partition.refused()))
            .orElse(null);
  }
}
