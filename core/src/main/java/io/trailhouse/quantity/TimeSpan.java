package io.trailhouse.quantity;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A span of time between two points, either of which may be missing: then it is open on that side.
/// As text `FROM/TO`, as ISO 8601 writes it; a point alone is where it begins.
///
/// @param from the first moment in it
/// @param to its end, which is not in it; a day means the end of that day
public record TimeSpan(@Nullable TimePoint from, @Nullable TimePoint to) {
  /// Everything.
  public static final TimeSpan ALL = new TimeSpan(null, null);

  private static final Pattern BETWEEN = Pattern.compile("/");

  /// Reads `7d`, `2026-05-01/2026-05-07`, `2026-05-01T08:00:00Z/`, `/30d`.
  public static TimeSpan parse(String text) throws QuantityException {
    String[] points = BETWEEN.split(text.strip(), -1);
    if (points.length > 2) {
      throw new QuantityException(text, "is no span; write 7d, 2026-01-01/2026-01-31 or 30d/7d");
    }
    return new TimeSpan(point(points[0]), points.length == 1 ? null : point(points[1]));
  }

  private static @Nullable TimePoint point(String text) throws QuantityException {
    return text.isBlank() ? null : TimePoint.parse(text);
  }

  public boolean isAll() {
    return from == null && to == null;
  }

  /// Null when it is open.
  public @Nullable Instant from(Instant now) {
    return from == null ? null : from.start(now);
  }

  /// The first moment that is not in it; null when it is open.
  public @Nullable Instant to(Instant now) {
    return to == null ? null : to.end(now);
  }

  @Override
  public String toString() {
    return (from == null ? "" : from) + "/" + (to == null ? "" : to);
  }
}
