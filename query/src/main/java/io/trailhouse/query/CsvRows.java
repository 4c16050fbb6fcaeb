package io.trailhouse.query;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// RFC 4180. A null is nothing between two commas, an empty text is two quotes.
final class CsvRows implements RowWriter {
  private final PrintWriter out;

  CsvRows(PrintWriter out) {
    this.out = out;
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

  private void field(int column, @Nullable String text) {
    if (column > 0) {
      out.print(',');
    }
    if (text == null) {
      return;
    }
    boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    out.print(quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text);
  }

  @Override
  public void end() {
    // Nothing follows the rows.
  }
}
