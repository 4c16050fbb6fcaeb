package io.trailhouse.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the rows of an answer come from: an engine in this process, or one in another.
interface Rows extends RunningQuery, AutoCloseable {
  List<QueryAnswer.Column> columns();

  /// Goes to the next row; false when there is none. An end before the rows' own is an exception.
  boolean next();

  /// A value of the current row; columns count from 0.
  @Nullable Object value(int column);

  @Override
  void close();
}
