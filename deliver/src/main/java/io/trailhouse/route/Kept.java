package io.trailhouse.route;

import io.trailhouse.match.Subject;
import io.trailhouse.stream.StreamPosition;
import java.time.Instant;

/// One event that a route keeps.
///
/// @param subject points at it while it is added and not after
/// @param position where it stands in the stream
/// @param arrived when its commit was made
/// @param written what is sent for it
public record Kept(Subject subject, StreamPosition position, Instant arrived, byte[] written) {}
