package io.trailhouse.query;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A line for each value, whole, under a line for each row.
final class LineRows implements RowWriter {
  private final PrintWriter out;
  private List<String> names = List.of();
  private long rows;

  LineRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void start(List<QueryAnswer.Column> columns) {
    List<String> shown = columns.stream().map(column -> Cell.visible(column.name())).toList();
    int widest = shown.stream().mapToInt(Cell::width).max().orElse(0);
    names = shown.stream().map(name -> " ".repeat(widest - Cell.width(name)) + name).toList();
  }

  @Override
  public void row(List<@Nullable Object> values) {
    out.println("-- row " + ++rows);
    for (int i = 0; i < names.size(); i++) {
      Object value = values.get(i);
      out.println(
          names.get(i) + ": " + (value == null ? "NULL" : Cell.visible(ValueText.of(value))));
    }
  }

  @Override
  public void end() {
    out.println(rows == 1 ? "(1 row)" : "(" + rows + " rows)");
  }
}
