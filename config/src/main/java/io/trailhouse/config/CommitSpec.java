package io.trailhouse.config;

import java.time.Duration;

/// When `serve` makes what it has collected part of the table.
///
/// @param every the longest that events wait for their commit
public record CommitSpec(Duration every) {
  public static final CommitSpec DEFAULT = new CommitSpec(Duration.ofSeconds(30));
}
