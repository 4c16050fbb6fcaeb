package io.trailhouse.lake.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.findings.FailingCatalog;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.problem.UnknownOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Upkeep's commits when the catalog does not answer (spec: upkeep.md, 2.4).
class ReplacementTest {
  @TempDir private Path home;
  @TempDir private Path folder;

  @BeforeEach
  void twoFiles() throws Exception {
    LogFolder logs = new LogFolder(folder);
    try (Lake lake = Lake.open(home)) {
      for (int number = 0; number < 2; number++) {
        logs.write("file-" + number, LogFolder.record("r" + number, "2026-05-01", "\"a\":1"));
        logs.importAll(lake);
      }
    }
  }

  private static List<DataFile> files(Table table) throws Exception {
    table.refresh();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      List<DataFile> files = new ArrayList<>();
      tasks.forEach(task -> files.add(task.file()));
      return files;
    }
  }

  private static Replacement withoutTheFirst(Lake lake, FailingCatalog catalog) throws Exception {
    List<DataFile> files = files(lake.events());
    return new Replacement(
        catalog.table(), lake.events().currentSnapshot(), List.of(files.get(0)), List.of());
  }

  @Test
  void aCommitThatDidNotTakeEffectIsMadeAgainAndTheFirstNeverArrives() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FailingCatalog catalog = FailingCatalog.unknown(lake.events());
      assertThat(withoutTheFirst(lake, catalog).commitFewerRows()).isTrue();
      assertThat(files(lake.events())).hasSize(1);
      assertThatThrownBy(catalog::arrivesLate).isInstanceOf(CommitFailedException.class);
    }
  }

  @Test
  void aCommitThatTookEffectIsNotMadeAgain() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FailingCatalog catalog = FailingCatalog.afterCommit(lake.events());
      assertThat(withoutTheFirst(lake, catalog).commitFewerRows()).isTrue();
      assertThat(files(lake.events())).hasSize(1);
      assertThat(Imports.records(lake)).hasSize(1);
    }
  }

  @Test
  void aCatalogThatStaysSilentLeavesAnOutcomeThatCanBeAskedForLater() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FailingCatalog catalog = FailingCatalog.silent(lake.events());
      Replacement replacement = withoutTheFirst(lake, catalog);
      TrailhouseException problem =
          catchThrowableOfType(TrailhouseException.class, replacement::commitFewerRows);
      assertThat(problem.code()).isEqualTo(Code.COMMIT_UNKNOWN);
      catalog.answers();
      assertThat(((UnknownOutcome) problem.getCause()).settle())
          .isEqualTo("the commit took effect");
      assertThat(files(lake.events())).hasSize(1);
    }
  }
}
