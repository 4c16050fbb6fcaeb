package io.trailhouse.alert;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A message that was not sent, and what may be done about it.
public final class NotSent extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_REASON = 400;
  private static final Duration UNTIL_MENDED = Duration.ofMinutes(5);

  private final boolean worthRetry;
  private final @Nullable Duration after;

  private NotSent(String reason, boolean worthRetry, @Nullable Duration after) {
    super(CleanText.line(reason, LONGEST_REASON));
    this.worthRetry = worthRetry;
    this.after = after;
  }

  /// The other side is down, busy or out of reach, so the same message may be taken later.
  ///
  /// @param reason without anything secret; control characters in it are made visible
  /// @param after the time that the other side asked for; null when it said none
  public static NotSent again(String reason, @Nullable Duration after) {
    return new NotSent(reason, true, after);
  }

  /// The other side wants nothing from us until somebody mends the configuration or the
  /// destination.
  public static NotSent untilMended(String reason) {
    return new NotSent(reason, true, UNTIL_MENDED);
  }

  /// This message will never be taken; others may be.
  public static NotSent never(String reason) {
    return new NotSent(reason, false, null);
  }

  public boolean isWorthRetry() {
    return worthRetry;
  }

  /// The least time to wait before the next try; null when nobody said one.
  public @Nullable Duration after() {
    return after;
  }

  /// Why, in one line.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
