package io.trailhouse.query;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// RFC 4180. A null is nothing between two commas, an empty text is two quotes.
final class CsvRows implements RowWriter {
  private static final String FORMULAS = "=+-@\t\r";
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private final PrintWriter out;
  private final boolean noFormulas;

  /// @param noFormulas whether no cell may be one to a spreadsheet
  CsvRows(PrintWriter out, boolean noFormulas) {
    this.out = out;
    this.noFormulas = noFormulas;
  }

  @Override
  public void start(List<QueryAnswer.Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      field(i, columns.get(i).name());
    }
    out.print("\r\n");
  }

  @Override
  public void row(List<@Nullable Object> values) {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      field(i, value == null ? null : ValueText.of(value));
    }
    out.print("\r\n");
  }

  private void field(int column, @Nullable String value) {
    if (column > 0) {
      out.print(',');
    }
    if (value == null) {
      return;
    }
    String text = noFormulas && isFormula(value) ? "'" + value : value;
    boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    out.print(quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text);
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty()
        && FORMULAS.indexOf(text.charAt(0)) >= 0
        && !NUMBER.matcher(text).matches();
  }

  @Override
  public void end() {
    // Nothing follows the rows.
  }
}
