package io.trailhouse.destination;

import io.trailhouse.problem.TerminalEscaper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a destination did not take what it was given, and what may be hoped for. Whatever is sent,
/// an event, an object or an alert, fails with this and nothing else.
///
/// @param reason one line for people, without anything secret and without the words of an answer;
///   characters that act are made visible
/// @param after the time for which the other side asked before the next try; null when it asked for
///   none
public record Failure(String reason, Hope hope, @Nullable Duration after) {
  private static final int LONGEST_REASON = 400;

  /// When the same may go through.
  public enum Hope {
    /// The other side is down, full, busy or out of reach.
    SOON,
    /// The address, the login or a right is refused: once somebody has fixed it.
    WHEN_MENDED,
    /// It will never be taken as it is; others may be.
    NEVER
  }

  public Failure {
    reason = TerminalEscaper.line(reason, LONGEST_REASON);
  }

  public static Failure again(String reason) {
    return new Failure(reason, Hope.SOON, null);
  }

  public static Failure untilFixed(String reason) {
    return new Failure(reason, Hope.WHEN_MENDED, null);
  }

  public static Failure never(String reason) {
    return new Failure(reason, Hope.NEVER, null);
  }

  /// The same, with the time for which the other side asked.
  public Failure asking(@Nullable Duration time) {
    return new Failure(reason, hope, time);
  }

  /// Whether the same may go through later.
  public boolean isPassing() {
    return hope != Hope.NEVER;
  }
}
