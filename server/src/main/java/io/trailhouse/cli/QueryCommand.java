package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.Placeholders;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.query.RowWriter;
import io.trailhouse.query.SqlStatement;
import java.io.IOException;
import java.io.PrintWriter;
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
          + " ends with ; or, for a line a value, with \\G.",
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
        QueryEngine engine = platform.queries(bounds::on, new ForcedEnd(spec))) {
      if (sql == null && parquet == null && TerminalWidth.columns() > 0) {
        Path kept = platform.lake().isReadOnly() ? platform.scratch() : platform.home();
        new QueryPrompt(engine, form, kept.resolve("history")).run();
        return ExitCode.OK;
      }
      if (parquet != null) {
        export(platform, engine, remarked(statement()), parquet);
      } else {
        for (SqlStatement statement : statements()) {
          OutputForm.Mode mode =
              statement.vertical() && form.forPeople() ? OutputForm.Mode.LINE : form.mode();
          try (QueryAnswer answer = engine.ask(remarked(statement.text()))) {
            RowWriter.writeAll(answer, OutputForm.writer(out, mode), out);
          }
        }
      }
      return ExitCode.OK;
    }
  }

  private void export(Platform platform, QueryEngine engine, String statement, Path named)
      throws IOException {
    boolean toOutput = named.toString().equals("-");
    Path file =
        toOutput ? platform.scratch().resolve("answer.parquet") : platform.outputs().file(named);
    long rows = engine.export(statement, file);
    if (toOutput) {
      Files.copy(file, System.out);
      System.out.flush();
    } else {
      PrintWriter out = spec.commandLine().getOut();
      out.println(rows + (rows == 1 ? " row in " : " rows in ") + Visible.line(named.toString()));
    }
  }

  private String remarked(String statement) {
    Placeholders.remark(statement).ifPresent(spec.commandLine().getErr()::println);
    return statement;
  }

  /// Those of standard input, where there may be several; an argument is one.
  private List<SqlStatement> statements() throws IOException {
    String text = statement();
    List<SqlStatement> found = SqlStatement.of(text);
    boolean one = found.isEmpty() || (sql != null && !sql.equals("-") && found.size() > 1);
    return one ? List.of(new SqlStatement(text, false)) : found;
  }

  private String statement() throws IOException {
    if (sql != null && !sql.equals("-")) {
      return sql;
    }
    String read = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
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
