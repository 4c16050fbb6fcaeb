package io.trailhouse.cli;

import io.trailhouse.platform.NamedRules;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.rule.ExampleCheck;
import io.trailhouse.rule.RuleReading;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse rules test`: whether rules do what their own examples say.
@Command(
    name = "test",
    description = {
      "Run the examples that rules have under trailhouse: tests:. Ends with 1 when one fails,"
          + " or a rule is refused.",
      ""
    },
    footer = {"", "Example: trailhouse rules test ./rules"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesTestCommand implements Callable<Integer> {
  @ParentCommand private RulesCommand rules;
  @Spec private CommandSpec spec;
  @Mixin private RulesCommand.Named named;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    NamedRules all = named.read(rules.program(), spec.commandLine().getErr());
    RuleReading reading = all.sigma();
    List<ExampleCheck.Outcome> outcomes = new ExampleCheck(reading.rules()).run();
    int failed = 0;
    for (ExampleCheck.Outcome outcome : outcomes) {
      String problem = outcome.problem();
      if (problem != null) {
        failed++;
        out.printf(
            "failed: %s: %s%n  where: %s:%d: %s%n",
            TerminalEscaper.line(outcome.example().name()),
            TerminalEscaper.line(problem),
            TerminalEscaper.line(outcome.rule().origin().file()),
            outcome.example().line(),
            TerminalEscaper.line(outcome.rule().title()));
      }
    }
    long without =
        all.watches().size()
            + reading.rules().stream().filter(rule -> rule.examples().isEmpty()).count();
    out.print(
        Counted.format(
            "%,d rules, %,d examples, %,d failed; %,d rules have none, %,d problems.%n",
            all.size(),
            outcomes.size(),
            failed,
            without,
            reading.problems().size() + all.problems().size()));
    out.flush();
    return failed == 0 && all.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
