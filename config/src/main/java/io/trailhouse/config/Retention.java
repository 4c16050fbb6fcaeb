package io.trailhouse.config;

/// How long events are kept, by their class, in whole days of event time.
public record Retention(Keep management, Keep data, Keep insight) {
  /// Nothing is ever dropped.
  public static final Retention FOREVER =
      new Retention(new Keep.Forever(), new Keep.Forever(), new Keep.Forever());

  /// How long one class is kept.
  public sealed interface Keep {
    /// Never dropped.
    record Forever() implements Keep {}

    /// Dropped after so many days, at least 1.
    record Days(int days) implements Keep {}
  }
}
