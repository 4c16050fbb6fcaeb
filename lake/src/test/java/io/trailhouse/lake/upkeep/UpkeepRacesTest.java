package io.trailhouse.lake.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Appenders and rounds of upkeep at the same time lose nothing, double nothing and do not fail
/// (spec: upkeep.md, section 2).
final class UpkeepRacesTest {
  @TempDir private Path home;
  @TempDir private Path folder;

  @Test
  void appendersAndTwoRoundsOfUpkeepWorkSideBySide() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 6);
    }
    Set<String> wanted = new HashSet<>();
    for (int number = 0; number < 20; number++) {
      String record = LogFolder.record("late-" + number, "2026-05-01", 12, number);
      logs.write("late-" + number, record);
      wanted.add(record);
    }

    atOnce(rounds(Rounds.LATER), rounds(Rounds.LATER), () -> importOneByOne());

    try (Lake lake = Lake.open(home)) {
      assertThat(Imports.records(lake))
          .doesNotHaveDuplicates()
          .containsAll(wanted)
          .hasSize(24 + 20);
    }
  }

  @Test
  void roundsThatExpireAtOnceAndDropRowsDoNotHarmEachOther() throws Exception {
    LogFolder logs = new LogFolder(folder);
    Set<String> wanted = new HashSet<>();
    try (Lake lake = Lake.open(home)) {
      for (int number = 0; number < 8; number++) {
        String kept =
            LogFolder.record("m" + number, "2026-05-01", "\"eventCategory\":\"Management\"");
        wanted.add(kept);
        logs.write(
            "file-" + number,
            kept,
            LogFolder.record("d" + number, "2026-05-01", "\"eventCategory\":\"Data\""));
        logs.importAll(lake);
      }
    }
    UpkeepOptions dropping = Rounds.options(Retention.parse("data=30d"), Duration.ZERO);

    atOnce(rounds(dropping), rounds(dropping), rounds(Rounds.AT_ONCE));

    try (Lake lake = Lake.open(home)) {
      assertThat(Imports.records(lake)).containsExactlyInAnyOrderElementsOf(wanted);
      assertThat(Imports.files(lake)).hasSize(1);
      Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(Rounds.onDisk(home, "events", ".parquet")).hasSize(1);
    }
  }

  private Void importOneByOne() throws InterruptedException {
    try (Lake lake = Lake.open(home)) {
      Imports.run(lake, new AppendOptions("import", 1, 1, 1 << 20), folder);
    }
    return null;
  }

  private Callable<Void> rounds(UpkeepOptions options) {
    return () -> {
      try (Lake lake = Lake.open(home)) {
        for (int round = 0; round < 5; round++) {
          Rounds.run(lake, options);
        }
      }
      return null;
    };
  }

  @SafeVarargs
  private static void atOnce(Callable<Void>... tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.length);
    try {
      List<Future<Void>> done = new ArrayList<>();
      for (Callable<Void> task : tasks) {
        done.add(pool.submit(task));
      }
      for (Future<Void> each : done) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
