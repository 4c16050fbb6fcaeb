package io.trailhouse.cli;

import io.trailhouse.quantity.DataSize;
import io.trailhouse.query.QuerySettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Bounds that a user sets for queries, with units.
final class QueryBounds {
  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = QuantityConverters.Time.class,
      description = "Stop a query after this long, such as 90s or 10m (default 1h).")
  private @Nullable Duration timeLimit;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = QuantityConverters.Size.class,
      description = "How much memory queries may use, such as 2GB (default: half the machine's).")
  private @Nullable DataSize memory;

  QuerySettings on(QuerySettings usual) {
    QuerySettings settings = timeLimit == null ? usual : usual.timeLimit(timeLimit);
    return memory == null ? settings : settings.memory(memory.bytes());
  }
}
