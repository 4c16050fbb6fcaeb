package io.trailhouse.cli;

import io.trailhouse.destination.TrailCounters;
import io.trailhouse.destination.TrailSelection;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse export`: records as log files again.
@Command(
    name = "export",
    description = {
      "Write event records as log files again, in the trail's own key layout and envelope.",
      "",
      "Every record is written as it came. A file holds the events of five minutes of one"
          + " account and Region. Existing files are not changed.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse export ./evidence --from 2026-05-01 --to 2026-05-03",
      "         trailhouse export ./evidence --account 111122223333 --since 7d"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ExportCommand implements Callable<Integer> {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;
  @Mixin private SpanOptions span;

  @Parameters(
      paramLabel = "FOLDER",
      description = "The folder to write AWSLogs/ into; made" + " when needed.")
  private Path folder;

  @Option(
      names = "--account",
      paramLabel = "ID",
      split = ",",
      converter = AccountId.class,
      description = "Only records of these accounts.")
  private List<String> accounts = List.of();

  @Option(
      names = "--region",
      paramLabel = "NAME",
      split = ",",
      description = "Only records of these Regions.")
  private List<String> regions = List.of();

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    TrailCounters counters = new TrailCounters();
    try (Platform platform = program.openExisting()) {
      TrailSelection selection =
          new TrailSelection(
              span.span().from(platform.clock().instant()),
              span.span().to(platform.clock().instant()),
              Set.copyOf(accounts),
              Set.copyOf(regions));
      LongRun run =
          new LongRun(
              spec.commandLine().getErr(),
              new ExportWork(counters),
              () -> Counted.format("%,d log files are written", counters.files()));
      double seconds = run.time(() -> platform.export(folder, selection, counters));
      if (counters.taken() == 0) {
        OldEvidence.tell(spec.commandLine().getErr(), platform, span);
      }
      if (json) {
        printJson(out, counters, seconds);
      } else {
        print(out, counters, seconds);
      }
    }
    return ExitCode.OK;
  }

  private void print(PrintWriter out, TrailCounters counters, double seconds) {
    out.print(
        Counted.format(
            "%,d events written in %.1f s (%,.0f events/s): %,d new log files in %s.%n",
            counters.events(),
            seconds,
            counters.events() / Math.max(seconds, 0.001),
            counters.files(),
            TerminalEscaper.text(folder.toString())));
    if (counters.filesThere() > 0) {
      out.print(Counted.format("%,d log files were there already.%n", counters.filesThere()));
    }
    out.flush();
  }

  private static void printJson(PrintWriter out, TrailCounters counters, double seconds) {
    JsonNumbers.of()
        .with("files", counters.files())
        .with("there", counters.filesThere())
        .with("events", counters.events())
        .with("bytes", counters.bytes())
        .with("seconds", seconds)
        .print(out);
  }

  private record ExportWork(TrailCounters counters) implements ProgressLine.Work {
    @Override
    public double share() {
      return counters.share();
    }

    @Override
    public String done(double seconds) {
      long events = counters.taken();
      return Counted.format(
          "%,d files  %,d events  %,.0f/s",
          counters.files() + counters.filesThere(), events, events / seconds);
    }
  }
}
