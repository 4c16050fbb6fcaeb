package io.trailhouse.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Upkeep;
import io.trailhouse.lake.upkeep.UpkeepOptions;
import io.trailhouse.lake.upkeep.UpkeepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Upkeep changes files, never answers (spec: upkeep.md).
final class UpkeepTest {
  private static final UpkeepOptions AT_ONCE =
      new UpkeepOptions(Retention.FOREVER, 128 << 20, Duration.ZERO, Duration.ofHours(24));

  @TempDir private Path home;
  @TempDir private Path folder;

  @Test
  void manySmallFilesBecomeOneSortedFileADayWithTheSameRecords() throws Exception {
    try (Lake lake = Lake.open(home)) {
      importManyTimes(lake);
      List<String> before = sorted(Imports.records(lake));
      assertThat(Imports.files(lake)).hasSize(12);

      UpkeepReport report = upkeep(lake, AT_ONCE);

      assertThat(report.filesBefore()).isEqualTo(12);
      assertThat(report.filesAfter()).isEqualTo(2);
      assertThat(sorted(Imports.records(lake))).isEqualTo(before);
      for (DataFile file : Imports.files(lake)) {
        assertThat(times(lake, file)).isSorted();
      }
      assertThat(dataFilesOnDisk("events")).hasSize(2);
      UpkeepReport again = upkeep(lake, AT_ONCE);
      assertThat(again.rowsRewritten()).isZero();
      assertThat(again.filesDeleted()).isZero();
      assertThat(Imports.run(lake, AppendOptions.named("import"), folder)).isEmpty();
    }
  }

  @Test
  void theLedgerOutlivesTheSnapshotsItCameFrom() throws Exception {
    try (Lake lake = Lake.open(home)) {
      importManyTimes(lake);
      upkeep(lake, AT_ONCE);
      assertThat(lake.events().snapshots()).hasSize(1);
      EventAppender appender =
          EventAppender.open(lake, AppendOptions.named("import"), Imports.CLOCK);
      assertThat(appender.ledger()).isNotNull();
      assertThat(Imports.run(lake, AppendOptions.named("import"), folder)).isEmpty();
    }
  }

  @Test
  void retentionDropsWholeDaysOfAClassAndNothingElse() throws Exception {
    write("mixed", record("m", "2026-05-01", "Management"), record("d", "2026-05-01", "Data"));
    write("young", record("y", "2026-11-10", "Data"));
    write("data", record("x", "2026-05-02", "Data"), record("n", "2026-05-02", "NetworkActivity"));
    write("old", record("o", "2026-05-03", null));
    try (Lake lake = Lake.open(home)) {
      Imports.run(lake, AppendOptions.named("import"), folder);
      UpkeepOptions options =
          new UpkeepOptions(
              Retention.parse("management=forever,data=30d"),
              128 << 20,
              Duration.ZERO,
              Duration.ofHours(24));
      UpkeepReport report = upkeep(lake, options);

      assertThat(report.rowsDropped()).isEqualTo(3);
      assertThat(Imports.records(lake))
          .containsExactlyInAnyOrder(
              record("m", "2026-05-01", "Management"),
              record("y", "2026-11-10", "Data"),
              record("o", "2026-05-03", null));
      assertThat(dataFilesOnDisk("events")).hasSize(3);
      assertThat(upkeep(lake, options).rowsDropped()).isZero();
    }
  }

  @Test
  void onlyOldFilesThatNothingLeadsToAreOrphans() throws Exception {
    try (Lake lake = Lake.open(home)) {
      importManyTimes(lake);
      Path data = Path.of(lake.events().location(), "data");
      Path old = Files.writeString(data.resolve("old.parquet"), "half a file");
      Path young = Files.writeString(data.resolve("young.parquet"), "on its way");
      Files.setLastModifiedTime(
          old, FileTime.from(Imports.CLOCK.instant().minus(Duration.ofHours(25))));
      Files.setLastModifiedTime(young, FileTime.from(Imports.CLOCK.instant()));
      List<String> before = sorted(Imports.records(lake));

      upkeep(lake, AT_ONCE);

      assertThat(old).doesNotExist();
      assertThat(young).exists();
      assertThat(sorted(Imports.records(lake))).isEqualTo(before);
    }
  }

  @Test
  void appendersAndTwoRoundsOfUpkeepWorkSideBySide() throws Exception {
    try (Lake lake = Lake.open(home)) {
      importManyTimes(lake);
    }
    Set<String> wanted = new HashSet<>();
    for (int number = 0; number < 20; number++) {
      String record = record("late-" + number, "2026-05-01", "Management");
      write("late-" + number, record);
      wanted.add(record);
    }
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> done = new ArrayList<>();
      done.add(pool.submit(rounds()));
      done.add(pool.submit(rounds()));
      done.add(
          pool.submit(() -> {
            try (Lake lake = Lake.open(home)) {
              AppendOptions one = new AppendOptions("import", 1, 1, 1 << 20);
              return Imports.run(lake, one, folder);
            }
          }));
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    try (Lake lake = Lake.open(home)) {
      List<String> records = Imports.records(lake);
      assertThat(records).doesNotHaveDuplicates().containsAll(wanted).hasSize(12 + 20);
    }
  }

  private Callable<Void> rounds() {
    return () -> {
      try (Lake lake = Lake.open(home)) {
        for (int round = 0; round < 5; round++) {
          UpkeepOptions kept =
              new UpkeepOptions(
                  Retention.FOREVER, 128 << 20, Duration.ofHours(1), Duration.ofHours(24));
          upkeep(lake, kept);
        }
      }
      return null;
    };
  }

  private static UpkeepReport upkeep(Lake lake, UpkeepOptions options) throws IOException {
    Instant soon = Instant.now().plusSeconds(5);
    InstantSource clock =
        options.snapshotAge().isZero() ? InstantSource.fixed(soon) : Imports.CLOCK;
    return new Upkeep(lake, options, clock, line -> {}).run();
  }

  /// Six commits, each with one record on each of two days.
  private void importManyTimes(Lake lake) throws Exception {
    for (int number = 0; number < 6; number++) {
      write(
          "file-" + number,
          record("a-" + number, "2026-05-01", "Management"),
          record("b-" + number, "2026-05-02", "Management"));
      Imports.run(lake, AppendOptions.named("import"), folder);
    }
  }

  private void write(String name, String... records) throws IOException {
    Files.writeString(
        folder.resolve(name + ".json"), "{\"Records\":[" + String.join(",", records) + "]}");
  }

  private static String record(String id, String day, String category) {
    int second = Math.floorMod(id.hashCode(), 60);
    return "{\"eventVersion\":\"1.08\",\"eventTime\":\"%sT10:00:%02dZ\",\"eventName\":\"X\",\"eventID\":\"%s\"%s}"
        .formatted(
            day, second, id, category == null ? "" : ",\"eventCategory\":\"" + category + "\"");
  }

  private static List<String> sorted(List<String> records) {
    return records.stream().sorted().toList();
  }

  private static List<Long> times(Lake lake, DataFile file) throws IOException {
    List<Long> times = new ArrayList<>();
    try (EventFileReader rows =
        EventFileReader.of(lake.events().io().newInputFile(file.location()), "eventtime")) {
      for (EventRow row = rows.next(); row != null; row = rows.next()) {
        times.add(row.eventTime());
      }
    }
    return times;
  }

  private List<Path> dataFilesOnDisk(String table) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> file.toString().contains("/" + table + "/"))
          .toList();
    }
  }
}
