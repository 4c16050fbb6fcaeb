package io.trailhouse.route;

import io.trailhouse.match.Predicate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One route, ready to run.
///
/// @param name also the name of its state and part of its objects' names
/// @param sample null when every chosen event is kept
/// @param keep how long an event may wait for a destination that takes nothing
public record Route(
    String name,
    Predicate condition,
    @Nullable Sample sample,
    RecordWriter writer,
    RouteWriter destination,
    Buffer buffer,
    Duration keep) {}
