package io.trailhouse.query;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// OCSF events as one Parquet file with nested columns: the same columns in every file, whatever
/// its events have.
public final class OcsfParquet {
  private static final String USER =
      "STRUCT(\"name\" VARCHAR, uid VARCHAR, uid_alt VARCHAR, account STRUCT(uid VARCHAR)";

  /// Every attribute that `OcsfEvent` writes. A test holds it against the events of real records.
  private static final List<String> COLUMNS =
      List.of(
          "activity_id INTEGER",
          "activity_name VARCHAR",
          "actor STRUCT(idp STRUCT(\"name\" VARCHAR, uid VARCHAR), invoked_by VARCHAR,"
              + " \"session\" STRUCT(created_time BIGINT, created_time_dt VARCHAR, is_mfa BOOLEAN,"
              + " issuer VARCHAR), \"user\" "
              + USER
              + ", \"type\" VARCHAR, credential_uid VARCHAR))",
          "api STRUCT(operation VARCHAR, \"version\" VARCHAR, service STRUCT(\"name\" VARCHAR),"
              + " request STRUCT(uid VARCHAR, \"data\" VARCHAR),"
              + " response STRUCT(error VARCHAR, message VARCHAR, \"data\" VARCHAR))",
          "category_name VARCHAR",
          "category_uid INTEGER",
          "class_name VARCHAR",
          "class_uid INTEGER",
          "cloud STRUCT(provider VARCHAR, region VARCHAR)",
          "dst_endpoint STRUCT(svc_name VARCHAR)",
          "http_request STRUCT(user_agent VARCHAR)",
          "is_mfa BOOLEAN",
          "metadata STRUCT(event_code VARCHAR, log_provider VARCHAR, product STRUCT(\"name\""
              + " VARCHAR, vendor_name VARCHAR, \"version\" VARCHAR, feature STRUCT(\"name\""
              + " VARCHAR)), profiles VARCHAR[], uid VARCHAR, \"version\" VARCHAR)",
          "observables STRUCT(\"name\" VARCHAR, \"type\" VARCHAR, type_id INTEGER,"
              + " \"value\" VARCHAR)[]",
          "resources STRUCT(uid VARCHAR, \"type\" VARCHAR,"
              + " \"owner\" STRUCT(account STRUCT(uid VARCHAR)))[]",
          "\"session\" STRUCT(uid VARCHAR, uid_alt VARCHAR, credential_uid VARCHAR)",
          "severity VARCHAR",
          "severity_id INTEGER",
          "src_endpoint STRUCT(ip VARCHAR, \"domain\" VARCHAR, uid VARCHAR)",
          "status VARCHAR",
          "status_id INTEGER",
          "\"time\" BIGINT",
          "time_dt VARCHAR",
          "type_name VARCHAR",
          "type_uid INTEGER",
          "unmapped MAP(VARCHAR, VARCHAR)",
          "\"user\" " + USER + ")");

  private OcsfParquet() {}

  /// The file's bytes: the same for the same events.
  ///
  /// @param events JSON texts in UTF-8, as `OcsfEvent` writes them
  /// @param scratch a folder for files on the way
  public static byte[] encode(List<byte[]> events, Path scratch) {
    Path lines = null;
    Path parquet = null;
    try {
      Files.createDirectories(scratch);
      lines = Files.createTempFile(scratch, "ocsf", ".jsonl");
      parquet = Files.createTempFile(scratch, "ocsf", ".parquet");
      try (OutputStream out = Files.newOutputStream(lines)) {
        for (byte[] event : events) {
          out.write(event);
          out.write('\n');
        }
      }
      write(lines, parquet);
      return Files.readAllBytes(parquet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(lines);
      delete(parquet);
    }
  }

  private static void write(Path lines, Path parquet) {
    String columns =
        COLUMNS.stream().map(OcsfParquet::named).collect(Collectors.joining(", ", "{", "}"));
    try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = engine.createStatement()) {
      statement.execute("SET threads = 1"); // so that rows stay in their order
      statement.execute(
          ("COPY (SELECT * FROM read_json(%s, format = 'newline_delimited', columns = %s,"
                  + " maximum_object_size = 67108864)) TO %s (FORMAT parquet, COMPRESSION zstd)")
              .formatted(
                  TableView.quotedFile(lines.toString()),
                  columns,
                  TableView.quoted(parquet.toString())));
    } catch (SQLException e) {
      throw new IllegalStateException("events do not fit their own columns", e);
    }
  }

  /// A column as `read_json` wants it: the name and the type as text.
  private static String named(String column) {
    int blank = column.indexOf(' ');
    return column.substring(0, blank) + ": " + TableView.quoted(column.substring(blank + 1));
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
