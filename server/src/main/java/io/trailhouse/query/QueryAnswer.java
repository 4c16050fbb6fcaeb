package io.trailhouse.query;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  private final QuerySession session;
  private final ResultSet rows;
  private final EngineText sql;
  private final List<Column> columns;

  /// @param unnamed the places of columns that the statement gives no name
  QueryAnswer(QuerySession session, ResultSet rows, EngineText sql, Set<Integer> unnamed)
      throws SQLException {
    this.session = session;
    this.rows = rows;
    this.sql = sql;
    this.columns = columnsOf(rows.getMetaData(), unnamed);
  }

  private static List<Column> columnsOf(ResultSetMetaData data, Set<Integer> unnamed)
      throws SQLException {
    List<Column> found = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String name = unnamed.contains(i - 1) ? "_col" + (i - 1) : data.getColumnLabel(i);
      String free = name;
      for (int n = 1; !taken.add(free); n++) {
        free = name + "_" + n;
      }
      found.add(new Column(free, data.getColumnTypeName(i)));
    }
    return List.copyOf(found);
  }

  public List<Column> columns() {
    return columns;
  }

  /// Goes to the next row; false when there is none.
  public boolean next() {
    refuseWhenStopped(null);
    session.limit().enter();
    try {
      boolean more = rows.next();
      refuseWhenStopped(null);
      return more;
    } catch (SQLException e) {
      throw QueryErrors.of(e, sql, session.limit());
    } finally {
      session.limit().leave();
    }
  }

  /// A value of the current row; columns count from 0.
  public @Nullable Object value(int column) {
    try {
      return SqlValues.read(rows, column + 1, columns.get(column).type());
    } catch (SQLException e) {
      throw QueryErrors.of(e, sql, session.limit());
    }
  }

  /// The values of the current row.
  public List<@Nullable Object> row() {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      values.add(value(i));
    }
    return values;
  }

  /// Stops the statement; whoever reads the rows gets an exception that says so.
  public void cancel() {
    session.cancel();
  }

  private void refuseWhenStopped(@Nullable SQLException cause) {
    QueryLimit.Reason reason = session.limit().reason();
    if (reason != null) {
      throw QueryErrors.stopped(reason, session.limit(), cause);
    }
  }

  @Override
  public void close() {
    session.limit().enter();
    try {
      rows.close();
    } catch (SQLException e) {
      // The session ends with it.
    } finally {
      session.close();
    }
  }
}
