package io.trailhouse.config;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the configuration says of one legal hold: which events retention must not take away. What
/// is said must all be so of an event; what is not said is not asked.
///
/// @param accounts of 12 digits each; empty for all
/// @param from the first moment that is covered; null for all that came before
/// @param until the first moment that is not covered any more; null for all that comes
/// @param principals ARNs or principal ids; empty for all
/// @param reason for people
public record HoldSpec(
    String name,
    List<String> accounts,
    @Nullable Instant from,
    @Nullable Instant until,
    List<String> principals,
    @Nullable String reason) {}
