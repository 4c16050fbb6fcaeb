package io.trailhouse.cli;

import io.trailhouse.platform.EventsOver;
import io.trailhouse.platform.NamedRules;
import io.trailhouse.problem.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
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

/// `trailhouse rules backtest`: what rules would have found, day by day, had they been there.
@Command(
    name = "backtest",
    description = {
      "Run rules over the table's history and show findings a day, who caused them, and"
          + " samples; nothing is stored.",
      "",
      "Warns of rules that would alert too often. Ends with 1 when a rule is refused; the"
          + " others are run.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse rules backtest ./rules --since 30d",
      "         trailhouse rules backtest ./rules --against ./rules-before --json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesBacktestCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @ParentCommand private RulesCommand rules;
  @Spec private CommandSpec spec;
  @Mixin private RulesCommand.Named named;
  @Mixin private SpanOptions span;

  @Option(
      names = "--against",
      paramLabel = "OLDRULES",
      arity = "1..*",
      description = "The earlier rules: shows which findings are new, gone and the same.")
  private List<String> against = List.of();

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many findings of each rule are shown (default 3).")
  private int samples;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "20",
      description = "Warn of a rule with more alerts a day than this (default 20).")
  private double most;

  @Option(names = "--json", description = "Print one JSON array with an object for each rule.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    NamedRules now = named.read(rules.program(), err);
    @Nullable NamedRules before =
        against.isEmpty() ? null : named.read(against, rules.program(), err);
    Backtest backtest = new Backtest(now, before, Math.max(0, samples), Instant.now());
    EventsOver read = new EventsOver(rules.program().home());
    long start = System.nanoTime();
    new TableWalk(rules.program(), span, err).read(read, backtest);
    List<RuleHistory> all = backtest.end();
    BacktestReport report = new BacktestReport(all, backtest.days(), before != null);
    if (json) {
      report.printJson(out);
    } else {
      report.print(out);
      double seconds = (System.nanoTime() - start) / NANOS;
      sum(out, read, backtest, seconds);
    }
    out.flush();
    report.warn(err, most);
    RulesRunCommand.tellNotCounted(err, backtest.run());
    boolean sound = now.isSound() && (before == null || before.isSound());
    return sound ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void sum(PrintWriter out, EventsOver read, Backtest backtest, double seconds) {
    out.print(
        Counted.format(
            "%,d events of %,d days in %.1f s (%,.0f events/s).%n",
            read.events(),
            backtest.days().size(),
            seconds,
            read.events() / Math.max(seconds, 0.001)));
  }
}
