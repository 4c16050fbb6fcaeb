package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.fixture.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// Promises 1 and 2: whatever ends an importer at whatever moment, the same command run again loses
/// nothing and doubles nothing.
///
/// `crash.kills` says how often an importer is killed, `crash.seed` when.
class CrashIT {
  /// Many small commits, so that a kill often meets one.
  private static final Map<String, String> SMALL_COMMITS =
      Map.of("TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.commit-rows=1500");

  /// Interpreted, so that there is work left whenever a signal comes.
  private static final Map<String, String> SLOWLY =
      Map.of("TRAILHOUSE_JAVA_OPTS", "-Xint -Dtrailhouse.commit-rows=1500");

  private static final int KILLS = Integer.getInteger("crash.kills", 3);
  private static final long SEED = Long.getLong("crash.seed", 20_260_504L);

  @TempDir static Path folder;
  private static CrashInput input;
  private static Set<String> records;

  @BeforeAll
  static void writeInput() throws IOException {
    List<Path> real = new ArrayList<>();
    try {
      Path trail = SharedData.path("sans504-s3-ransomware/AWSLogs/342082656213/CloudTrail");
      real.add(trail.resolve("us-west-1/2021/07/29"));
      real.add(trail.resolve("us-west-1/2021/07/30"));
    } catch (TestAbortedException absent) {
      // the generated files alone will do
    }
    input = CrashInput.write(folder, real);
    records = input.records();
  }

  @Test
  void twoKilledImportersLoseNothingAndDoubleNothing() throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    long start = System.nanoTime();
    complete(undisturbed, startFirst(undisturbed), startSecond(undisturbed));
    Duration usual = Duration.ofNanos(System.nanoTime() - start);
    WholeHome.check(undisturbed, input, records);
    Random random = new Random(SEED);
    int hit = 0;
    int tried = 0;
    for (int round = 0; hit < KILLS && tried < 4 * KILLS + 10; round++) {
      Path home = folder.resolve("killed-" + round);
      int kills = Math.min(KILLS - hit, 3 + random.nextInt(6));
      tried += kills;
      hit += killed(home, kills, usual, random);
      WholeHome.check(home, input, records);
      WholeHome.remove(home);
    }
    System.out.printf(
        Locale.ROOT,
        "%d kills tried, %d hit a running importer; undisturbed it takes %.1f s (seed %d)%n",
        tried,
        hit,
        usual.toMillis() / 1000.0,
        SEED);
    assertThat(hit).as("kills that hit a running importer, of %d", tried).isEqualTo(KILLS);
  }

  /// Starts both importers, kills one or both some times, and lets them end.
  private static int killed(Path home, int kills, Duration usual, Random random)
      throws InterruptedException {
    int hit = 0;
    Program.Running first = startFirst(home);
    Program.Running second = startSecond(home);
    for (int kill = 0; kill < kills && (first.isAlive() || second.isAlive()); kill++) {
      // each restart finds part of the work done, so a whole import's time would mostly miss it
      Thread.sleep(random.nextLong(usual.toMillis() * 2 / 3));
      boolean wasHit = false;
      int victim = random.nextInt(3);
      if (victim != 1) {
        wasHit |= first.kill();
        first.close();
        first = startFirst(home);
      }
      if (victim != 0) {
        wasHit |= second.kill();
        second.close();
        second = startSecond(home);
      }
      hit += wasHit ? 1 : 0;
    }
    complete(home, first, second);
    return hit;
  }

  private static Program.Running startFirst(Path home) {
    return start(home, input.first());
  }

  private static Program.Running startSecond(Path home) {
    return start(home, input.second());
  }

  private static Program.Running start(Path home, List<Path> paths) {
    return start(home, paths, SMALL_COMMITS);
  }

  private static Program.Running start(
      Path home, List<Path> paths, Map<String, String> environment) {
    List<String> words = new ArrayList<>(List.of("import", "--home", home.toString()));
    paths.forEach(path -> words.add(path.toString()));
    return Program.startTrailhouse(folder, environment, words.toArray(String[]::new));
  }

  /// Both end by themselves; what they say fits; a third run has nothing left to do, and says that
  /// what is damaged is not in the table.
  private static void complete(Path home, Program.Running first, Program.Running second) {
    try (first;
        second) {
      for (Program.Running each : List.of(first, second)) {
        Program.Ended ended = each.end();
        assertThat(ended.err()).doesNotContain("not expect", "\tat ");
        // 1: there are damaged files, and this run may be the one that found them
        assertThat(ended.exit()).as(ended.err()).isBetween(0, 1);
        assertThat(ended.out()).as(ended.err()).contains(" files read in ");
      }
    }
    try (Program.Running again = start(home, input.all())) {
      Program.Ended ended = again.end();
      assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err()).contains("nothing of them was read again");
      assertThat(ended.out()).contains("0 files read", "0 events, 0 new, 0 duplicates");
    }
  }

  @Test
  void anInterruptedImporterSaysSoAndGoesOnWhenRunAgain() throws Exception {
    Path home = folder.resolve("interrupted");
    try (Program.Running running = start(home, input.first(), SLOWLY)) {
      Path data = home.resolve("warehouse/cloudtrail/events/data");
      Await.until(() -> !running.isAlive() || !WholeHome.names(data).isEmpty());
      running.interrupt();
      Program.Ended ended = running.end();
      assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
      assertThat(ended.err())
          .containsPattern(
              "Stopped\\. [\\d,]+ events are in the table; run the same command again to go on\\.")
          .doesNotContain("\tat ");
    }
    complete(home, startFirst(home), startSecond(home));
    WholeHome.check(home, input, records);
  }
}
