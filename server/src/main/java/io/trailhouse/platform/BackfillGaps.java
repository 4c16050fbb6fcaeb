package io.trailhouse.platform;

import io.trailhouse.aws.history.HistoryPartition;
import io.trailhouse.aws.history.Seconds;
import io.trailhouse.coverage.Coverage;
import io.trailhouse.coverage.CoverageReport;
import io.trailhouse.coverage.CoverageSpan;
import io.trailhouse.coverage.Gap;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.QueryEngine;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What of Event history fills the gaps that coverage finds.
public final class BackfillGaps {
  private final Platform platform;
  private final boolean live;

  /// @param live whether the trail is collected while it is delivered
  public BackfillGaps(Platform platform, boolean live) {
    this.platform = platform;
    this.live = live;
  }

  /// The gaps of a span, by account and Region.
  ///
  /// @throws TrailhouseException with NOT_FOUND when nothing is known of the span, so that nobody
  ///   can say what is missing in it
  public Backfill.Spans.Some find(Instant from, Instant to) throws IOException {
    try (QueryEngine engine = platform.queries()) {
      CoverageReport report =
          new Coverage(engine, platform.digests(), platform.fetched())
              .find(CoverageSpan.around(from, to, to).live(live), null);
      if (report.isEmpty()) {
        throw new TrailhouseException(
            Code.NOT_FOUND,
            "nothing is known of the last 90 days, so nothing can be said to be missing",
            "log files, digests and Event history in " + platform.home(),
            "Import log files and digests of these days first, or leave --gaps out to fetch all"
                + " that Event history has");
      }
      return of(report.gaps(), from, to);
    }
  }

  /// What fills some gaps. Hours of coverage are those of delivery, so what happened an hour before
  /// belongs to each.
  static Backfill.Spans.Some of(List<Gap> gaps, Instant from, Instant to) {
    Map<HistoryPartition, Seconds> found = new HashMap<>();
    for (Gap gap : gaps) {
      if (gap.reason().isLoss()) {
        HistoryPartition partition =
            new HistoryPartition(
                gap.accountRegion().account(), gap.accountRegion().region(), false);
        long first = gap.from().minus(CoverageSpan.DELIVERY).getEpochSecond();
        long last = Math.min(gap.to().getEpochSecond() - 1, to.getEpochSecond());
        found
            .computeIfAbsent(partition, each -> new Seconds())
            .add(Math.max(first, from.getEpochSecond()), last);
      }
    }
    Map<HistoryPartition, List<Seconds.Span>> spans = new HashMap<>();
    found.forEach((partition, seconds) -> spans.put(partition, seconds.spans()));
    return new Backfill.Spans.Some(spans);
  }
}
