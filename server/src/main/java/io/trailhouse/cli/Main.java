package io.trailhouse.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import picocli.CommandLine;

/// Where the program starts. Exit codes: 0 done, 1 failed with nothing half-done, 2 wrong use.
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    System.exit(run(words));
  }

  /// Runs one command to its end and answers its exit code. Never ends the process.
  static int run(String... words) {
    if (Arrays.asList(words).contains("--debug")) {
      System.setProperty(LogSetup.LEVEL, "INFO"); // before the first logger is made
    }
    CommandLine line = new CommandLine(new TrailhouseCommand());
    PrintWriter err = new PrintWriter(System.err, true, charsetOf("stderr.encoding"));
    ProblemPrinter problems = new ProblemPrinter(err);
    line.setOut(new PrintWriter(System.out, true, charsetOf("stdout.encoding")))
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(problems)
        .setParameterExceptionHandler(problems);
    return line.execute(words);
  }

  /// Java sets these names from the locale; a pipe gets the same encoding as the terminal.
  private static Charset charsetOf(String property) {
    String name = System.getProperty(property);
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }
}
