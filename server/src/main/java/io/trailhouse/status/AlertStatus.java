package io.trailhouse.status;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one alert says of itself.
///
/// @param problem why its destination takes nothing; null when it does
/// @param undelivered what it has given up, and why; null when there is nothing that somebody has
///   to decide about
/// @param counts of findings since the start, and of alerts that are remembered
public record AlertStatus(
    String name,
    @Nullable Trouble problem,
    @Nullable Trouble undelivered,
    Map<String, Long> counts) {}
