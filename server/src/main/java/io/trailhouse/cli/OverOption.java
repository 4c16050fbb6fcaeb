package io.trailhouse.cli;

import io.trailhouse.platform.EventsOver;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which events are looked at: those of files, of standard input, or the table's.
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class OverOption {
  private static final String TABLE = "table";
  private static final String STANDARD_INPUT = "-";
  private static final int MOST_PROBLEMS = 10;

  @Option(
      names = "--over",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description =
          "Log files, folders and archives; - for standard input; or the word `table` for the"
              + " events of the home.")
  private List<String> over = List.of();

  @Mixin private SpanOptions span;

  boolean isTable() {
    return over.equals(List.of(TABLE));
  }

  /// Finds out before any work whether the events can be read.
  ///
  /// @throws TrailhouseException with WRONG_USE that names all that is wrong
  void check() {
    List<String> wrong = new ArrayList<>();
    if (!isTable()) {
      for (String each : over) {
        check(each, wrong);
      }
      if (!span.isEmpty()) {
        wrong.add("--since, --from and --to choose among the table's events");
      }
    }
    if (!wrong.isEmpty()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          String.join("; ", wrong),
          "--over",
          "Name files or folders that exist, or write --over table");
    }
  }

  private void check(String each, List<String> wrong) {
    try {
      if (each.equals(STANDARD_INPUT)) {
        if (over.size() > 1) {
          wrong.add("- stands for standard input and must be the only path");
        }
      } else if (!Files.exists(Path.of(each))) {
        wrong.add(each + " does not exist");
      }
    } catch (InvalidPathException e) {
      wrong.add(each + " is no file name in this shell's locale");
    }
  }

  /// Reads them; on the way through the table a line tells how far it is.
  void read(EventsOver events, TrailhouseCommand program, PrintWriter err, EventsOver.Taker taker)
      throws InterruptedException {
    if (isTable()) {
      new TableWalk(program, span, err).read(events, taker);
    } else if (over.equals(List.of(STANDARD_INPUT))) {
      events.read(System.in, taker);
    } else {
      events.read(over.stream().map(Path::of).toList(), taker);
    }
  }

  /// Names what could not be read.
  static void tellProblems(PrintWriter err, EventsOver read) {
    List<String> problems = read.problems();
    for (String each : problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()))) {
      err.println("not readable: " + TerminalEscaper.line(each));
    }
    if (problems.size() > MOST_PROBLEMS) {
      err.printf("... and %,d more%n", problems.size() - MOST_PROBLEMS);
    }
    err.flush();
  }
}
