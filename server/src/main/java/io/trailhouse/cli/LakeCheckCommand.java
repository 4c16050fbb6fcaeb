package io.trailhouse.cli;

import io.trailhouse.lake.check.CheckReport;
import io.trailhouse.lake.check.RepairReport;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse lake check`: whether every file of the tables is what was written, and days put
/// right from their log files.
@Command(
    name = "check",
    description = {
      "Check every file that the tables name: that it is there, its length, footer and rows.",
      "",
      "A damaged data file is named with its day, the events it held, and the log files that they"
          + " came from. --repair imports these again: a day is changed in one step, and only when"
          + " all its events came back. Ends with 1 when something is damaged.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse lake check --deep",
      "         trailhouse lake check --repair --from ~/evidence/AWSLogs"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class LakeCheckCommand implements Callable<Integer> {
  @ParentCommand private LakeCommand lake;
  @Spec private CommandSpec spec;

  @Option(
      names = "--deep",
      description = "Read data files in full: their checksums, and every page's.")
  private boolean deep;

  @Option(
      names = "--repair",
      description =
          "Look as --deep does, then import the log files of damaged days again and take the damaged"
              + " files out.")
  private boolean repair;

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description =
          "With --repair: look for the log files here too, under any name; a file, folder or archive."
              + " May be repeated.")
  private List<String> from = new ArrayList<>();

  @Option(
      names = "--drop-lost",
      description =
          "With --repair: give up the events of damaged files that do not come back, and damaged"
              + " files of log_files and findings.")
  private boolean dropLost;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Path> places = places();
    try (Platform platform =
        repair ? lake.program().openToChange() : lake.program().openExisting()) {
      AtomicReference<@Nullable CheckReport> found = new AtomicReference<>();
      double seconds = check(platform, found);
      CheckReport report = found.get();
      if (report == null) {
        throw new IllegalStateException("a check that ends has a report");
      }
      RepairReport repaired = repair && !report.isWhole() ? repair(platform, report, places) : null;
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(LakeCheckText.json(report, repaired, deep || repair, seconds));
      } else {
        LakeCheckText.print(out, report, seconds);
        if (repaired != null) {
          LakeCheckText.print(out, repaired);
        }
      }
      out.flush();
      boolean whole = repaired == null ? report.isWhole() : repaired.left().isEmpty();
      return whole ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private double check(Platform platform, AtomicReference<@Nullable CheckReport> found)
      throws InterruptedException {
    ShareWork work = new ShareWork("looking at files");
    LongRun run = new LongRun(spec.commandLine().getErr(), work, () -> "Nothing was changed");
    return run.time(() -> found.set(platform.check(deep || repair, work)));
  }

  private RepairReport repair(Platform platform, CheckReport found, List<Path> places)
      throws InterruptedException {
    IngestMetrics counters = new IngestMetrics();
    AtomicReference<@Nullable RepairReport> repaired = new AtomicReference<>();
    LongRun run =
        new LongRun(
            spec.commandLine().getErr(),
            new ImportRun.ImportWork(counters),
            () -> "Days that were repaired stay so, the others are as they were");
    int workers = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    run.time(() -> repaired.set(platform.repair(found, places, dropLost, workers, counters)));
    RepairReport report = repaired.get();
    if (report == null) {
      throw new IllegalStateException("a repair that ends has a report");
    }
    return report;
  }

  private List<Path> places() {
    if (!repair && (dropLost || !from.isEmpty())) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "this belongs to a repair",
          dropLost ? "--drop-lost" : "--from",
          "Say --repair as well");
    }
    List<Path> found = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    from.forEach(path -> ImportCommand.check(path, found, wrong));
    if (!wrong.isEmpty()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          String.join("; ", wrong),
          "--from",
          "Name files or folders that exist; nothing was changed");
    }
    return found;
  }
}
