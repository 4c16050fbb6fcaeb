package io.trailhouse.cli;

import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.RowWriter;
import io.trailhouse.query.RunningQuery;
import io.trailhouse.query.SqlStatement;
import io.trailhouse.services.QueryService;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// The prompt of `trailhouse query`. A statement ends with `;` and may take several lines; Ctrl-C
/// stops the one that runs, Ctrl-D ends the prompt. [PromptWords] has what can be typed beside.
final class QueryPrompt {
  private static final List<String> KEYWORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "ORDER BY",
          "LIMIT",
          "AND",
          "OR",
          "NOT",
          "IN",
          "LIKE",
          "BETWEEN",
          "IS NULL",
          "IS NOT NULL",
          "DISTINCT",
          "COUNT(*)",
          "AS",
          "DESC",
          "HAVING",
          "JOIN",
          "CROSS JOIN UNNEST",
          "UNION ALL",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "WITH",
          "DESCRIBE events",
          "SHOW TABLES",
          "EXPLAIN");

  private final QueryService sql;
  private final Path history;
  private OutputForm.Mode mode;
  private volatile @Nullable RunningQuery running;

  QueryPrompt(QueryService sql, OutputForm form, Path history) {
    this.sql = sql;
    this.mode = form.mode();
    this.history = history;
  }

  void run() throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().name("trailhouse").build()) {
      terminal.handle(Terminal.Signal.INT, signal -> cancel());
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .parser(new StatementParser())
              .completer(new NameCompleter(names()))
              .variable(LineReader.HISTORY_FILE, history)
              .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P   ...> ")
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      PrintWriter out = terminal.writer();
      out.println(
          "SQL over events, log_files and findings; end a statement with ;, help tells more.");
      while (true) {
        try {
          PromptWords words = PromptWords.of(reader.readLine("trailhouse> "));
          if (words instanceof PromptWords.Leave) {
            return;
          }
          follow(words, out);
          out.flush();
        } catch (UserInterruptException e) {
          // The line is given up; a new one begins.
        } catch (EndOfFileException e) {
          return;
        }
      }
    }
  }

  private void follow(PromptWords words, PrintWriter out) {
    switch (words) {
      case PromptWords.Statements statements ->
          statements.all().stream().takeWhile(each -> answer(each, out)).forEach(each -> {});
      case PromptWords.Help help -> out.println(PromptWords.HELP);
      case PromptWords.ChangeMode change -> {
        mode = change.mode() == null ? mode : change.mode();
        out.println("Answers are printed as: " + mode.word());
      }
      case PromptWords.Unknown unknown ->
          out.println(
              "There is no " + TerminalEscaper.line(unknown.word()) + "; help tells what there is");
      case PromptWords.Nothing nothing -> {}
      case PromptWords.Leave leave -> {}
    }
  }

  /// Whether it could be answered; what stands behind one that could not is not run.
  private boolean answer(SqlStatement statement, PrintWriter out) {
    long start = System.nanoTime();
    OutputForm.Mode form = statement.vertical() ? OutputForm.Mode.LINE : mode;
    try (QueryAnswer answer =
        sql.ask(statement.text(), out::println, started -> running = started)) {
      RowWriter.writeAll(answer, OutputForm.writer(out, form), out);
      out.printf(Locale.ROOT, "%.3f s%n", (System.nanoTime() - start) / 1e9);
      return true;
    } catch (TrailhouseException e) {
      out.println(TerminalEscaper.text(e.problem()));
      out.println("  where: " + TerminalEscaper.text(e.place()));
      out.println("  to do: " + TerminalEscaper.text(e.remedy()));
      return false;
    } finally {
      running = null;
    }
  }

  private void cancel() {
    RunningQuery query = running;
    if (query != null) {
      query.cancel();
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(KEYWORDS);
    names.addAll(sql.names());
    return names;
  }

  /// Says when a statement goes on in the next line.
  private static final class StatementParser extends DefaultParser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == Parser.ParseContext.ACCEPT_LINE && !PromptWords.isWhole(line)) {
        throw new EOFError(-1, -1, "the statement goes on");
      }
      return super.parse(line, cursor, Parser.ParseContext.COMPLETE);
    }
  }

  /// Completes the word before the cursor, whatever its case.
  private record NameCompleter(List<String> names) implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
      String word = line.word();
      int start =
          Math.max(word.lastIndexOf('.'), Math.max(word.lastIndexOf('('), word.lastIndexOf(',')))
              + 1;
      String before = word.substring(0, start);
      String begun = word.substring(start).toLowerCase(Locale.ROOT);
      for (String name : names) {
        if (name.toLowerCase(Locale.ROOT).startsWith(begun)) {
          candidates.add(new Candidate(before + name, name, null, null, null, null, false));
        }
      }
    }
  }
}
