package io.trailhouse.coverage;

import java.time.Instant;
import java.util.Map;

/// What was fetched from Event history.
@FunctionalInterface
public interface Fetched {
  /// Whether no management event of an account and Region between two times is left to fetch.
  ///
  /// @param from the first second
  /// @param to the first that is out
  boolean has(AccountRegion accountRegion, Instant from, Instant to);

  /// The accounts and Regions of which anything was fetched, each from the first to the last moment
  /// of it.
  default Map<AccountRegion, Known.Span> accountRegions() {
    return Map.of();
  }
}
