package io.trailhouse.status;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One source at one moment.
///
/// @param name its key in the configuration
/// @param kind `queue`, `listing` or `eventbridge`, several with a `+`
/// @param state RUNNING, WAITING for the outcome of a commit, RETRYING, REFUSED or STOPPED
/// @param problem why it does not run; null while it does
/// @param since when this state began
/// @param problems of single accounts, by their number
/// @param counts numbers since the start, by the names that the metrics have
/// @param newestEvent of the events stored since the start; null before the first
public record SourceStatus(
    String name,
    String kind,
    String state,
    @Nullable Trouble problem,
    Instant since,
    Map<String, Trouble> problems,
    Map<String, Long> counts,
    @Nullable Instant newestEvent) {}
