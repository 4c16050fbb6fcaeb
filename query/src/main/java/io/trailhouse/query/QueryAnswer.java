package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a statement, while it runs. One thread reads; any may [#cancel]. A row's values are
/// those of [SqlValues].
///
/// An end that is not the rows' own end is an exception, never a shorter answer.
public final class QueryAnswer implements AutoCloseable {
  /// A column of the answer.
  ///
  /// @param name as the statement names it, made different from the columns before it
  /// @param type the engine's name of its type
  public record Column(String name, String type) {}

  private final Rows rows;

  QueryAnswer(Rows rows) {
    this.rows = rows;
  }

  Rows rows() {
    return rows;
  }

  public List<Column> columns() {
    return rows.columns();
  }

  /// Goes to the next row; false when there is none.
  public boolean next() {
    return rows.next();
  }

  /// A value of the current row; columns count from 0.
  public @Nullable Object value(int column) {
    return rows.value(column);
  }

  /// The values of the current row.
  public List<@Nullable Object> row() {
    int width = columns().size();
    List<@Nullable Object> values = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      values.add(value(i));
    }
    return values;
  }

  /// Writes the values of the current row as one JSON array, each as `query --json` has it.
  public void writeRow(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Object value : row()) {
      ValueText.write(json, value);
    }
    json.writeEndArray();
  }

  /// Stops the statement; whoever reads the rows gets an exception that says so.
  public void cancel() {
    rows.cancel();
  }

  @Override
  public void close() {
    rows.close();
  }
}
