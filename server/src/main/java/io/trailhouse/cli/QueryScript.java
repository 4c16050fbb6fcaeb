package io.trailhouse.cli;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.RowWriter;
import io.trailhouse.query.SqlStatement;
import io.trailhouse.services.QueryService;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/// Statements and words of the prompt that come as an argument or by standard input: they mean what
/// they mean at the prompt, and nothing but answers goes to standard output. What stands behind
/// something wrong is not run.
final class QueryScript {
  private final QueryService sql;
  private final OutputForm form;
  private final PrintWriter out;
  private final PrintWriter err;
  private OutputForm.Mode mode;

  QueryScript(QueryService sql, OutputForm form, PrintWriter out, PrintWriter err) {
    this.sql = sql;
    this.form = form;
    this.out = out;
    this.err = err;
    this.mode = form.mode();
  }

  /// @throws TrailhouseException with WRONG_USE at a word that there is not
  void run(List<PromptWords> all) throws IOException {
    for (PromptWords words : all) {
      switch (words) {
        case PromptWords.Statements statements -> {
          for (SqlStatement statement : statements.all()) {
            answer(statement);
          }
        }
        case PromptWords.Help help -> err.println(PromptWords.HELP);
        case PromptWords.ChangeMode change -> {
          mode = change.mode() == null ? mode : change.mode();
          err.println("Answers are printed as: " + mode.word());
        }
        case PromptWords.Unknown unknown ->
            throw new TrailhouseException(
                Code.WRONG_USE,
                "there is no " + TerminalEscaper.line(unknown.word()),
                "command line and standard input",
                "Write SQL, or .tables, .schema, .mode, help or quit on a line of its own");
        case PromptWords.Nothing nothing -> {}
        case PromptWords.Leave leave -> {
          return;
        }
      }
    }
  }

  private void answer(SqlStatement statement) throws IOException {
    OutputForm.Mode now = statement.vertical() && form.forPeople() ? OutputForm.Mode.LINE : mode;
    try (QueryAnswer answer = sql.ask(statement.text(), err::println, started -> {})) {
      RowWriter.writeAll(answer, OutputForm.writer(out, now), out);
    }
  }
}
