package io.trailhouse.query;

import java.util.Collection;

/// What the engine was given: a statement, perhaps inside a longer one, and what it can name.
///
/// @param by how many bytes of the longer one stand before it
/// @param columns the columns and fields of the tables it reads
record EngineText(RewrittenSql sql, int by, Collection<String> columns) {
  int sourceAt(int engineByte) {
    return sql.sourceAt(engineByte - by);
  }
}
