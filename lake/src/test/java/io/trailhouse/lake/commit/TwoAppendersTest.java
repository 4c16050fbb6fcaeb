package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventReader;
import io.trailhouse.lake.catalog.Lake;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several writers of one table, each with its own catalog and memory as if they were processes,
/// with several threads each: every event is one row, and the ledger's sums hold (spec: table.md,
/// S7, W5 and G2).
final class TwoAppendersTest {
  private static final int SEEDS = Integer.getInteger("appenders.seeds", 4);

  @TempDir private Path home;

  @Test
  void everyEventIsOneRowWhoeverWroteFirst() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      Path folder = home.resolve("seed" + seed);
      List<List<Appends.File>> shares = shares(seed);
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try (Lake one = Lake.open(folder);
          Lake other = Lake.open(folder)) {
        EventAppender first = EventAppender.open(one, options(seed), Imports.CLOCK);
        EventAppender second = EventAppender.open(other, options(seed + 1), Imports.CLOCK);
        CyclicBarrier start = new CyclicBarrier(4);
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          EventAppender appender = thread % 2 == 0 ? first : second;
          List<Appends.File> share = shares.get(thread);
          done.add(
              threads.submit(() -> {
                start.await();
                return Appends.add(appender, share);
              }));
        }
        for (Future<?> each : done) {
          each.get();
        }
        assertTable(one, shares, "seed " + seed);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static AppendOptions options(int seed) {
    Random random = new Random(seed);
    return Appends.small(
        1 + random.nextInt(20_000), 1 + random.nextInt(60), random.nextBoolean() ? 0 : 1 << 20);
  }

  /// The same events in the files of all four, differently spelled, in another order.
  private static List<List<Appends.File>> shares(int seed) {
    Random random = new Random(seed);
    List<String> pool = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String time = "2026-05-%02dT%02d:00:00Z".formatted(1 + random.nextInt(3), random.nextInt(24));
      String record =
          "{\"eventVersion\":\"1.08\",\"eventTime\":\"%s\",\"eventName\":\"N%d\",\"eventID\":\"%d\"}"
              .formatted(random.nextInt(20) == 0 ? "soon" : time, random.nextInt(2), i);
      pool.add(random.nextInt(15) == 0 ? record.replace("eventID", "other") : record);
    }
    List<List<Appends.File>> shares = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      List<Appends.File> files = new ArrayList<>();
      for (int file = 0; file < 5; file++) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
          String record = pool.get(random.nextInt(pool.size()));
          records.add(random.nextBoolean() ? record : record.replace(",", " , "));
        }
        files.add(new Appends.File("t" + thread + "/f" + file, String.join("\n", records)));
      }
      Collections.shuffle(files, random);
      shares.add(files);
    }
    return shares;
  }

  private static void assertTable(Lake lake, List<List<Appends.File>> shares, String where)
      throws IOException {
    Set<String> wanted = new TreeSet<>();
    long[] records = {0};
    int files = 0;
    for (List<Appends.File> share : shares) {
      for (Appends.File file : share) {
        files++;
        byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
        new EventReader()
            .read(
                new ByteArrayInputStream(bytes),
                batch -> {
                  records[0] += batch.rows();
                  for (int row = 0; row < batch.rows(); row++) {
                    wanted.add(canonical(batch.view(row).json()));
                  }
                });
      }
    }
    List<String> stored = Imports.records(lake);
    assertThat(stored.stream().map(TwoAppendersTest::canonical).sorted().toList())
        .as(where)
        .isEqualTo(List.copyOf(wanted));
    List<Map<String, @Nullable Object>> ledger = Appends.ledger(lake);
    assertThat(ledger).as(where).hasSize(files);
    assertThat(Appends.sum(ledger, "records")).as(where).isEqualTo(records[0]);
    assertThat(Appends.sum(ledger, "new_rows")).as(where).isEqualTo(stored.size());
    assertThat(Appends.sum(ledger, "duplicates")).as(where).isEqualTo(records[0] - stored.size());
    long rows = 0;
    for (DataFile file : Imports.files(lake)) {
      rows += file.recordCount();
    }
    assertThat(rows).as(where).isEqualTo(stored.size());
  }

  private static String canonical(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    return new String(CanonicalJson.of(bytes, 0, bytes.length), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void aFreshHomeCanBeOpenedByManyAtOnce(int openers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(openers);
    try {
      for (int turn = 0; turn < 4; turn++) {
        Path folder = home.resolve("fresh" + turn);
        CyclicBarrier start = new CyclicBarrier(openers);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < openers; i++) {
          Appends.File file = new Appends.File("f", "{\"eventName\":\"x\",\"eventID\":\"1\"}");
          done.add(
              threads.submit(() -> {
                start.await();
                try (Lake lake = Lake.open(folder)) {
                  return Appends.add(lake, file);
                }
              }));
        }
        for (Future<?> each : done) {
          each.get();
        }
        try (Lake lake = Lake.open(folder)) {
          assertThat(Imports.records(lake)).hasSize(1);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void rowsThatCameBetweenTwoBatchesAreSeenThoughTheirHourIsInMemory() throws Exception {
    try (Lake one = Lake.open(home);
        Lake other = Lake.open(home)) {
      EventAppender mine = Appends.appender(one);
      EventAppender theirs = Appends.appender(other);
      Appends.add(mine, List.of(event("a", 1)));
      Appends.add(theirs, List.of(event("b", 2)));
      one.events().refresh();
      mine.table().refresh(); // as any scan may do
      Appends.add(mine, List.of(event("c", 2)));
      assertThat(Imports.records(one)).hasSize(2);
    }
  }

  private static Appends.File event(String origin, int id) {
    return new Appends.File(
        origin,
        "{\"eventName\":\"x\",\"eventTime\":\"2026-05-01T08:00:00Z\",\"eventID\":\""
            + id
            + "\"}"
            + " ".repeat(origin.charAt(0) - 'a'));
  }
}
