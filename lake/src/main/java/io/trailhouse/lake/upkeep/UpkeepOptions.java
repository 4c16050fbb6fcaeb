package io.trailhouse.lake.upkeep;

import java.time.Duration;

/// What upkeep may do.
///
/// @param retention which events are dropped
/// @param fileBytes about how large a data file is made
/// @param snapshotAge how old a snapshot must be to go; queries that run longer lose their files
/// @param orphanAge how old a file that nothing refers to must be to go; longer than any batch of
///   an import takes to be committed
public record UpkeepOptions(
    Retention retention, long fileBytes, Duration snapshotAge, Duration orphanAge) {
  private static final long MIB = 1L << 20;

  public static final UpkeepOptions DEFAULT =
      new UpkeepOptions(Retention.FOREVER, 128 * MIB, Duration.ofHours(1), Duration.ofHours(24));
}
