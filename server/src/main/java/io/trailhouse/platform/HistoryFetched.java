package io.trailhouse.platform;

import io.trailhouse.aws.history.HistoryPositions;
import io.trailhouse.coverage.AccountRegion;
import io.trailhouse.coverage.Fetched;
import io.trailhouse.coverage.Known;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What of Event history is in the table, as coverage asks for it.
record HistoryFetched(HistoryPositions positions) implements Fetched {
  @Override
  public boolean has(AccountRegion lane, Instant from, Instant to) {
    return positions
        .complete(
            new io.trailhouse.aws.history.HistoryPartition(lane.account(), lane.region(), false))
        .missing(from.getEpochSecond(), to.getEpochSecond() - 1)
        .isEmpty();
  }

  @Override
  public Map<AccountRegion, Known.Span> lanes() {
    Map<AccountRegion, Known.Span> lanes = new HashMap<>();
    positions
        .lanes()
        .forEach((lane, span) -> {
          if (!lane.insight()) {
            lanes.put(
                new AccountRegion(lane.account(), lane.region()),
                new Known.Span(
                    Instant.ofEpochSecond(span.from()), Instant.ofEpochSecond(span.to())));
          }
        });
    return lanes;
  }
}
