package io.trailhouse.cli;

import io.trailhouse.platform.NamedRules;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.rule.BuiltinRules;
import io.trailhouse.rule.RuleProblem;
import io.trailhouse.rule.RuleReading;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse rules`: detection rules in Sigma's language.
@Command(
    name = "rules",
    description = {
      "List Sigma rules, run their examples, and run them over log files or the table.",
      "",
      "Rules are YAML files as the Sigma project writes them, for CloudTrail: detections,"
          + " correlations and filters; and rules that remember: metric alarms, values never seen"
          + " before, rates.",
      ""
    },
    synopsisSubcommandLabel = "(list | test | run | backtest)",
    footer = {"", "Example: trailhouse rules run ./sigma/rules --over ~/evidence/AWSLogs"},
    subcommands = {
      RulesListCommand.class,
      RulesTestCommand.class,
      RulesRunCommand.class,
      RulesBacktestCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesCommand implements Runnable {
  private static final int MOST_SHOWN = 50;

  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list, test, run or backtest?");
  }

  TrailhouseCommand program() {
    return program;
  }

  /// The words that name rules.
  static final class Named {
    @Parameters(
        paramLabel = "RULES",
        arity = "0..*",
        description =
            "Rule files, folders of them, or the sets that come with the program: builtin"
                + " (default), cis (alarms of the CIS benchmark), watches (first seen, rates).")
    private List<String> places = new ArrayList<>();

    @Option(
        names = "--placeholder",
        paramLabel = "NAME=VALUE[,VALUE]",
        description = "What %%NAME%% stands for in rules with expand; may be given several times.")
    private List<String> placeholders = new ArrayList<>();

    private List<String> names() {
      return places.isEmpty() ? List.of(BuiltinRules.WORD) : places;
    }

    /// Reads rules of every kind; what is wrong with any is printed, and the others are answered.
    NamedRules read(TrailhouseCommand program, PrintWriter err) {
      return read(names(), program, err);
    }

    /// Reads rules of other places with the same placeholders.
    NamedRules read(List<String> from, TrailhouseCommand program, PrintWriter err) {
      NamedRules all = NamedRules.read(from, values(), program.config().rules());
      tell(all.sigma(), err);
      all.problems().forEach(problem -> err.println("refused: " + TerminalEscaper.line(problem)));
      err.flush();
      return all;
    }

    private static void tell(RuleReading reading, PrintWriter err) {
      print(err, reading.problems(), "refused");
      print(err, reading.remarks(), "remark");
      err.flush();
    }

    private static void print(PrintWriter err, List<RuleProblem> all, String kind) {
      for (RuleProblem each : all.subList(0, Math.min(MOST_SHOWN, all.size()))) {
        err.println(kind + ": " + TerminalEscaper.line(each.text()));
      }
      if (all.size() > MOST_SHOWN) {
        err.printf("... and %,d more%n", all.size() - MOST_SHOWN);
      }
    }

    private Map<String, List<String>> values() {
      Map<String, List<String>> values = new LinkedHashMap<>();
      for (String each : placeholders) {
        int equals = each.indexOf('=');
        if (equals < 1) {
          throw new TrailhouseException(
              Code.WRONG_USE,
              "a placeholder has a name and a value",
              "--placeholder " + each,
              "Write NAME=VALUE, without percent signs");
        }
        values
            .computeIfAbsent(each.substring(0, equals), name -> new ArrayList<>())
            .addAll(Arrays.asList(each.substring(equals + 1).split(",", -1)));
      }
      return values;
    }
  }
}
