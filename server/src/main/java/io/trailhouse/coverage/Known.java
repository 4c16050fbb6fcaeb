package io.trailhouse.coverage;

import java.time.Instant;

/// What coverage knows anything of at all.
///
/// @param span from the first to the last hour
/// @param files log files and digests in it
public record Known(Span span, long files) {
  /// From a moment to another, both known.
  public record Span(Instant from, Instant to) {
    /// The smallest one around both.
    Span with(Span other) {
      return new Span(
          other.from.isBefore(from) ? other.from : from, other.to.isAfter(to) ? other.to : to);
    }
  }
}
