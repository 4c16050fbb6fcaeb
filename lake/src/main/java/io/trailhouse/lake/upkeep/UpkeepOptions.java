package io.trailhouse.lake.upkeep;

import java.time.Duration;
import java.util.function.Supplier;

/// What upkeep may do.
///
/// @param retention which events are dropped; asked when a round begins, and again before each
///   commit that drops rows: when the answer is another one by then, that commit is not made. When
///   it throws, nothing is dropped
/// @param fileBytes about how large a data file is made
/// @param expiry when what only old snapshots need may go
/// @param orphanAge how old a file that nothing refers to must be to go; longer than any batch of
///   an import takes to be committed
public record UpkeepOptions(
    Supplier<Retention> retention, long fileBytes, Expiry expiry, Duration orphanAge) {
  /// What the command does unless told otherwise.
  public static final UpkeepOptions DEFAULT =
      new UpkeepOptions(
          Retention.FOREVER,
          128L << 20,
          Expiry.whenAloneOr(Duration.ofHours(1)),
          Duration.ofDays(1));

  public UpkeepOptions {
    if (fileBytes < 1) {
      throw new IllegalArgumentException("Cannot make files of " + fileBytes + " bytes");
    }
    if (orphanAge.isNegative()) {
      throw new IllegalArgumentException("Cannot take an age below zero: " + orphanAge);
    }
  }

  /// With a retention that does not change.
  public UpkeepOptions(Retention retention, long fileBytes, Expiry expiry, Duration orphanAge) {
    this(() -> retention, fileBytes, expiry, orphanAge);
  }

  /// When an old snapshot may go.
  ///
  /// @param age how long ago it must have been replaced; a query that runs longer loses its files
  /// @param whenAlone whether that does not matter while nobody else has the home folder open
  public record Expiry(Duration age, boolean whenAlone) {
    public Expiry {
      if (age.isNegative()) {
        throw new IllegalArgumentException("Cannot take an age below zero: " + age);
      }
    }

    /// Some time after it was replaced, whoever is there.
    public static Expiry after(Duration age) {
      return new Expiry(age, false);
    }

    /// At once while nobody else has the home folder open, else some time after it was replaced.
    /// For callers that use their own lake for nothing else meanwhile.
    public static Expiry whenAloneOr(Duration age) {
      return new Expiry(age, true);
    }
  }
}
