package io.trailhouse.cli;

import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells a person what went wrong: what, where, what to do. A stack trace only with `--debug`.
final class ProblemPrinter implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final PrintWriter err;

  ProblemPrinter(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine line, ParseResult words) {
    TrailhouseException problem =
        Causes.orOfFiles(thrown, "command " + line.getCommandName()).orElse(null);
    if (problem != null) {
      print(problem.problem(), problem.place(), problem.remedy());
      debug(thrown, words);
      return problem.code() == Code.WRONG_USE ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
    print(
        "something went wrong that Trailhouse did not expect: " + thrown,
        "command " + line.getCommand().getClass().getSimpleName(),
        "Run the command again with --debug and report what it prints");
    debug(thrown, words);
    return ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] words) {
    CommandLine line = wrong.getCommandLine();
    err.println("trailhouse: " + TerminalEscaper.text(String.valueOf(wrong.getMessage())));
    if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
      line.usage(err, line.getColorScheme());
    } else {
      err.println("Help: " + line.getCommandSpec().qualifiedName() + " --help");
    }
    if (Arrays.asList(words).contains("--debug")) {
      wrong.printStackTrace(err);
    }
    return ExitCode.USAGE;
  }

  /// The same for a problem that no exception carries up to here.
  void print(TrailhouseException problem) {
    print(problem.problem(), problem.place(), problem.remedy());
  }

  void print(String problem, String place, String remedy) {
    err.println("trailhouse: " + TerminalEscaper.text(problem));
    err.println("  where: " + TerminalEscaper.text(place));
    err.println("  to do: " + TerminalEscaper.text(remedy));
  }

  private void debug(Exception thrown, ParseResult words) {
    if (words.hasMatchedOption("--debug") || words.originalArgs().contains("--debug")) {
      thrown.printStackTrace(err);
    }
  }
}
