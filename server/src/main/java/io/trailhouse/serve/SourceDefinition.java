package io.trailhouse.serve;

import io.trailhouse.pipeline.IngestMetrics;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A source as the configuration names it. A bucket with a queue and a listing has two.
///
/// @param name the source's key in the configuration
/// @param kind how it is read, for people and logs: `queue`, `listing`, `eventbridge`,
///   `lookup-events`
/// @param account whose it is; null when it stands for all
/// @param opener makes the source ready; called again after each failure
public record SourceDefinition(
    String name,
    String kind,
    @Nullable String account,
    Supplier<RunningSource> opener,
    IngestMetrics counters) {}
