package io.trailhouse.lake.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.row.EventClass;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole days of a class are dropped, and nothing else (spec: upkeep.md, section 3).
final class RetentionTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));

  @TempDir private Path home;
  @TempDir private Path folder;

  @Test
  void aMixedDayLosesTheExpiredClassAndKeepsTheRest() throws Exception {
    LogFolder logs = new LogFolder(folder);
    String management = LogFolder.record("m", "2026-05-01", "\"eventCategory\":\"Management\"");
    logs.write(
        "mixed",
        management,
        LogFolder.record("d", "2026-05-01", "\"eventCategory\":\"Data\""),
        LogFolder.record("n", "2026-05-01", "\"eventCategory\":\"NetworkActivity\""));
    String young = LogFolder.record("y", "2026-11-10", "\"eventCategory\":\"Data\"");
    logs.write("young", young);
    logs.write("data", LogFolder.record("x", "2026-05-02", "\"eventCategory\":\"Data\""));
    try (Lake lake = Lake.open(home)) {
      logs.importAll(lake);

      UpkeepReport report = run(lake, "management=forever,data=30d");

      assertThat(report.rowsDropped()).isEqualTo(3);
      assertThat(report.droppedByClass()).isEqualTo(Map.of(EventClass.DATA, 3L));
      assertThat(report.daysDropped()).isEqualTo(2);
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(management, young);
      assertThat(Imports.files(lake)).hasSize(2);
      assertThat(run(lake, "data=30d").rowsDropped()).isZero();
      assertThat(logs.importAll(lake)).as("what was dropped does not come back").isEmpty();
    }
  }

  @Test
  void droppedRowsAreGoneFromTheDiskOnceTheirSnapshotsExpire() throws Exception {
    LogFolder logs = new LogFolder(folder);
    logs.write(
        "mixed",
        LogFolder.record("m", "2026-05-01", "\"eventCategory\":\"Management\""),
        LogFolder.record("d", "2026-05-01", "\"eventCategory\":\"Data\""));
    logs.write("data", LogFolder.record("x", "2026-05-02", "\"eventCategory\":\"Data\""));
    try (Lake lake = Lake.open(home)) {
      logs.importAll(lake);
      Rounds.run(lake, Rounds.options(Retention.parse("data=30d"), Duration.ZERO));
      assertThat(Rounds.onDisk(home, "events", ".parquet")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"eventCategory\":\"Management\"', management",
    "'\"eventCategory\":\"Data\"', data",
    "'\"eventCategory\":\"NetworkActivity\"', data",
    "'\"eventCategory\":\"Insight\"', insight",
    "'\"eventCategory\":\"Something new\"', management",
    "'\"managementEvent\":false', data",
    "'\"managementEvent\":true', management",
    "'\"insightDetails\":{\"state\":\"Start\"}', insight",
    "'\"eventCategory\":null', management",
    "'\"readOnly\":true', management",
  })
  void classesAreToldByCategoryAndWithoutOneByWhatElseTheRecordSays(String member, String named)
      throws Exception {
    LogFolder logs = new LogFolder(folder);
    logs.write("one", LogFolder.record("one", "2026-05-01", member));
    try (Lake lake = Lake.open(home)) {
      logs.importAll(lake);
      for (String other : new String[] {"management", "data", "insight"}) {
        if (!other.equals(named)) {
          assertThat(run(lake, other + "=30d").rowsDropped()).as(other).isZero();
        }
      }
      assertThat(run(lake, named + "=30d").rowsDropped()).isEqualTo(1);
      assertThat(Imports.files(lake)).isEmpty();
    }
  }

  @Test
  void aDayGoesWhenItLiesBeforeTodayByMoreThanTheDaysKept() throws Exception {
    LogFolder logs = new LogFolder(folder);
    logs.write(
        "days",
        LogFolder.record("a", "2026-11-18", "\"eventCategory\":\"Data\""),
        LogFolder.record("b", "2026-11-19", "\"eventCategory\":\"Data\""),
        LogFolder.record("c", "2026-11-20", "\"eventCategory\":\"Data\""),
        LogFolder.record("f", "2027-01-01", "\"eventCategory\":\"Data\""));
    try (Lake lake = Lake.open(home)) {
      logs.importAll(lake);
      assertThat(run(lake, "data=2d").rowsDropped()).isZero();
      assertThat(run(lake, "data=1d").rowsDropped()).isEqualTo(1);
      assertThat(Imports.records(lake)).noneMatch(record -> record.contains("2026-11-18"));
    }
  }

  @Test
  void allClassesExpiredTakesTheWholeDayWithoutReadingIt() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      logs.importManyTimes(lake, 3);
      UpkeepReport report = run(lake, "management=10d,data=10d,insight=10d");
      assertThat(report.rowsDropped()).isEqualTo(12);
      assertThat(operations(lake)).contains(DataOperations.DELETE);
      assertThat(Imports.files(lake)).isEmpty();
    }
  }

  @Test
  void aChangeOfRowsIsNotCalledAReplace() throws Exception {
    LogFolder logs = new LogFolder(folder);
    logs.write(
        "mixed",
        LogFolder.record("m", "2026-05-01", "\"eventCategory\":\"Management\""),
        LogFolder.record("d", "2026-05-01", "\"eventCategory\":\"Data\""));
    try (Lake lake = Lake.open(home)) {
      logs.importAll(lake);
      run(lake, "data=10d");
      assertThat(operations(lake)).contains(DataOperations.OVERWRITE);
      assertThat(lake.events().currentSnapshot().summary()).containsEntry("total-records", "1");
    }
  }

  @Test
  void textsAreReadAsTheyAreWritten() {
    assertThat(Retention.parse("management=forever, data=400d,insight=7d").days())
        .isEqualTo(Map.of(EventClass.DATA, 400, EventClass.INSIGHT, 7));
    assertThat(Retention.parse("insight=forever")).isEqualTo(Retention.FOREVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data",
        "data=",
        "data=0d",
        "data=-1d",
        "data=400",
        "data=1y",
        "dat=1d",
        "data=1d,",
        "data=1d,data=2d",
        "data=forever,data=2d",
        "data=1d=2d",
        "data=9999999d"
      })
  void whatIsNotUnderstoodIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Retention.parse(text));
  }

  private static List<String> operations(Lake lake) {
    List<String> operations = new ArrayList<>();
    lake.events().snapshots().forEach(snapshot -> operations.add(snapshot.operation()));
    return operations;
  }

  private static UpkeepReport run(Lake lake, String retention) throws Exception {
    UpkeepOptions options = Rounds.options(Retention.parse(retention), Duration.ofHours(1));
    return Rounds.run(lake, options, NOON);
  }
}
