package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.findings.FailingCatalog;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.lake.findings.Findings;
import io.trailhouse.lake.upkeep.Rounds;
import io.trailhouse.lake.upkeep.Upkeep;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.problem.UnknownOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits of which nobody knows whether they took effect (spec: serve.md, S16 and S17; upkeep.md,
/// 2.4).
class CommitInDoubtTest {
  private static final List<Appends.File> FILES = List.of(file(1), file(2));

  @TempDir private Path home;

  private static Appends.File file(int number) {
    return new Appends.File(
        "file-" + number,
        """
        {"Records":[{"eventVersion":"1.08","eventID":"e-%d","eventName":"GetUser",\
        "eventTime":"2026-05-01T08:00:0%dZ"}]}\
        """
            .formatted(number, number));
  }

  private static EventAppender appender(Lake lake, FailingCatalog catalog) {
    return EventAppender.open(
        catalog.table(), lake.logFiles(), AppendOptions.named("test"), Imports.CLOCK);
  }

  private static UnknownOutcome fail(EventAppender appender) {
    TrailhouseException problem =
        catchThrowableOfType(TrailhouseException.class, () -> Appends.add(appender, FILES));
    assertThat(problem.code()).isEqualTo(Code.COMMIT_UNKNOWN);
    assertThat(problem.getCause()).isInstanceOf(UnknownOutcome.class);
    return (UnknownOutcome) problem.getCause();
  }

  private static void redeliver(Lake lake) throws Exception {
    Appends.add(Appends.appender(lake), FILES);
    assertThat(Imports.records(lake)).hasSize(2);
  }

  @Test
  void oneThatTookEffectIsFoundOnceTheCatalogAnswersAndItsFilesAreRecognised() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FailingCatalog catalog = FailingCatalog.silent(lake.events());
      UnknownOutcome outcome = fail(appender(lake, catalog));
      assertThatThrownBy(outcome::settle).isInstanceOf(UncheckedSQLException.class);
      catalog.answers();
      assertThat(outcome.settle()).isEqualTo("the commit took effect");
      assertThat(Imports.records(lake)).hasSize(2);
      redeliver(lake);
    }
  }

  @Test
  void oneThatDidNotTakeEffectNeverDoesOnceThatWasSaid() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FailingCatalog catalog = FailingCatalog.unknown(lake.events());
      UnknownOutcome outcome = fail(appender(lake, catalog));
      assertThat(outcome.settle()).startsWith("the commit did not take effect");
      assertThatThrownBy(catalog::arrivesLate).isInstanceOf(CommitFailedException.class);
      assertThat(Imports.records(lake)).isEmpty();
      redeliver(lake);
    }
  }

  @Test
  void oneThatArrivesBeforeItIsAskedForIsFound() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FailingCatalog catalog = FailingCatalog.unknown(lake.events());
      UnknownOutcome outcome = fail(appender(lake, catalog));
      catalog.arrivesLate();
      assertThat(outcome.settle()).isEqualTo("the commit took effect");
      redeliver(lake);
    }
  }

  @Test
  void findingsOfWhichNobodyKnowsAreSettledTheSameWay() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FailingCatalog catalog = FailingCatalog.unknown(lake.findings());
      FindingTable table = catalog.open();
      TrailhouseException problem =
          catchThrowableOfType(
              TrailhouseException.class, () -> Findings.append(table, Findings.findings(0, 3)));
      assertThat(((UnknownOutcome) problem.getCause()).settle()).contains("did not take effect");
      assertThatThrownBy(catalog::arrivesLate).isInstanceOf(CommitFailedException.class);
      assertThat(Findings.append(table, Findings.findings(0, 3))).hasSize(3);
      assertThat(Findings.rows(lake)).hasSize(3);
    }
  }

  @Test
  void upkeepDeletesNoFileWhileAnOutcomeIsUnknown() throws Exception {
    InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5));
    try (Lake lake = Lake.open(home)) {
      UnknownOutcome outcome = fail(appender(lake, FailingCatalog.unknown(lake.events())));
      List<Path> files = Rounds.onDisk(home, "events", ".parquet");
      assertThat(files).isNotEmpty();
      FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(9)));
      for (Path file : files) {
        Files.setLastModifiedTime(file, old);
      }
      AtomicBoolean unknown = new AtomicBoolean(true);
      Upkeep upkeep =
          new Upkeep(lake, Rounds.AT_ONCE, later, line -> {}).deletingUnless(unknown::get);
      assertThat(upkeep.run().orphansRemoved()).isZero();
      assertThat(files).allMatch(Files::exists);
      outcome.settle();
      unknown.set(false);
      assertThat(upkeep.run().orphansRemoved()).isGreaterThanOrEqualTo(files.size());
      assertThat(files).noneMatch(Files::exists);
    }
  }
}
