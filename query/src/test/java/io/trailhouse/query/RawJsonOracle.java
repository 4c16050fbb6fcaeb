package io.trailhouse.query;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What DuckDB alone, knowing nothing of CloudTrail, finds in files of JSON.
final class RawJsonOracle implements AutoCloseable {
  private final Connection connection;
  private final Statement statement;

  RawJsonOracle() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    statement = connection.createStatement();
  }

  /// Reads the records into a table `raw` with one column `r`.
  ///
  /// @param files a glob
  /// @param format of read_json_objects: `unstructured`, `array` or `newline_delimited`
  /// @param record SQL over each object `json`, which gives a record or, by unnest, many
  void read(String files, String format, String record) throws SQLException {
    statement.execute(
        "CREATE OR REPLACE TABLE raw AS SELECT %s AS r FROM read_json_objects('%s', format = '%s',"
                .formatted(record, files, format)
            + " maximum_object_size = 100000000)");
  }

  /// Writes something of each object as JSON Lines, for records that lie inside other data.
  void unwrap(String files, String format, String inner, Path into) throws SQLException {
    statement.execute(
        "COPY (SELECT cast(%s AS varchar) FROM read_json_objects('%s', format = '%s')) TO '%s'"
                .formatted(inner, files, format, into)
            + " (FORMAT csv, DELIMITER '\u0001', QUOTE '', ESCAPE '', HEADER false)");
  }

  /// Takes off what has fewer than two of some members, and answers how many those were.
  long forgetUnlessTwoOf(List<String> members) throws SQLException {
    String count =
        members.stream()
            .map(member -> "CAST(json_exists(r, '$." + member + "') AS integer)")
            .collect(Collectors.joining(" + "));
    return statement.executeUpdate("DELETE FROM raw WHERE " + count + " < 2");
  }

  /// Takes off what has the same spelling as something before it, and answers the spellings.
  Set<String> keepOneOfEach(UnaryOperator<String> spelling) throws SQLException {
    Set<String> spellings = new TreeSet<>();
    List<String> repeated = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT rowid, r::varchar FROM raw ORDER BY rowid")) {
      while (rows.next()) {
        if (!spellings.add(spelling.apply(rows.getString(2)))) {
          repeated.add(rows.getString(1));
        }
      }
    }
    if (!repeated.isEmpty()) {
      statement.execute("DELETE FROM raw WHERE rowid IN (" + String.join(", ", repeated) + ")");
    }
    return spellings;
  }

  long files(String glob) throws SQLException {
    return number("SELECT count(*) FROM glob('" + glob + "')");
  }

  long number(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// The first column of each row as text.
  List<String> texts(String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        all.add(String.valueOf(rows.getString(1)));
      }
    }
    return all;
  }

  /// The first column of each row, and the number in the second.
  Map<String, Long> counts(String sql) throws SQLException {
    Map<String, Long> all = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        all.put(String.valueOf(rows.getString(1)), rows.getLong(2));
      }
    }
    return all;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
