package io.trailhouse.query;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;

/// Something that answers SQL over the tables of a lake: a [QueryEngine] in this process for the
/// person who started it, a [QueryPool] for others. Whatever is asked by SQL takes this, so that it
/// can be asked by either. Safe for use by many threads.
public interface Sql extends AutoCloseable {
  /// Runs one statement, as CloudTrail Lake or Athena would write it. The answer is read while the
  /// statement runs, and must be closed.
  default QueryAnswer ask(String sql) {
    return ask(sql, started -> {});
  }

  /// The same for a caller that wants to be able to stop it before the first row is there.
  ///
  /// @param started gets the query before anything of it runs
  QueryAnswer ask(String sql, Consumer<RunningQuery> started);

  /// Runs one statement and writes its rows to a Parquet file, which appears whole or not at all.
  /// Answers the number of rows.
  default long export(String sql, Path file) {
    return export(sql, file, started -> {});
  }

  /// The same for a caller that wants to be able to stop it.
  ///
  /// @param started gets the query before anything of it runs
  long export(String sql, Path file, Consumer<RunningQuery> started);

  /// The columns of `events`; opens no file.
  Schema schema();

  /// Names for a prompt to complete: tables, columns, fields of structs and functions.
  default Set<String> names() {
    return NearNames.all(schema());
  }

  /// The tables that a statement may name.
  static List<String> tables() {
    return StatementGate.TABLES;
  }

  /// Columns that `events` has when a statement names them; all are texts.
  static Set<String> virtualColumns() {
    return Set.copyOf(VirtualColumns.names());
  }

  /// The functions that give what Trino gives.
  static Set<String> functions() {
    return Set.copyOf(NearNames.functions());
  }

  @Override
  void close();
}
