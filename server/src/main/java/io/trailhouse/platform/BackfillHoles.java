package io.trailhouse.platform;

import io.trailhouse.aws.history.LaneName;
import io.trailhouse.aws.history.Seconds;
import io.trailhouse.coverage.Coverage;
import io.trailhouse.coverage.CoverageSpan;
import io.trailhouse.coverage.Hole;
import io.trailhouse.query.QueryEngine;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What of Event history fills the holes that coverage finds.
public final class BackfillHoles {
  private final Platform platform;
  private final boolean live;

  /// @param live whether the trail is collected while it is delivered
  public BackfillHoles(Platform platform, boolean live) {
    this.platform = platform;
    this.live = live;
  }

  /// The holes of a span, by lanes.
  public Backfill.Spans.Some find(Instant from, Instant to) throws IOException {
    try (QueryEngine engine = platform.queries(usual -> usual)) {
      return of(
          new Coverage(engine, platform.digests(), platform.fetched())
              .find(CoverageSpan.around(from, to, to).live(live), null)
              .holes(),
          from,
          to);
    }
  }

  /// What fills some holes. Hours of coverage are those of delivery, so what happened an hour
  /// before belongs to each.
  static Backfill.Spans.Some of(List<Hole> holes, Instant from, Instant to) {
    Map<LaneName, Seconds> found = new HashMap<>();
    for (Hole hole : holes) {
      if (hole.reason().isLoss()) {
        LaneName lane = new LaneName(hole.lane().account(), hole.lane().region(), false);
        long first = hole.from().minus(CoverageSpan.DELIVERY).getEpochSecond();
        long last = Math.min(hole.to().getEpochSecond() - 1, to.getEpochSecond());
        found
            .computeIfAbsent(lane, each -> new Seconds())
            .add(Math.max(first, from.getEpochSecond()), last);
      }
    }
    Map<LaneName, List<Seconds.Span>> spans = new HashMap<>();
    found.forEach((lane, seconds) -> spans.put(lane, seconds.spans()));
    return new Backfill.Spans.Some(spans);
  }
}
