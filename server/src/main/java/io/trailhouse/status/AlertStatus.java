package io.trailhouse.status;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one alert says of itself.
///
/// @param problem why its destination takes nothing; null when it does
/// @param counts of findings since the start, and of alerts that are remembered
public record AlertStatus(String name, @Nullable Trouble problem, Map<String, Long> counts) {}
