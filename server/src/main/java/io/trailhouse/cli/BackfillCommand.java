package io.trailhouse.cli;

import io.trailhouse.aws.history.HistorySource;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.platform.Backfill;
import io.trailhouse.platform.BackfillGaps;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.quantity.QuantityException;
import io.trailhouse.quantity.S3Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse backfill`: CloudTrail's own Event history into the table, or into log files.
@Command(
    name = "backfill",
    description = {
      "Fetch what CloudTrail itself still has: 90 days of management events of every account"
          + " and Region. All are read at once, each at the two calls a second that AWS"
          + " allows.",
      "",
      "You can stop it at any moment; the same command goes on where it was, and reads nothing"
          + " twice. Event history has no data events and no network activity events.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse backfill --from 2026-10-01 --to 2026-10-14 --estimate",
      "         trailhouse backfill --accounts all --role TrailhouseReader --since 21d",
      "         trailhouse backfill --gaps"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class BackfillCommand implements Callable<Integer> {
  private static final String OLD_GAPS = "--holes";

  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;
  @Mixin private SpanOptions times;
  @Mixin private HistoryAccounts accounts;

  @Option(
      names = "--gaps",
      description = "Fetch only what `trailhouse coverage` finds missing in the last 90 days.")
  private boolean gaps;

  @Option(names = OLD_GAPS, hidden = true)
  private boolean oldGaps;

  @Option(names = "--insights", description = "Fetch Insights events, too.")
  private boolean insights;

  @Option(
      names = "--files",
      paramLabel = "PLACE",
      description =
          "Write log files, too, in the trail's own layout and envelope: into a folder, or into"
              + " s3://BUCKET/PREFIX/.")
  private @Nullable String files;

  @Option(names = "--no-table", description = "Put nothing into the table; needs --files.")
  private boolean noTable;

  @Option(names = "--again", description = "Read again what was read before.")
  private boolean again;

  @Option(
      names = "--estimate",
      description =
          "Only estimate partitions (one account in one Region), events, calls and time;"
              + " needs a few calls.")
  private boolean estimate;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    gaps |= RenamedOption.isGiven(oldGaps, OLD_GAPS, "--gaps", spec);
    check();
    AwsSpec aws = accounts.over(program.config().aws());
    try (Platform platform = program.open()) {
      Backfill.Spans spans = spans(platform);
      if (spans instanceof Backfill.Spans.Some some && some.spans().isEmpty()) {
        spec.commandLine().getOut().println("Nothing is missing in the last 90 days.");
        return ExitCode.OK;
      }
      Backfill.Wanted wanted =
          new Backfill.Wanted(aws, accounts.regions(), spans, insights, place(), !noTable, again);
      try (Backfill backfill = Backfill.open(platform, wanted)) {
        BackfillReport report = new BackfillReport(spec.commandLine().getOut(), json);
        report.begin(spec.commandLine().getErr(), backfill, spans);
        if (estimate) {
          report.estimate(backfill);
          return ExitCode.OK;
        }
        return fetch(backfill, report);
      }
    }
  }

  private int fetch(Backfill backfill, BackfillReport report)
      throws IOException, InterruptedException {
    HistorySource source = backfill.source();
    IngestMetrics counters = new IngestMetrics();
    IngestPipeline pipeline = backfill.pipeline(source, counters);
    long begun = System.nanoTime();
    try (ShutdownSignal ending = new ShutdownSignal(pipeline::finish)) {
      try (ProgressLine progress =
          new ProgressLine(spec.commandLine().getErr(), new BackfillWork(source))) {
        progress.start();
        pipeline.run(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4));
      } finally {
        source.close();
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      boolean complete =
          report.end(new BackfillReport.Done(backfill, source.states(), counters, seconds));
      return ending.exitCode(complete ? ExitCode.OK : ExitCode.SOFTWARE);
    }
  }

  private void check() {
    if (noTable && files == null) {
      throw wrong("there would be no place for the events", "--no-table", "Add --files PLACE");
    }
    if (gaps && noTable) {
      throw wrong("gaps are those of the table", "--gaps, --no-table", "Leave one of them out");
    }
  }

  private Backfill.@Nullable FilesPlace place() {
    if (files == null) {
      return null;
    }
    if (S3Place.isMeant(files)) {
      try {
        S3Place s3 = S3Place.parseExisting(files).asFolder();
        return new Backfill.FilesPlace.Bucket(s3.bucket(), s3.prefix());
      } catch (QuantityException e) {
        throw wrong("it " + e.problem(), files, "Name a folder, or s3://BUCKET/PREFIX/");
      }
    }
    try {
      Path folder = Path.of(files).toAbsolutePath().normalize();
      if (folder.startsWith(program.home().toAbsolutePath().normalize())) {
        throw wrong("it lies in the home folder", files, "Name another folder");
      }
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw wrong("it is not a folder", files, "Name another one");
      }
      return new Backfill.FilesPlace.Folder(folder);
    } catch (InvalidPathException e) {
      throw wrong("that is no name of a folder", files, "Name another one, or s3://BUCKET/PREFIX/");
    }
  }

  private Backfill.Spans spans(Platform platform) throws IOException {
    Instant now = platform.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Instant oldest = now.minus(Backfill.KEPT);
    if (gaps) {
      return new BackfillGaps(platform, !program.config().sources().isEmpty()).find(oldest, now);
    }
    Instant asked = times.span().from(now);
    Instant end = times.span().to(now);
    Instant to = end == null || end.isAfter(now) ? now : end.minusNanos(1);
    if (to.isBefore(oldest)) {
      throw wrong(
          "Event history keeps 90 days: nothing before " + oldest + " is there",
          "--from, --to",
          "What is older can only come from log files: trailhouse import");
    }
    Instant from = asked == null || asked.isBefore(oldest) ? oldest : asked;
    if (from.isAfter(to)) {
      throw wrong("the start is not before the end", "--from, --to", "Exchange them");
    }
    return new Backfill.Spans.All(from, to);
  }

  private static TrailhouseException wrong(String problem, String place, String remedy) {
    return new TrailhouseException(Code.WRONG_USE, problem, place, remedy);
  }

  /// How far all partitions are: as far as the slowest.
  private record BackfillWork(HistorySource source) implements ProgressLine.Work {
    @Override
    public double share() {
      return source.states().stream()
          .filter(partition -> !partition.refused())
          .mapToDouble(BackfillWork::share)
          .min()
          .orElse(0);
    }

    private static double share(HistorySource.PartitionState partition) {
      return partition.seconds() == 0 ? 1 : (double) partition.walked() / partition.seconds();
    }

    @Override
    public String ending() {
      return "committing";
    }

    @Override
    public String done(double seconds) {
      List<HistorySource.PartitionState> partitions = source.states();
      long ended =
          partitions.stream()
              .filter(partition -> partition.walked() >= partition.seconds())
              .count();
      long events = partitions.stream().mapToLong(HistorySource.PartitionState::events).sum();
      long calls = partitions.stream().mapToLong(HistorySource.PartitionState::calls).sum();
      return Counted.format(
          "%,d of %,d partitions  %,d events  %,.0f calls/s%s",
          ended, partitions.size(), events, calls / Math.max(1, seconds), waiting(partitions));
    }

    private static String waiting(List<HistorySource.PartitionState> partitions) {
      List<String> problems =
          partitions.stream()
              .filter(partition -> !partition.refused() && partition.problem() != null)
              .map(partition -> String.valueOf(partition.problem()))
              .toList();
      return problems.isEmpty()
          ? ""
          : "  %,d waiting: %s".formatted(problems.size(), TerminalEscaper.line(problems.get(0)));
    }

    @Override
    public List<String> picture() {
      return PartitionPicture.of(source.states());
    }
  }
}
