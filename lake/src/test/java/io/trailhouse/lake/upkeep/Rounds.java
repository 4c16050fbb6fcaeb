package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.row.EventRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;

/// Rounds of upkeep in tests, and what to look at behind them.
public final class Rounds {
  public static final Duration DAY = Duration.ofHours(24);

  /// Merges nothing and expires nothing.
  public static final UpkeepOptions ORPHANS_ONLY =
      new UpkeepOptions(Retention.FOREVER, 1, UpkeepOptions.Expiry.after(Duration.ofDays(2)), DAY);

  public static final UpkeepOptions AT_ONCE = options(Retention.FOREVER, Duration.ZERO);
  public static final UpkeepOptions LATER = options(Retention.FOREVER, Duration.ofHours(1));

  private Rounds() {}

  public static UpkeepOptions options(Retention retention, Duration snapshotAge) {
    return new UpkeepOptions(retention, 128 << 20, UpkeepOptions.Expiry.after(snapshotAge), DAY);
  }

  /// A round some seconds from now: commits of this very moment count as past.
  public static UpkeepReport run(Lake lake, UpkeepOptions options) throws IOException {
    return run(lake, options, InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5)));
  }

  static UpkeepReport run(Lake lake, UpkeepOptions options, InstantSource clock)
      throws IOException {
    return new Upkeep(lake, options, clock, line -> {}).run();
  }

  static List<String> sortedRecords(Lake lake) throws IOException {
    return Imports.records(lake).stream().sorted().toList();
  }

  static List<Long> times(Lake lake, DataFile file) throws IOException {
    List<Long> times = new ArrayList<>();
    try (EventFileReader rows =
        EventFileReader.of(lake.events().io().newInputFile(file.location()), "eventtime")) {
      for (EventRow row = rows.next(); row != null; row = rows.next()) {
        times.add(row.eventTime());
      }
    }
    return times;
  }

  /// Files of a table's folder whose names end so.
  public static List<Path> onDisk(Path home, String table, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("warehouse/cloudtrail/" + table))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
