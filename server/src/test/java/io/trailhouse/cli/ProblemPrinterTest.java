package io.trailhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ProblemPrinterTest {
  private final StringWriter printed = new StringWriter();

  @Test
  void saysWhatWhereAndWhatToDo() {
    int code = run(Code.LOG_FILE_MALFORMED);
    assertThat(code).isEqualTo(1);
    assertThat(printed.toString().lines())
        .containsExactly(
            "trailhouse: event 212 ends inside a string",
            "  where: a\\u001b[1m.json.gz, byte 301,774",
            "  to do: Fetch the file again");
  }

  @Test
  void answersWrongUseWithTwo() {
    assertThat(run(Code.WRONG_USE)).isEqualTo(2);
  }

  @Test
  void showsTheStackTraceOnlyWhenAskedTo() {
    run(Code.NOT_FOUND, "--debug");
    assertThat(printed.toString()).contains("at io.trailhouse.cli.ProblemPrinterTest");
  }

  @Test
  void tellsAnUnexpectedProblemWithoutAStackTrace() {
    CommandLine line = new CommandLine(new Failing(new IllegalStateException("row 7")));
    assertThat(execute(line)).isEqualTo(1);
    assertThat(printed.toString()).contains("row 7", "--debug").doesNotContain("\tat ");
  }

  @Test
  void showsTheHelpAfterAWordItDoesNotKnow() {
    CommandLine line = new CommandLine(new Failing(new IllegalStateException()));
    assertThat(execute(line, "--hme=x")).isEqualTo(2);
    assertThat(printed.toString()).startsWith("trailhouse: Unknown option: '--hme=x'");
  }

  private int run(Code code, String... words) {
    TrailhouseException thrown =
        new TrailhouseException(
            code,
            "event 212 ends inside a string",
            "a\u001b[1m.json.gz, byte 301,774",
            "Fetch the file again");
    return execute(new CommandLine(new Failing(thrown)), words);
  }

  private int execute(CommandLine line, String... words) {
    ProblemPrinter problems = new ProblemPrinter(new PrintWriter(printed, true));
    return line.setExecutionExceptionHandler(problems)
        .setParameterExceptionHandler(problems)
        .execute(words);
  }

  @Command(name = "failing")
  private static final class Failing implements Callable<Integer> {
    private final Exception thrown;

    @Option(names = "--debug")
    @SuppressWarnings("unused") // declared so that the word is accepted
    private boolean debug;

    Failing(Exception thrown) {
      this.thrown = thrown;
    }

    @Override
    public Integer call() throws Exception {
      throw thrown;
    }
  }
}
