package io.trailhouse.services;

import io.trailhouse.query.Placeholders;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.RunningQuery;
import io.trailhouse.query.Sql;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Asks the tables in SQL.
public final class QueryService {
  private final Supplier<Sql> engine;

  QueryService(Supplier<Sql> engine) {
    this.engine = engine;
  }

  /// Runs one statement, as CloudTrail Lake or Athena would write it. The answer is read while the
  /// statement runs, and must be closed.
  public QueryAnswer ask(String sql) {
    return engine.get().ask(sql);
  }

  /// The same of a statement that a person gave.
  ///
  /// @param remarks gets a line where the statement means more than it says
  /// @param started gets the query before anything of it runs, so that it can be stopped
  public QueryAnswer ask(String sql, Consumer<String> remarks, Consumer<RunningQuery> started) {
    Placeholders.remark(sql).ifPresent(remarks);
    return engine.get().ask(sql, started);
  }

  /// Runs one statement and writes its rows to a Parquet file, which appears whole or not at all.
  /// Answers the number of rows.
  ///
  /// @param remarks gets a line where the statement means more than it says
  public long export(String sql, Path file, Consumer<String> remarks) {
    Placeholders.remark(sql).ifPresent(remarks);
    return engine.get().export(sql, file);
  }

  /// The tables with their columns, and each column's type.
  public Map<String, Map<String, String>> tables() {
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    for (String table : Sql.tables()) {
      Map<String, String> columns = new LinkedHashMap<>();
      try (QueryAnswer answer = ask("DESCRIBE " + table)) {
        while (answer.next()) {
          columns.put(String.valueOf(answer.value(0)), String.valueOf(answer.value(1)));
        }
      }
      if (table.equals("events")) {
        Sql.virtualColumns().forEach(name -> columns.putIfAbsent(name, "VARCHAR"));
      }
      tables.put(table, columns);
    }
    return tables;
  }

  /// The functions that give what Trino gives, in the order of the alphabet.
  public List<String> functions() {
    return Sql.functions().stream().sorted().toList();
  }

  /// Names for a prompt to complete: tables, columns, fields of structs and functions.
  public Set<String> names() {
    return engine.get().names();
  }
}
