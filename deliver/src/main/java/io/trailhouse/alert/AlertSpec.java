package io.trailhouse.alert;

import io.trailhouse.finding.Level;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One alert of the configuration: which findings go where, and how often at most.
///
/// @param name the key it stands under; also names what the outbox keeps of it
/// @param atLeast findings below it are counted and not sent
/// @param group of one rule and principal at most one message goes in this time; the first at once
/// @param perHour how many messages go in an hour; what is more goes as one summary
/// @param quiet null for never
/// @param links where the page is that shows an event, null when people have none
public record AlertSpec(
    String name,
    Destination destination,
    Level atLeast,
    Duration group,
    int perHour,
    @Nullable QuietHours quiet,
    @Nullable URI links) {
  public static final Duration DEFAULT_GROUP = Duration.ofMinutes(10);
  public static final int DEFAULT_PER_HOUR = 30;

  /// An alert as it is when the configuration says no more than this.
  public static AlertSpec of(String name, Destination destination) {
    return new AlertSpec(
        name, destination, Level.MEDIUM, DEFAULT_GROUP, DEFAULT_PER_HOUR, null, null);
  }
}
