package io.trailhouse.cli;

import io.trailhouse.problem.FileReason;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Where the program starts. Exit codes: 0 done, 1 failed with nothing half-done, 2 wrong use.
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    NativeLibraries.find();
    System.exit(run(words));
  }

  /// Runs one command to its end and answers its exit code. Never ends the process.
  static int run(String... words) {
    if (Arrays.asList(words).contains("--debug")) {
      System.setProperty(LogSetup.LEVEL, "INFO"); // before the first logger is made
    }
    StandardOutput output = new StandardOutput();
    System.setOut(new PrintStream(output, true, charsetOf("stdout.encoding")));
    CommandLine line = new CommandLine(new TrailhouseCommand());
    PrintWriter out = new PrintWriter(System.out, true, charsetOf("stdout.encoding"));
    PrintWriter err = new PrintWriter(System.err, true, charsetOf("stderr.encoding"));
    ProblemPrinter problems = new ProblemPrinter(err);
    line.setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(problems)
        .setParameterExceptionHandler(problems);
    int code = line.execute(words);
    out.flush();
    return ended(code, output.problem(), problems);
  }

  /// An answer that could not be written is no answer, whatever the command made of it.
  private static int ended(int code, @Nullable IOException problem, ProblemPrinter problems) {
    if (problem == null) {
      return code;
    }
    if (!StandardOutput.isReaderGone(problem)) {
      problems.print(
          "standard output cannot be written: " + FileReason.of(problem),
          "standard output",
          "Make room or name another file, then run the same command again");
    }
    return code == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : code;
  }

  /// Java sets these names from the locale; a pipe gets the same encoding as the terminal.
  private static Charset charsetOf(String property) {
    String name = System.getProperty(property);
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }
}
