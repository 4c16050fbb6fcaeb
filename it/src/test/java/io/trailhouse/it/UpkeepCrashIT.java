package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Upkeep killed at any moment, also beside an importer that is killed as well, changes no answer
/// and leaves nothing that the next round does not clear (spec: upkeep.md, sections 1, 2 and 5).
class UpkeepCrashIT {
  private static final Map<String, String> SMALL_COMMITS =
      Map.of("TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.commit-rows=1000");

  /// A round of upkeep is short: a third of the kills of importers is enough for each of its steps.
  private static final int KILLS = Math.max(2, Integer.getInteger("crash.kills", 3) / 3);

  private static final int KILLS_OF_HOME = 4;
  private static final long SEED = Long.getLong("crash.seed", 20_260_504L);

  @TempDir static Path folder;
  private static CrashInput input;
  private static Set<String> records;

  @BeforeAll
  static void writeInput() throws IOException {
    input = CrashInput.write(folder, List.of());
    records = input.records();
  }

  @Test
  void killedUpkeepLosesNothingAndItsLeftoversGo() throws Exception {
    Random random = new Random(SEED);
    int hit = 0;
    int tried = 0;
    for (int round = 0; hit < KILLS && tried < 3 * KILLS + 5; round++) {
      Path home = folder.resolve("home-" + round);
      boolean beside = round % 2 == 0;
      importAll(home, beside ? List.of(input.copies()) : input.all());
      Program.Running importer = beside ? start(home, input.second()) : null;
      for (int kill = 0; kill < KILLS_OF_HOME && hit < KILLS; kill++) {
        Program.Running upkeep = Program.startTrailhouse(folder, Map.of(), upkeep(home));
        Thread.sleep(150 + random.nextLong(1500));
        if (importer != null && random.nextBoolean()) {
          importer.kill();
          importer.close();
          importer = start(home, input.second());
        }
        tried++;
        hit += upkeep.kill() ? 1 : 0;
        upkeep.close();
      }
      if (importer != null) {
        assertThat(importer.end().err()).doesNotContain("not expect", "\tat ");
        importer.close();
      }
      importAll(home, input.all());
      WholeHome.check(home, input, records);
      roundThatClearsAll(home);
      WholeHome.check(home, input, records);
      WholeHome.remove(home);
    }
    System.out.printf(
        Locale.ROOT, "%d kills tried, %d hit a running upkeep (seed %d)%n", tried, hit, SEED);
    assertThat(hit).as("kills that hit a running upkeep, of %d", tried).isEqualTo(KILLS);
  }

  private static String[] upkeep(Path home) {
    return new String[] {"upkeep", "--home", home.toString()};
  }

  private static Program.Running start(Path home, List<Path> paths) {
    List<String> words = new ArrayList<>(List.of("import", "--home", home.toString()));
    paths.forEach(path -> words.add(path.toString()));
    return Program.startTrailhouse(folder, SMALL_COMMITS, words.toArray(String[]::new));
  }

  private static void importAll(Path home, List<Path> paths) {
    try (Program.Running running = start(home, paths)) {
      Program.Ended ended = running.end();
      assertThat(ended.exit()).as(ended.err()).isBetween(0, 1);
      assertThat(ended.out()).as(ended.err()).contains(" files read in ");
    }
  }

  /// Files of killed rounds count as orphans once they are old; then each day has its one file.
  private static void roundThatClearsAll(Path home) throws IOException {
    Path data = home.resolve("warehouse/cloudtrail/events/data");
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(30)));
    for (Path file : parquet(data)) {
      Files.setLastModifiedTime(file, old);
    }
    Program.Ended ended = Program.trailhouse(folder, upkeep(home));
    assertThat(ended.exit()).as(ended.err()).isZero();
    Map<Path, Integer> filesOfDay = new HashMap<>();
    for (Path file : parquet(data)) {
      filesOfDay.merge(file.getParent(), 1, Integer::sum);
    }
    assertThat(filesOfDay.values()).isNotEmpty().containsOnly(1);
  }

  private static List<Path> parquet(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }
}
