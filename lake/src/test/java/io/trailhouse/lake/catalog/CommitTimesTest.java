package io.trailhouse.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.lake.findings.Findings;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.lake.upkeep.UpkeepReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A clock that was ahead once stops no commit (spec: table.md, W7 and W8).
final class CommitTimesTest {
  private final Instant ahead = Instant.now().plus(Duration.ofDays(365));

  @TempDir private Path folder;
  private Path home;
  private LogFolder logs;

  @BeforeEach
  void importOnce() throws Exception {
    home = folder.resolve("home");
    logs = new LogFolder(Files.createDirectory(folder.resolve("logs")));
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 3);
      Findings.append(FindingTable.open(lake), Findings.findings(0, 2));
    }
  }

  /// Makes the last commit of each table one of a clock that was ahead: its metadata file is
  /// written as such a clock would have had it written.
  private void makeLastCommitsOf(Instant time) throws Exception {
    try (Lake lake = Lake.open(home)) {
      for (Table table : List.of(lake.events(), lake.logFiles(), lake.findings())) {
        TableMetadata now = ((BaseTable) table).operations().current();
        Path file = Path.of(now.metadataFileLocation());
        ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
        tree.put("last-updated-ms", time.toEpochMilli());
        last(tree.path("snapshots")).put("timestamp-ms", time.toEpochMilli());
        last(tree.path("snapshot-log")).put("timestamp-ms", time.toEpochMilli());
        Files.writeString(file, TableMetadataParser.toJson(TableMetadataParser.fromJson(tree)));
      }
    }
  }

  private static ObjectNode last(JsonNode list) {
    return (ObjectNode) list.get(list.size() - 1);
  }

  private static List<Long> history(Table table) throws Exception {
    return metadata(table).snapshotLog().stream().map(HistoryEntry::timestampMillis).toList();
  }

  private static TableMetadata metadata(Table table) throws Exception {
    String file = ((BaseTable) table).operations().refresh().metadataFileLocation();
    return TableMetadataParser.fromJson(file, Files.readString(Path.of(file)));
  }

  @Test
  void everyCommitterGoesOnAfterAClockThatWasAYearAhead() throws Exception {
    makeLastCommitsOf(ahead);
    goesOn();
  }

  @Test
  void everyCommitterGoesOnAfterAClockThatIsSetBackByTwoMinutes() throws Exception {
    makeLastCommitsOf(Instant.now().plus(Duration.ofMinutes(2)));
    goesOn();
  }

  private void goesOn() throws Exception {
    try (Lake lake = Lake.open(home)) {
      List<Long> before = history(lake.events());
      logs.write("more", LogFolder.record("more", "2026-05-03", 1, 1));
      assertThat(logs.importAll(lake)).hasSize(1);
      logs.write("most", LogFolder.record("most", "2026-05-03", 1, 2));
      assertThat(logs.importAll(lake)).hasSize(1);
      FindingTable findings = FindingTable.open(lake);
      Findings.append(findings, Findings.findings(2, 4));
      findings.change(List.of(Findings.id(3)), FindingTable.State.CLOSED, "", "me", Instant.now());
      lake.events().updateProperties().set("a", "b").commit();
      Table events = lake.events();
      events.manageSnapshots().createTag("t", events.currentSnapshot().snapshotId()).commit();
      events.manageSnapshots().removeTag("t").commit();

      List<Long> after = history(lake.events());
      assertThat(after).isSorted().hasSize(5).startsWith(before.toArray(Long[]::new));
      assertThat(after.subList(3, 5)).containsOnly(before.get(2));
      assertThat(metadata(lake.events()).previousFiles())
          .allSatisfy(entry -> assertThat(Path.of(entry.file())).exists());

      UpkeepReport report = Rounds.run(lake, Rounds.AT_ONCE);
      assertThat(report.snapshotsExpired()).isPositive();
      assertThat(lake.events().snapshots()).hasSize(1);
      assertThat(Imports.records(lake)).hasSize(14);
      assertThat(Findings.newest(lake)).hasSize(4);
      assertThat(Findings.newest(lake).get(Findings.id(3)).getField("state")).isEqualTo("closed");
    }
    try (Lake lake = Lake.open(home)) {
      assertThat(logs.importAll(lake)).as("the ledger knows each file").isEmpty();
    }
  }

  @Test
  void aCommitSaysWhatTheClockSaid() throws Exception {
    makeLastCommitsOf(ahead);
    Instant before = Instant.now().minusMillis(1);
    try (Lake lake = Lake.open(home)) {
      logs.write("more", LogFolder.record("more", "2026-05-03", 1, 1));
      logs.importAll(lake);
      Snapshot last = lake.events().currentSnapshot();
      assertThat(last.timestampMillis()).isEqualTo(ahead.toEpochMilli());
      assertThat(Instant.ofEpochMilli(CommitTimes.madeAt(last)))
          .isBetween(before, Instant.now().plusMillis(1));
    }
  }

  @Test
  void severalWritersAtOnceGoOnToo() throws Exception {
    makeLastCommitsOf(ahead);
    List<Thread> writers = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      Path own = Files.createDirectory(folder.resolve("own-" + number));
      LogFolder mine = new LogFolder(own);
      for (int file = 0; file < 3; file++) {
        mine.write("f" + file, LogFolder.record(number + "-" + file, "2026-05-04", 1, file));
      }
      Thread writer =
          new Thread(() -> {
            try (Lake lake = Lake.open(home)) {
              mine.importAll(lake);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      writers.add(writer);
      writer.start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    try (Lake lake = Lake.open(home)) {
      assertThat(Imports.records(lake)).hasSize(12 + 9);
    }
  }
}
