package io.trailhouse.config;

import java.time.Duration;

/// How `serve` keeps the table in order.
///
/// @param every how often a round of upkeep is made
public record UpkeepSpec(Duration every) {
  public static final UpkeepSpec DEFAULT = new UpkeepSpec(Duration.ofMinutes(15));
}
