package io.trailhouse.cli;

import io.trailhouse.problem.Counted;
import io.trailhouse.rule.ExampleCheck;
import io.trailhouse.rule.RuleReading;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `trailhouse rules test`: whether rules do what their own examples say.
@Command(
    name = "test",
    description = {
      "Run the examples that stand in rules under trailhouse: tests:. Ends with 1 when one fails,"
          + " or a rule is refused.",
      ""
    },
    footer = {"", "Example: trailhouse rules test ./rules"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RulesCommand.Named named;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    RuleReading reading = named.read(spec.commandLine().getErr());
    List<ExampleCheck.Outcome> outcomes = new ExampleCheck(reading.rules()).run();
    int failed = 0;
    for (ExampleCheck.Outcome outcome : outcomes) {
      String problem = outcome.problem();
      if (problem != null) {
        failed++;
        out.printf(
            "failed: %s: %s%n  where: %s:%d: %s%n",
            Visible.line(outcome.example().name()),
            Visible.line(problem),
            Visible.line(outcome.rule().origin().file()),
            outcome.example().line(),
            Visible.line(outcome.rule().title()));
      }
    }
    long without = reading.rules().stream().filter(rule -> rule.examples().isEmpty()).count();
    out.print(
        Counted.format(
            "%,d rules, %,d examples, %,d failed; %,d rules have none, %,d problems.%n",
            reading.rules().size(), outcomes.size(), failed, without, reading.problems().size()));
    out.flush();
    return failed == 0 && reading.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
