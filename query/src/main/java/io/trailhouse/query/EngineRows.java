package io.trailhouse.query;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows that a session of the engine gives while its statement runs.
final class EngineRows implements Rows {
  private final QuerySession session;
  private final ResultSet rows;
  private final EngineText sql;
  private final List<QueryAnswer.Column> columns;

  /// @param unnamed the places of columns that the statement gives no name
  EngineRows(QuerySession session, ResultSet rows, EngineText sql, Set<Integer> unnamed)
      throws SQLException {
    this.session = session;
    this.rows = rows;
    this.sql = sql;
    this.columns = columnsOf(rows.getMetaData(), unnamed);
  }

  private static List<QueryAnswer.Column> columnsOf(ResultSetMetaData data, Set<Integer> unnamed)
      throws SQLException {
    List<QueryAnswer.Column> found = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String name = unnamed.contains(i - 1) ? "_col" + (i - 1) : data.getColumnLabel(i);
      String free = name;
      for (int n = 1; !taken.add(free); n++) {
        free = name + "_" + n;
      }
      found.add(new QueryAnswer.Column(free, data.getColumnTypeName(i)));
    }
    return List.copyOf(found);
  }

  @Override
  public List<QueryAnswer.Column> columns() {
    return columns;
  }

  @Override
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

  @Override
  public @Nullable Object value(int column) {
    try {
      return SqlValues.read(rows, column + 1, columns.get(column).type());
    } catch (SQLException e) {
      throw QueryErrors.of(e, sql, session.limit());
    }
  }

  @Override
  public void cancel() {
    session.cancel();
  }

  private void refuseWhenStopped(@Nullable SQLException cause) {
    QueryLimit.Reason reason = session.limit().reason();
    if (reason != null) {
      throw QueryErrors.stopped(reason, session.limit().time(), cause);
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
