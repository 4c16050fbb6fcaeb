package io.trailhouse.platform;

import io.trailhouse.aws.history.HistoryPartition;
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
  public boolean has(AccountRegion accountRegion, Instant from, Instant to) {
    return positions
        .complete(new HistoryPartition(accountRegion.account(), accountRegion.region(), false))
        .missing(from.getEpochSecond(), to.getEpochSecond() - 1)
        .isEmpty();
  }

  @Override
  public Map<AccountRegion, Known.Span> accountRegions() {
    Map<AccountRegion, Known.Span> spans = new HashMap<>();
    positions
        .partitions()
        .forEach((partition, span) -> {
          if (!partition.insight()) {
            spans.put(
                new AccountRegion(partition.account(), partition.region()),
                new Known.Span(
                    Instant.ofEpochSecond(span.from()), Instant.ofEpochSecond(span.to())));
          }
        });
    return spans;
  }
}
