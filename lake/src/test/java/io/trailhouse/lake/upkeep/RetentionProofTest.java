package io.trailhouse.lake.upkeep;

import static io.trailhouse.lake.upkeep.AgedRecord.ONE;
import static io.trailhouse.lake.upkeep.AgedRecord.TWO;
import static io.trailhouse.lake.upkeep.AgedRecord.data;
import static io.trailhouse.lake.upkeep.AgedRecord.management;
import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.FolderFiles;
import io.trailhouse.destination.OutputPlace;
import io.trailhouse.destination.TrailCounters;
import io.trailhouse.destination.TrailSelection;
import io.trailhouse.destination.TrailWriter;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.catalog.Storage;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.commit.RecordExport;
import io.trailhouse.lake.row.EventClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What has expired is in no file any more, and what is held is (spec: upkeep.md, section 3). Every
/// byte below the home folder is looked at, whether the table leads to it or not.
final class RetentionProofTest {
  private static final String EXPIRED = "gone-";
  private static final Retention MONTH =
      new Retention(
          Map.of(EventClass.DATA, 400), Map.of(ONE, Map.of(EventClass.DATA, 30)), List.of());
  private static final LegalHold HOLD =
      new LegalHold("case-42", Set.of(ONE), null, null, Set.of(AgedRecord.user(ONE, "suspect")));

  @TempDir private Path home;
  @TempDir private Path folder;
  @TempDir private Path out;
  private final List<String> held = new ArrayList<>();
  private final List<String> young = new ArrayList<>();

  @BeforeEach
  void importThreeDays() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      for (int number = 0; number < 3; number++) {
        String suspect = AgedRecord.user(ONE, "suspect");
        held.add(data("held-" + number, 100 + number, ONE).by(suspect).text());
        young.add(data("other-" + number, 100, TWO).text());
        young.add(management("keeps-" + number, 101, ONE).text());
        logs.write(
            "file-" + number,
            held.get(number),
            young.get(2 * number),
            young.get(2 * number + 1),
            data(EXPIRED + "a" + number, 100, ONE).text(),
            data(EXPIRED + "b" + number, 101, ONE).text(),
            data(EXPIRED + "c" + number, 200, ONE).text());
        logs.importAll(lake);
      }
    }
  }

  @Test
  void expiredEventsAreInNoFileAndHeldOnesComeBackAsTheyCame() throws Exception {
    assertThat(Storage.filesWith(home, EXPIRED))
        .as("the search finds them while they are there: rows, and bounds in lists of files")
        .anyMatch(file -> file.toString().endsWith(".parquet"))
        .anyMatch(file -> file.toString().endsWith(".avro"));
    try (Lake lake = Lake.open(home)) {
      UpkeepReport report = Rounds.run(lake, atOnce(MONTH.holding(List.of(HOLD))));

      assertThat(report.droppedByClass()).isEqualTo(Map.of(EventClass.DATA, 9L));
      assertThat(report.heldByName()).isEqualTo(Map.of("case-42", 3L));
      assertThat(Storage.filesWith(home, EXPIRED)).isEmpty();
      assertKept(lake);
      assertThat(exported(lake)).contains(held.toArray(String[]::new)).doesNotContain(EXPIRED);

      assertThat(Rounds.run(lake, atOnce(MONTH)).rowsDropped()).isEqualTo(3);
      assertThat(Storage.filesWith(home, "held-")).isEmpty();
      assertThat(Imports.records(lake)).containsExactlyInAnyOrderElementsOf(young);
    }
  }

  /// A round is given up behind each line that it says: behind each commit, and before what comes
  /// then.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aRoundThatStopsMidwayIsMadeGoodByTheNext(int lines) throws Exception {
    UpkeepOptions options = atOnce(MONTH.holding(List.of(HOLD)));
    try (Lake lake = Lake.open(home)) {
      int[] left = {lines};
      Upkeep stopped =
          new Upkeep(
              lake,
              options,
              InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5)),
              line -> {
                if (--left[0] == 0) {
                  throw new Stop();
                }
              });
      try {
        stopped.run();
      } catch (Stop e) {
        assertThat(Imports.records(lake)).containsAll(held).containsAll(young);
      }
    }
    try (Lake lake = Lake.open(home)) {
      Rounds.run(lake, options);
      assertThat(Storage.filesWith(home, EXPIRED)).isEmpty();
      assertKept(lake);
    }
  }

  @Test
  void roundsAtTheSameTimeKeepWhatIsHeldAndLeaveNothingExpired() throws Exception {
    UpkeepOptions options = atOnce(MONTH.holding(List.of(HOLD)));
    Callable<Void> rounds =
        () -> {
          try (Lake lake = Lake.open(home)) {
            for (int round = 0; round < 3; round++) {
              Rounds.run(lake, options);
            }
          }
          return null;
        };
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (Future<Void> each : pool.invokeAll(List.of(rounds, rounds))) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    try (Lake lake = Lake.open(home)) {
      Rounds.run(lake, options);
      assertThat(Storage.filesWith(home, EXPIRED)).isEmpty();
      assertKept(lake);
    }
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void assertKept(Lake lake) throws IOException {
    List<String> all = new ArrayList<>(held);
    all.addAll(young);
    assertThat(Imports.records(lake)).containsExactlyInAnyOrderElementsOf(all);
  }

  private String exported(Lake lake) throws Exception {
    try (TrailWriter trail =
        new TrailWriter(
            FolderFiles.open(out, new OutputPlace(List.of())),
            TrailSelection.ALL,
            Files.createDirectories(home.resolve("tmp")),
            new TrailCounters())) {
      new RecordExport(lake).to(trail);
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".gz")).toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return all.toString();
  }

  private static UpkeepOptions atOnce(Retention retention) {
    return Rounds.options(retention, Duration.ZERO);
  }
}
