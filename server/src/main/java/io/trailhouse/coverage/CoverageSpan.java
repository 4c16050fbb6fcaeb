package io.trailhouse.coverage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What coverage looks at.
///
/// @param from the start of an hour
/// @param to the end of an hour
/// @param now against which late and missing are told apart
/// @param account null for all
/// @param region null for all
/// @param live whether what is delivered is collected at once, so that what is not here by now is
///   missing; otherwise it is what a copy has, and nothing is said of the time after it
public record CoverageSpan(
    Instant from,
    Instant to,
    Instant now,
    @Nullable String account,
    @Nullable String region,
    boolean live) {
  /// How long after a digest a log file that it lists may still come.
  public static final Duration SETTLED = Duration.ofHours(2);

  /// How long before its delivery an event may have happened, nearly always (CloudTrail user guide:
  /// about 5 minutes on average).
  public static final Duration DELIVERY = Duration.ofHours(1);

  /// A silence counts against this much history before it.
  static final Duration HISTORY = Duration.ofDays(14);

  /// Whole hours around two times.
  public static CoverageSpan around(Instant from, Instant to, Instant now) {
    Instant last = to.truncatedTo(ChronoUnit.HOURS);
    return new CoverageSpan(
        from.truncatedTo(ChronoUnit.HOURS),
        last.equals(to) ? to : last.plus(1, ChronoUnit.HOURS),
        now,
        null,
        null,
        false);
  }

  /// The same, of something that is collected while it is delivered.
  public CoverageSpan live(boolean is) {
    return new CoverageSpan(from, to, now, account, region, is);
  }

  /// The same for some accounts and Regions only.
  public CoverageSpan only(@Nullable String ofAccount, @Nullable String ofRegion) {
    return new CoverageSpan(from, to, now, ofAccount, ofRegion, live);
  }

  boolean holds(AccountRegion accountRegion) {
    return (account == null || account.equals(accountRegion.account()))
        && (region == null || region.equals(accountRegion.region()));
  }

  int hours() {
    return (int) ChronoUnit.HOURS.between(from, to);
  }

  /// The number of the hour that a time lies in, from 0; below 0 before the span.
  int hour(Instant time) {
    return (int) Math.floorDiv(Duration.between(from, time).toSeconds(), 3600L);
  }

  Instant start(int hour) {
    return from.plus(hour, ChronoUnit.HOURS);
  }
}
