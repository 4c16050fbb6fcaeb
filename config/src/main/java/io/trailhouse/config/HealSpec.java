package io.trailhouse.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether `serve` fetches from Event history what coverage finds missing.
///
/// @param within how far back it looks; null for not at all
/// @param callsPerSecond of each account and Region, of the two that the service allows
public record HealSpec(@Nullable Duration within, double callsPerSecond) {
  public static final HealSpec DEFAULT = new HealSpec(null, 1);
}
