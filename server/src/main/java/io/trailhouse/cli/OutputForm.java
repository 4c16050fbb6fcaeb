package io.trailhouse.cli;

import io.trailhouse.query.RowWriter;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How rows are printed: a table for people unless told otherwise.
final class OutputForm {
  /// A system property of the launcher: whether standard output is a terminal, whatever standard
  /// input is.
  private static final String TERMINAL = "trailhouse.terminal";

  @Option(names = "--json", description = "Print one JSON array of row objects.")
  private boolean json;

  @Option(names = "--csv", description = "Print comma-separated values (RFC 4180), names first.")
  private boolean csv;

  /// The forms there are.
  enum Mode {
    /// Columns, or blocks of lines where they do not fit.
    TABLE,
    /// A line for each value, whole.
    LINE,
    JSON,
    CSV;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The form that a word names; null when none does.
    static @Nullable Mode named(String word) {
      for (Mode mode : values()) {
        if (mode.word().equalsIgnoreCase(word)) {
          return mode;
        }
      }
      return null;
    }
  }

  boolean forPeople() {
    return !json && !csv;
  }

  Mode mode() {
    return json ? Mode.JSON : csv ? Mode.CSV : Mode.TABLE;
  }

  RowWriter writer(PrintWriter out) {
    return writer(out, mode());
  }

  static RowWriter writer(PrintWriter out, Mode mode) {
    boolean terminal = Boolean.getBoolean(TERMINAL) || TerminalWidth.columns() > 0;
    PrintWriter shown = terminal ? new PrintWriter(new TerminalText(out)) : out;
    return switch (mode) {
      case TABLE -> RowWriter.table(out, TerminalWidth.columns());
      case LINE -> RowWriter.lines(out);
      case JSON -> RowWriter.json(shown);
      case CSV -> RowWriter.csv(shown);
    };
  }
}
