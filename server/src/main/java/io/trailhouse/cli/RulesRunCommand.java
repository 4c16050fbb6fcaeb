package io.trailhouse.cli;

import io.trailhouse.detection.DetectionRun;
import io.trailhouse.detection.Lateness;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.platform.NamedRules;
import io.trailhouse.problem.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse rules run`: what rules find in log files that nobody has imported, or in the table.
@Command(
    name = "run",
    description = {
      "Run rules over log files or the table and show what they find; nothing is stored.",
      "",
      "Reads log files in every form that import reads. Ends with 1 when a rule is refused or"
          + " a file cannot be read; the others are still run and read.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse rules run ./sigma/rules --over ~/evidence/AWSLogs",
      "         trailhouse rules run builtin --over trail.json.gz --json",
      "         trailhouse rules run cis watches --over ~/evidence/AWSLogs",
      "         trailhouse rules run ./rules --over table --since 7d"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesRunCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @Spec private CommandSpec spec;
  @Mixin private RulesCommand.Named named;

  @ParentCommand private RulesCommand rules;
  @Mixin private OverOption over;

  @Option(names = "--json", description = "Print one JSON array with an object for each rule.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    over.check();
    NamedRules named = this.named.read(rules.program(), err);
    int most = json ? Integer.MAX_VALUE : RuleReport.SAMPLES;
    Lateness lateness = over.isTable() ? Lateness.DAYS : Lateness.ANY;
    RuleScan scan = new RuleScan(named, lateness, most, Instant.now());
    EventsOver read = new EventsOver(rules.program().home());
    long start = System.nanoTime();
    over.read(read, rules.program(), err, scan);
    List<RuleHits> all = scan.end();
    if (json) {
      new RuleReport(all).printJson(out);
    } else {
      new RuleReport(all).print(out);
      sum(out, read, all, (System.nanoTime() - start) / NANOS);
      if (scan.copies() > 0) {
        out.print(Counted.format("Copies of matching records, not counted: %,d.%n", scan.copies()));
      }
    }
    out.flush();
    OverOption.tellProblems(err, read);
    tellNotCounted(err, scan.run());
    boolean sound = named.isSound() && read.problems().isEmpty();
    return sound ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void sum(PrintWriter out, EventsOver read, List<RuleHits> all, double seconds) {
    long matching = all.stream().filter(hits -> hits.matches() > 0).count();
    out.print(
        Counted.format(
            "%,d of %,d rules match; %,d events of %s in %.1f s (%,.0f events/s).%n",
            matching,
            all.size(),
            read.events(),
            over.isTable() ? "the table" : Counted.format("%,d files", read.files()),
            seconds,
            read.events() / Math.max(seconds, 0.001)));
  }

  /// Names what rules that look at several events have passed over.
  static void tellNotCounted(PrintWriter err, DetectionRun run) {
    if (run.untimed() > 0) {
      err.print(
          Counted.format(
              "%,d events have no time that can be read: no correlation or watch counts them%n",
              run.untimed()));
    }
    if (run.late() > 0) {
      err.print(
          Counted.format(
              "%,d matches came behind later days than their own: no correlation counts them%n",
              run.late()));
    }
    err.flush();
  }
}
