package io.trailhouse.coverage;

import java.time.Instant;

/// What was fetched from Event history.
public interface Fetched {
  /// Whether nothing of a lane's management events between two times is left to fetch.
  ///
  /// @param from the first second
  /// @param to the first that is out
  boolean has(LaneName lane, Instant from, Instant to);
}
