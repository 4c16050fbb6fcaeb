package io.trailhouse.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No lake lies among the files of another (spec: home.md, 1.8; upkeep.md, 5.2).
final class NeighboursTest {
  @TempDir private Path folder;
  private Path first;
  private LogFolder logs;

  @BeforeEach
  void importOnce() throws Exception {
    first = folder.resolve("first");
    logs = new LogFolder(Files.createDirectory(folder.resolve("logs")));
    try (Lake lake = Lake.open(first)) {
      logs.importManyTimes(lake, 2);
    }
  }

  private static void refused(ThrowingCallable step, String... words) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            problem -> {
              assertThat(problem.code()).isIn(Code.HOME_UNUSABLE, Code.TABLE_DAMAGED);
              assertThat(problem.problem() + " " + problem.place() + " " + problem.remedy())
                  .contains(words);
            });
  }

  private static List<String> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  private static void age(Path below) throws IOException {
    for (String file : files(below)) {
      Files.setLastModifiedTime(
          Path.of(file), FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    }
  }

  @Test
  void aWarehouseAmongTheFilesOfAnotherLakeIsNotMade() throws IOException {
    List<String> before = files(folder);
    for (String inside :
        List.of(
            "warehouse/cloudtrail/events/data",
            "warehouse/cloudtrail/events",
            "warehouse/cloudtrail/log_files/x/y",
            "warehouse/own",
            "quarantine",
            "")) {
      refused(
          () -> Lake.open(folder.resolve("second"), first.resolve(inside)),
          "the warehouse lies in the ",
          first.toString(),
          "of another lake",
          "Nothing was made");
    }
    assertThat(files(folder)).isEqualTo(before);
  }

  @Test
  void aHomeAmongTheFilesOfAnotherLakeIsNotMade() throws IOException {
    List<String> before = files(folder);
    for (String inside :
        List.of("warehouse", "quarantine", "a/b", "warehouse/cloudtrail/findings/x")) {
      refused(
          () -> Lake.open(first.resolve(inside)), "the home folder lies in the ", first.toString());
      refused(
          () ->
              new LakeRegister(first.resolve(inside), folder.resolve("elsewhere"), Set.of()).run(),
          "the home folder lies in the ");
    }
    Path link = Files.createSymbolicLink(folder.resolve("link"), first.resolve("warehouse"));
    refused(() -> Lake.open(link.resolve("x")), "the home folder lies in the ");
    Files.delete(link);
    assertThat(files(folder)).isEqualTo(before);
  }

  @Test
  void aFolderThatHasAnotherLakeInItDoesNotBecomeALakes() throws IOException {
    List<String> before = files(folder);
    refused(() -> Lake.open(folder), "the folder named as home folder has the ", first.toString());
    refused(
        () -> Lake.open(Files.createDirectory(folder.resolve("second")), folder),
        "the folder named as warehouse has the ",
        first.toString());
    Files.delete(folder.resolve("second"));
    assertThat(files(folder)).isEqualTo(before);
  }

  @Test
  void homesMayStandBesideEachOtherAndInTheirOwnWarehouse() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    for (int time = 0; time < 2; time++) {
      try (Lake lake = Lake.open(shared.resolve("home"), shared)) {
        logs.importAll(lake);
        assertThat(Imports.records(lake)).hasSize(8);
      }
    }
    try (Lake lake = Lake.open(folder.resolve("second"))) {
      logs.importAll(lake);
      assertThat(Imports.records(lake)).hasSize(8);
    }
  }

  /// A lake of before this was refused, as far as its outer one can tell.
  @Test
  void upkeepTakesNothingAwayWhileAnotherLakeLiesInATablesFolder() throws Exception {
    Path second = folder.resolve("second");
    try (Lake lake = Lake.open(second)) {
      logs.importAll(lake);
    }
    Path inside = first.resolve("warehouse/cloudtrail/events/data/deep/down");
    Files.createDirectories(inside.getParent());
    Files.move(second, inside);
    Files.createSymbolicLink(second, inside);
    age(first);
    List<String> before = files(first);
    try (Lake lake = Lake.open(first)) {
      refused(() -> Rounds.run(lake, Rounds.ORPHANS_ONLY), "taken nothing away", inside.toString());
    }
    assertThat(files(first)).containsAll(before);
    refused(() -> Lake.open(second), "lies in the ", "It can be read");
    try (Lake lake = Lake.openToRead(second, second.resolve("warehouse"))) {
      assertThat(Imports.records(lake)).hasSize(8);
      refused(lake::requireWritable, "can only be read");
    }
  }
}
