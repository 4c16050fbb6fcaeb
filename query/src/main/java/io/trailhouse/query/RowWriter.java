package io.trailhouse.query;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes an answer in one form. Rows are written as they come; only a table waits for some, to
/// find its widths.
public interface RowWriter {

  /// Before the first row.
  void start(List<QueryAnswer.Column> columns) throws IOException;

  /// The next row, in the columns' order.
  void row(List<@Nullable Object> values) throws IOException;

  /// After the last row.
  void end() throws IOException;

  /// One array of objects.
  static RowWriter json(PrintWriter out) {
    return new JsonRows(out);
  }

  /// Comma-separated values after RFC 4180, names first. Texts stand as they are, also one that a
  /// spreadsheet would take for a formula.
  static RowWriter csv(PrintWriter out) {
    return new CsvRows(out, false);
  }

  /// The same for spreadsheets, which take a cell that begins with `=` and the like for a formula:
  /// an apostrophe stands in front of it, unless it is a number.
  static RowWriter csvWithoutFormulas(PrintWriter out) {
    return new CsvRows(out, true);
  }

  /// Columns for people, each row on a line, or one value a line where a row cannot fit.
  ///
  /// @param width how many characters fit on a line; 0 when nothing has to
  static RowWriter table(PrintWriter out, int width) {
    return new TableRows(out, width);
  }

  /// A line for each value, whole.
  static RowWriter lines(PrintWriter out) {
    return new LineRows(out);
  }

  /// Findings as [FindingSearch] has them for people, some lines each.
  ///
  /// @param width how many characters fit on a line
  static RowWriter findings(PrintWriter out, int width) {
    return new FindingLines(out, width);
  }

  /// Writes a whole answer; answers the number of rows.
  static long writeAll(QueryAnswer answer, RowWriter writer, PrintWriter out) {
    try {
      writer.start(answer.columns());
      long rows = 0;
      while (answer.next()) {
        writer.row(answer.row());
        rows++;
        if (rows % 1000 == 0 && out.checkError()) {
          return rows; // nobody reads any more, as after `| head`
        }
      }
      writer.end();
      out.flush();
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
