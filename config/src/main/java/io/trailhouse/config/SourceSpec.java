package io.trailhouse.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where `serve` collects from.
public sealed interface SourceSpec {
  /// The key it stands under; also what the rows' `th_source` says.
  String name();

  /// Log files in a bucket.
  ///
  /// @param bucket may hold `{account}`, which makes it one bucket for each account
  /// @param prefix below it everything is looked at; empty or ends with a slash
  /// @param queue the URL of the queue that announces new log files; null for listing alone
  /// @param every how often the bucket is listed; null for never
  /// @param region the bucket's and the queue's; null for the usual chain
  /// @param role assumed to read bucket and queue: an ARN, or a name for buckets with `{account}`
  /// @param requesterPays whether the reader pays for requests
  record Bucket(
      String name,
      String bucket,
      String prefix,
      @Nullable String queue,
      @Nullable Duration every,
      @Nullable String region,
      @Nullable String role,
      @Nullable String externalId,
      boolean requesterPays)
      implements SourceSpec {}

  /// Events that an EventBridge rule sends to a queue.
  ///
  /// @param queue its URL
  record EventBus(
      String name,
      String queue,
      @Nullable String region,
      @Nullable String role,
      @Nullable String externalId)
      implements SourceSpec {}

  /// CloudTrail's own Event history of each account and Region, as LookupEvents tells it.
  ///
  /// @param regions empty for those that are enabled in each account
  /// @param every how often it is asked for what is new
  /// @param since how far back it is read when nothing of it has been read yet
  record EventHistory(String name, List<String> regions, Duration every, Duration since)
      implements SourceSpec {
    public EventHistory {
      regions = List.copyOf(regions);
    }
  }
}
