package io.trailhouse.cli;

import io.trailhouse.query.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What people type at the prompt beside SQL.
sealed interface PromptWords {
  /// What `help` prints.
  String HELP =
      """
      SELECT ... ;               a statement; it may take several lines
      SELECT ... \\G              the same with a line for each value
      .tables                    the tables
      .schema [TABLE]            the columns of a table (events)
      .mode table|line|json|csv  how answers are printed
      help                       this
      quit                       leave, as exit and Ctrl-D do; Ctrl-C stops a statement\
      """;

  /// Nothing, or an end without a beginning.
  record Nothing() implements PromptWords {}

  /// To leave.
  record Leave() implements PromptWords {}

  /// To be told what can be typed.
  record Help() implements PromptWords {}

  /// To print in another form; in which one now, where none is named.
  record ChangeMode(OutputForm.@Nullable Mode mode) implements PromptWords {}

  /// To run statements.
  record Statements(List<SqlStatement> all) implements PromptWords {}

  /// A word with a dot that there is not.
  record Unknown(String word) implements PromptWords {}

  /// Reads a line, which may have several lines.
  static PromptWords of(String line) {
    String plain = line.strip().replaceAll("[;\\s]+$", "");
    String[] words = plain.split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "" -> new Nothing();
      case ".quit", ".exit" -> new Leave();
      case "quit", "exit" -> rest.isEmpty() ? new Leave() : statements(line);
      case ".help" -> new Help();
      case "help" -> rest.isEmpty() ? new Help() : statements(line);
      case ".tables" -> statements("SHOW TABLES");
      case ".schema" -> statements("DESCRIBE " + (rest.isEmpty() ? "events" : rest));
      case ".mode" -> mode(rest);
      default -> plain.startsWith(".") ? new Unknown(words[0]) : statements(line);
    };
  }

  /// Reads a text of several lines as if each were typed: words of the prompt stand on lines of
  /// their own between statements.
  static List<PromptWords> script(String text) {
    List<PromptWords> found = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      if (!isWord(line) || !SqlStatement.isBetween(sql.toString())) {
        sql.append(line);
        continue;
      }
      flush(sql, found);
      found.add(of(line));
      sql.append("\n");
    }
    flush(sql, found);
    return found;
  }

  private static boolean isWord(String line) {
    PromptWords words = of(line);
    return words instanceof Statements ? isStatementWord(line) : !(words instanceof Nothing);
  }

  private static boolean isStatementWord(String line) {
    return line.strip().toLowerCase(Locale.ROOT).matches("\\.(tables|schema)\\b.*");
  }

  /// Leaves the line breaks, so that places in what follows are places in the whole.
  private static void flush(StringBuilder sql, List<PromptWords> found) {
    String text = sql.toString();
    List<SqlStatement> all = SqlStatement.of(text);
    if (!all.isEmpty()) {
      found.add(new Statements(all));
    }
    sql.setLength(0);
    sql.append("\n".repeat((int) text.chars().filter(each -> each == '\n').count()));
  }

  private static PromptWords mode(String word) {
    OutputForm.Mode mode = OutputForm.Mode.named(word);
    return mode == null && !word.isEmpty() ? new Unknown(".mode " + word) : new ChangeMode(mode);
  }

  private static PromptWords statements(String text) {
    return new Statements(SqlStatement.of(text));
  }

  /// Whether nothing more is to be typed.
  static boolean isWhole(String line) {
    String plain = line.strip();
    return plain.isEmpty()
        || plain.startsWith(".")
        || plain.matches("(?i)quit|exit|help")
        || SqlStatement.isWhole(line);
  }
}
