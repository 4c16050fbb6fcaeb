package io.trailhouse.cli;

import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.RetrySource;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse quarantine retry`: reads what could not be read before.
@Command(
    name = "retry",
    description = {
      "Read every log file in quarantine again.",
      "",
      "What can be read now goes into the table, each event once. A file leaves the quarantine"
          + " when all of it can be read. Use it after an upgrade that reads more forms.",
      ""
    },
    footer = {"", "Example: trailhouse quarantine retry"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class QuarantineRetryCommand implements Callable<Integer> {
  @ParentCommand private QuarantineCommand quarantine;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Platform platform = quarantine.program().openToChange()) {
      IngestMetrics counters = new IngestMetrics();
      int before = platform.quarantine().list().size();
      double seconds =
          new ImportRun(platform, counters, err)
              .run(new RetrySource(platform.quarantine()), "quarantine");
      int left = platform.quarantine().list().size();
      if (json) {
        JsonNumbers.of()
            .with("files", before)
            .with("left", left)
            .with("events", counters.records())
            .with("rows", counters.rows())
            .with("duplicates", counters.duplicates())
            .with("seconds", seconds)
            .print(out);
      } else {
        print(out, counters, before, before - left, seconds);
        out.flush();
      }
      for (IngestMetrics.Trouble trouble : counters.notRead()) {
        err.println(TerminalEscaper.line(trouble.place() + ": " + trouble.reason()));
      }
      boolean hasBroken = quarantine.tellBroken(platform.quarantine());
      if (left > 0) {
        err.print(
            Counted.format(
                "%,d log files still cannot be read: trailhouse quarantine list%n", left));
        err.println("  to do: put the complete file where the damaged one was and import it again");
        err.flush();
      }
      return left == 0 && !hasBroken ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static void print(
      PrintWriter out, IngestMetrics counters, int before, int gone, double seconds) {
    out.print(
        Counted.format(
            "%,d of %,d log files left the quarantine in %.1f s: %,d events, %,d new, %,d"
                + " duplicates.%n",
            gone, before, seconds, counters.records(), counters.rows(), counters.duplicates()));
  }
}
