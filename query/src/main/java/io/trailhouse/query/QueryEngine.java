package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.duckdb.DuckDBConnection;

/// Answers SQL over the tables of a lake. One engine serves a whole process: its queries share one
/// memory limit, and each has a session of its own. Safe for use by many threads.
public final class QueryEngine implements Sql {
  private final TableFiles files;
  private final QuerySettings settings;
  private final LastResort lastResort;
  private final Watch watch;
  private DuckDBConnection root;
  private Macros macros = new Macros();
  private boolean records;

  private QueryEngine(TableFiles files, QuerySettings settings, LastResort lastResort) {
    this.files = files;
    this.settings = settings;
    this.lastResort = lastResort;
    this.watch = new Watch(settings.memory());
    this.root = opened();
  }

  /// The same for queries that this program wrote itself.
  public static QueryEngine open(TableFiles files, QuerySettings settings) {
    return open(files, settings, LastResort.WAIT);
  }

  /// Opens an engine; it reads nothing yet.
  ///
  /// @param lastResort for a query that does not end when it is told to
  public static QueryEngine open(TableFiles files, QuerySettings settings, LastResort lastResort) {
    return new QueryEngine(files, settings, lastResort);
  }

  @Override
  public QueryAnswer ask(String sql, Consumer<RunningQuery> started) {
    QuerySession session = session();
    started.accept(session);
    try {
      return session.ask(sql);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  @Override
  public long export(String sql, Path file, Consumer<RunningQuery> started) {
    try (QuerySession session = session()) {
      started.accept(session);
      return session.export(sql, file);
    }
  }

  private QuerySession session() {
    try {
      DuckDBConnection connection;
      Macros session;
      synchronized (this) {
        connection = root.duplicate();
        session = macros;
      }
      return new QuerySession(connection, session, this);
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  @Override
  public Schema schema() {
    return files.schema();
  }

  TableFiles files() {
    return files;
  }

  QuerySettings settings() {
    return settings;
  }

  Watch watch() {
    return watch;
  }

  void cannotEnd(TrailhouseException problem) {
    lastResort.cannotEnd(problem);
  }

  /// Makes the function behind `eventjson`, once.
  synchronized void needRecords(Connection connection, Schema schema) throws SQLException {
    if (!records) {
      RecordColumn.register(connection, schema);
      records = true;
    }
  }

  /// Starts over after a failure inside the engine, which makes the whole of it refuse to go on.
  synchronized void reopen() {
    try {
      root.close();
    } catch (SQLException e) {
      // It is beyond repair; a new one takes its place either way.
    }
    root = opened();
    macros = new Macros();
    records = false;
  }

  private DuckDBConnection opened() {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    try {
      DuckDBConnection connection =
          (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", properties);
      try (Statement statement = connection.createStatement()) {
        for (String setting : bounds()) {
          statement.execute(setting);
        }
      }
      return connection;
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  private List<String> bounds() {
    List<Path> folders = new ArrayList<>(settings.readable());
    folders.add(settings.scratch().folder());
    String allowed =
        folders.stream()
            .map(folder -> folder.toAbsolutePath().normalize() + "/")
            // the engine asks for a file by its pattern first, then by its path
            .flatMap(path -> Stream.of(TableView.quoted(path), TableView.quotedFile(path)))
            .distinct()
            .collect(Collectors.joining(", ", "[", "]"));
    String scratch =
        TableView.quoted(settings.scratch().folder().toAbsolutePath().normalize().toString());
    return List.of(
        "SET GLOBAL TimeZone = 'UTC'",
        "SET GLOBAL integer_division = true",
        "SET GLOBAL errors_as_json = true",
        "SET GLOBAL memory_limit = '" + settings.memory() / 1024 + "KiB'",
        "SET GLOBAL threads = " + settings.threads(),
        "SET GLOBAL temp_directory = " + scratch,
        "SET GLOBAL max_temp_directory_size = '" + settings.scratch().bytes() / 1024 + "KiB'",
        "SET GLOBAL parquet_metadata_cache = true",
        "SET GLOBAL allowed_directories = " + allowed,
        "SET GLOBAL enable_external_access = false",
        "SET GLOBAL lock_configuration = true");
  }

  private static TrailhouseException broken(SQLException cause) {
    return new TrailhouseException(
        Code.QUERY_INVALID,
        "the query engine does not start: " + cause.getMessage(),
        "DuckDB " + DuckDBConnection.class.getPackage().getImplementationVersion(),
        "Start the program again; if it stays, report it with this message",
        cause);
  }

  @Override
  public synchronized void close() {
    watch.close();
    try {
      root.close();
    } catch (SQLException e) {
      throw broken(e);
    } finally {
      emptyScratch();
    }
  }

  private void emptyScratch() {
    try (Stream<Path> left = Files.walk(settings.scratch().folder())) {
      for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // It was never made, or whoever cleans the home folder next takes it away.
    }
  }
}
