package io.trailhouse.route;

import io.trailhouse.stream.StreamPosition;
import org.jspecify.annotations.Nullable;

/// What a route remembers.
///
/// @param position everything before it is settled
/// @param pendingEnd where the batch ends that is being written: after a crash the same events are
///   written again, as the same objects; null when none is
/// @param account of everything before `position`
public record RouteState(
    StreamPosition position, @Nullable StreamPosition pendingEnd, RouteAccount account) {
  static RouteState at(StreamPosition position) {
    return new RouteState(position, null, RouteAccount.NONE);
  }
}
