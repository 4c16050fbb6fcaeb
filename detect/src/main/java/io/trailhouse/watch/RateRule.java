package io.trailhouse.watch;

import io.trailhouse.match.Predicate;
import java.time.Duration;

/// Finds minutes with far more calls, or far more errors, than a week of minutes before; what
/// CloudTrail Insights does, for a principal as well.
///
/// @param condition which events count at all
public record RateRule(
    WatchRule rule, Kind kind, By by, Calls calls, Predicate condition, Limits limits)
    implements WatchSpec {
  /// What is counted; each eventSource and eventName for itself, errors each errorCode for itself.
  public enum Kind {
    /// Calls; of management events those that write.
    CALL_RATE("ApiCallRateInsight"),
    /// Calls with an error code, reading or writing.
    ERROR_RATE("ApiErrorRateInsight");

    private final String insightType;

    Kind(String insightType) {
      this.insightType = insightType;
    }

    /// The insightType of the events that CloudTrail Insights makes.
    String insightType() {
      return insightType;
    }
  }

  /// For whom it is counted.
  public enum By {
    /// The ARN of who acted, of an assumed role without its session.
    PRINCIPAL,
    ACCOUNT_AND_REGION
  }

  /// The category of events.
  public enum Calls {
    MANAGEMENT,
    DATA
  }

  /// When a count is unusual. AWS does not document its own threshold; these are ours.
  ///
  /// @param deviations k: a minute is unusual above mean + k times the standard deviation
  /// @param minimum below this count no minute is unusual
  /// @param quietMinutes so many usual minutes in a row end it
  /// @param history whole days, 7 at most, that must have been watched before anything is unusual
  public record Limits(double deviations, long minimum, int quietMinutes, Duration history) {
    public static final Limits DEFAULTS = new Limits(6, 20, 5, Duration.ofDays(7));

    public Limits {
      boolean days = history.toSeconds() % 86_400 == 0 && history.toDays() <= 7;
      if (!(deviations >= 0) || minimum < 1 || quietMinutes < 1 || !days || history.isNegative()) {
        throw new IllegalArgumentException("limits of a rate are positive, history is 0 to 7 days");
      }
    }
  }

  @Override
  public StatefulRule watch(IpPlaces places) {
    return new RateWatch(this);
  }
}
