package io.trailhouse.cli;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.quantity.TimePoint;
import io.trailhouse.quantity.TimeSpan;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The span of time that a command looks at; times are UTC.
final class SpanOptions {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = QuantityConverters.Point.class,
      description = "Only the last 12h, 7d or 4w, for example; or from a time on, as --from.")
  private @Nullable TimePoint since;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = QuantityConverters.Point.class,
      description = "Only from this time on: 2026-05-01, 2026-05-01T08:00:00Z or 7d (ago).")
  private @Nullable TimePoint from;

  @Option(
      names = {"--to", "--until"},
      paramLabel = "TIME",
      converter = QuantityConverters.Point.class,
      description = "Only before this time; a date alone means the end of that day.")
  private @Nullable TimePoint to;

  /// Whether nothing was said, so that all times are meant.
  boolean isEmpty() {
    return span().isAll();
  }

  /// @throws TrailhouseException with WRONG_USE when the start is named twice
  TimeSpan span() {
    if (since != null && from != null) {
      throw new TrailhouseException(
          Code.WRONG_USE, "both say where the span begins", "--since, --from", "Leave one out");
    }
    return new TimeSpan(since == null ? from : since, to);
  }

  @Nullable LocalDateTime from(Instant now) {
    return utc(span().from(now));
  }

  @Nullable LocalDateTime to(Instant now) {
    return utc(span().to(now));
  }

  private static @Nullable LocalDateTime utc(@Nullable Instant at) {
    return at == null ? null : LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
