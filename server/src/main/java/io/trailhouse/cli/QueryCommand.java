package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.SqlStatement;
import io.trailhouse.services.QueryService;
import io.trailhouse.services.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse query`: SQL over the tables, once or at a prompt.
@Command(
    name = "query",
    description = {
      "Ask events, log_files and findings in SQL, as CloudTrail Lake and Athena write it.",
      "",
      "FROM takes events, or any event data store's id or ARN. Without SQL it opens a prompt with"
          + " history and completion; - reads the SQL from standard input, where each statement"
          + " ends with ; or, for a line a value, with \\G. Each has an answer of its own: with"
          + " --json an array, with --csv a table with its line of names.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse query \"SELECT eventname, count(*) FROM events"
          + " WHERE errorcode = 'AccessDenied' GROUP BY 1 ORDER BY 2 DESC LIMIT 10\"",
      "         trailhouse query --json - < my-lake-query.sql"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class QueryCommand implements Callable<Integer> {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;
  @ArgGroup private OutputForm form = new OutputForm();
  @Mixin private QueryBounds bounds;

  @Parameters(
      arity = "0..1",
      paramLabel = "SQL",
      description = "One statement, or - for standard input.")
  private @Nullable String sql;

  @Option(
      names = "--parquet",
      paramLabel = "FILE",
      description =
          "Write the rows to a Parquet file, which appears whole or not at all; - is standard"
              + " output.")
  private @Nullable Path parquet;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (parquet != null && !form.forPeople()) {
      throw new ParameterException(spec.commandLine(), "--parquet goes without --json and --csv");
    }
    try (Platform platform = program.openExisting();
        Services services = platform.services(bounds::on, new ForcedEnd(spec))) {
      if (sql == null && parquet == null && TerminalWidth.columns() > 0) {
        Path kept = platform.isReadOnly() ? platform.scratch() : platform.home();
        new QueryPrompt(services.sql(), form, kept.resolve("history")).run();
        return ExitCode.OK;
      }
      if (parquet != null) {
        export(platform, services.sql(), parquet);
      } else {
        new QueryScript(services.sql(), form, out, spec.commandLine().getErr()).run(words());
      }
      return ExitCode.OK;
    }
  }

  /// A byte that is no UTF-8 is refused: put into another character, it would ask something else.
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "the SQL is not valid UTF-8",
          "standard input",
          "Save it as UTF-8, or write the character as chr(..)",
          e);
    }
  }

  private void export(Platform platform, QueryService sql, Path named) throws IOException {
    boolean toOutput = named.toString().equals("-");
    Path file =
        toOutput ? platform.scratch().resolve("answer.parquet") : platform.outputs().file(named);
    long rows = sql.export(statement(), file, spec.commandLine().getErr()::println);
    if (toOutput) {
      Files.copy(file, System.out);
      System.out.flush();
    } else {
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          rows + (rows == 1 ? " row in " : " rows in ") + TerminalEscaper.line(named.toString()));
    }
  }

  /// Those of standard input, where there may be several statements; an argument is one.
  private List<PromptWords> words() throws IOException {
    String text = statement();
    List<PromptWords> words = PromptWords.script(text);
    boolean several = words.size() > 1 || SqlStatement.of(text).size() > 1;
    boolean one = words.isEmpty() || (sql != null && !sql.equals("-") && several);
    return one
        ? List.of(new PromptWords.Statements(List.of(new SqlStatement(text, false))))
        : words;
  }

  private String statement() throws IOException {
    if (sql != null && !sql.equals("-")) {
      return sql;
    }
    String read = text(System.in.readAllBytes());
    if (read.isBlank()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "there is no SQL",
          "command line and standard input",
          "Give it as an argument: trailhouse query \"SELECT ..\"");
    }
    return read;
  }
}
