package io.trailhouse.cli;

import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.quantity.S3Place;
import io.trailhouse.source.FolderSource;
import io.trailhouse.source.Source;
import io.trailhouse.source.StandardInput;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse import`: log files from disk into the table.
@Command(
    name = "import",
    description = {
      "Put CloudTrail log files into the event table, each event once.",
      "",
      "Reads what a trail delivers and the copies that people make of it: .json and .json.gz with"
          + " Records, bare lists and single records, JSON Lines, LookupEvents output, EventBridge"
          + " events, and zip or tar archives of these. Running it again adds nothing.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse import ~/evidence/AWSLogs",
      "         aws cloudtrail lookup-events | trailhouse import -"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ImportCommand implements Callable<Integer> {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files, folders and archives; - for standard input.")
  private List<String> paths;

  @Option(
      names = "--again",
      description =
          "Read also files that were imported before. Files are recognised by path, size and"
              + " time, so changed content may go unseen without it. No event is added twice.")
  private boolean again;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    List<Path> found = checked();
    PrintWriter err = spec.commandLine().getErr();
    IngestMetrics counters = new IngestMetrics();
    try (Platform platform = program.open()) {
      Source source =
          paths.contains("-")
              ? new StandardInput(System.in, platform.scratch(), platform.clock())
              : new FolderSource(found, platform.scratch());
      ImportRun run = new ImportRun(platform, counters, err).readingAgain(again);
      double seconds = run.run(source, "import");
      ImportSummary summary = new ImportSummary(counters, seconds);
      if (json) {
        summary.printJson(spec.commandLine().getOut());
      } else {
        summary.print(spec.commandLine().getOut());
      }
      summary.printTroubles(err);
      return summary.hasTroubles() ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }

  /// All paths that cannot be imported, told at once.
  private List<Path> checked() {
    List<Path> found = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (String path : paths) {
      if (path.equals("-")) {
        if (paths.size() > 1) {
          wrong.add("- stands for standard input and must be the only path");
        }
      } else {
        check(path, found, wrong);
      }
    }
    if (!wrong.isEmpty()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          String.join("; ", wrong),
          "command line",
          "Name files or folders that exist; nothing was imported");
    }
    return found;
  }

  /// Adds a path to those that are there, or what is wrong with it to what is told.
  static void check(String path, List<Path> found, List<String> wrong) {
    if (S3Place.isMeant(path)) {
      wrong.add(path + " is a bucket; copy it to a folder first: aws s3 sync " + path + " FOLDER");
      return;
    }
    try {
      Path file = Path.of(path);
      if (Files.exists(file)) {
        found.add(file);
      } else if (Files.isSymbolicLink(file)) {
        wrong.add(path + " is a link that leads nowhere");
      } else {
        wrong.add(path + " does not exist");
      }
    } catch (InvalidPathException e) {
      wrong.add(
          path + " is no file name in this shell's locale; set another, such as LC_ALL=C.UTF-8");
    }
  }
}
