package io.trailhouse.cli;

import io.trailhouse.match.MatcherSet;
import io.trailhouse.match.Predicate;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.select.ConditionFile;
import io.trailhouse.select.ConditionRemarks;
import io.trailhouse.select.FilterPattern;
import io.trailhouse.select.InvalidConditionException;
import io.trailhouse.select.ParseProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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

/// `trailhouse routes try`: conditions over files or the table, nothing stored.
@Command(
    name = "try",
    description = {
      "Show which events of log files or the table a condition chooses; nothing is stored.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse routes try --event-pattern iam.json --over ./AWSLogs",
      "         trailhouse routes try --filter-pattern '{ $.errorCode = \"AccessDenied*\" }' --over"
          + " table --json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RoutesTryCommand implements Callable<Integer> {
  @ParentCommand private RoutesCommand routes;
  @Spec private CommandSpec spec;
  @Mixin private OverOption over;

  @Option(
      names = "--event-pattern",
      paramLabel = "FILE",
      description = "An EventBridge event pattern, or a JSON list of {name, pattern}.")
  private List<Path> eventPatterns = List.of();

  @Option(
      names = "--filter-pattern",
      paramLabel = "TEXT",
      description = "A CloudWatch Logs filter pattern.")
  private List<String> filterPatterns = List.of();

  @Option(
      names = "--selectors",
      paramLabel = "FILE",
      description =
          "CloudTrail event selectors, basic or advanced: a JSON list, or the answer of"
              + " get-event-selectors.")
  private List<Path> selectors = List.of();

  @Option(
      names = "--condition",
      paramLabel = "FILE",
      description = "A condition as in a route: JSON with match, selectors, any, not, ….")
  private List<Path> conditions = List.of();

  @Option(names = "--json", description = "Print one JSON array: an object for each condition.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    over.check();
    List<Tried> tried = compiled();
    List<Predicate> predicates = new ArrayList<>();
    tried.forEach(each -> predicates.add(each.predicate()));
    TriedMatches matches = new TriedMatches(new MatcherSet(predicates));
    EventsOver read = new EventsOver(routes.program().home());
    PrintWriter err = spec.commandLine().getErr();
    remarks().forEach(remark -> err.println("remark: " + TerminalEscaper.line(remark)));
    err.flush();
    over.read(read, routes.program(), err, matches);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      matches.printJson(out, tried);
    } else {
      matches.print(out, tried, read);
    }
    OverOption.tellProblems(err, read);
    return read.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /// A condition and what it is called.
  ///
  /// @param file null when it stands on the command line
  record Tried(String id, @Nullable Path file, Predicate predicate) {}

  /// All conditions, or all their mistakes at once.
  private List<Tried> compiled() throws IOException {
    List<Tried> tried = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Path file : eventPatterns) {
      add(tried, wrong, file, ConditionFile.Language.EVENT_PATTERN);
    }
    for (Path file : selectors) {
      add(tried, wrong, file, ConditionFile.Language.SELECTORS);
    }
    for (Path file : conditions) {
      add(tried, wrong, file, ConditionFile.Language.CONDITION);
    }
    for (String pattern : filterPatterns) {
      try {
        tried.add(new Tried(pattern, null, FilterPattern.compile(pattern)));
      } catch (InvalidConditionException e) {
        wrong.add("--filter-pattern '%s': %s".formatted(pattern, e.getMessage()));
      }
    }
    if (tried.isEmpty() && wrong.isEmpty()) {
      wrong.add("there is no condition");
    }
    if (!wrong.isEmpty()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          String.join("\n  ", wrong),
          "command line",
          "Give --event-pattern FILE, --filter-pattern TEXT, --selectors FILE or --condition FILE"
              + " without mistakes");
    }
    return tried;
  }

  private List<String> remarks() throws IOException {
    List<String> remarks = new ArrayList<>();
    for (Path file : eventPatterns) {
      for (ParseProblem each : ConditionFile.remarks(file, ConditionFile.Language.EVENT_PATTERN)) {
        remarks.add(line(file, each));
      }
    }
    for (Path file : conditions) {
      for (ParseProblem each : ConditionFile.remarks(file, ConditionFile.Language.CONDITION)) {
        remarks.add(line(file, each));
      }
    }
    for (String pattern : filterPatterns) {
      for (ParseProblem each : ConditionRemarks.ofFilterPattern(pattern)) {
        remarks.add("--filter-pattern '%s': %s".formatted(pattern, each.problem()));
      }
    }
    return remarks;
  }

  private static String line(Path file, ParseProblem problem) {
    String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
    return "%s: %s%s".formatted(file, path, problem.problem());
  }

  private static void add(
      List<Tried> tried, List<String> wrong, Path file, ConditionFile.Language language)
      throws IOException {
    try {
      ConditionFile.read(file, language)
          .forEach((name, predicate) -> tried.add(new Tried(name, file, predicate)));
    } catch (InvalidConditionException e) {
      e.problems().forEach(each -> wrong.add(line(file, each)));
    }
  }
}
