import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// DuckDB over the same log files, in two spellings. *documented* is `read_json` as its manual
/// shows it (each file's `Records` as a list of JSON, unnested; schema inference itself fails on
/// CloudTrail, whose keys differ only in case between services). *tuned* reads each file as one CSV
/// field, takes the records out by JSON path and all fields out of a record in one `from_json`.
/// Both keep thirty text columns and the event's text, in zstd Parquet, unsorted, in one file.
public final class DuckDbPeer {

  private static final String IDENTITY =
      """
      "userIdentity": {"type":"VARCHAR","principalId":"VARCHAR","arn":"VARCHAR",
        "accountId":"VARCHAR","accessKeyId":"VARCHAR","userName":"VARCHAR","invokedBy":"VARCHAR",
        "sessionContext":{"sessionIssuer":{"arn":"VARCHAR","userName":"VARCHAR"}}}\
      """;
  private static final List<String> SCALARS =
      List.of(
          "eventVersion",
          "eventTime",
          "eventSource",
          "eventName",
          "awsRegion",
          "sourceIPAddress",
          "userAgent",
          "errorCode",
          "errorMessage",
          "requestID",
          "eventID",
          "eventType",
          "apiVersion",
          "readOnly",
          "managementEvent",
          "recipientAccountId",
          "sharedEventID",
          "vpcEndpointId",
          "eventCategory",
          "sessionCredentialFromConsole");
  private static final List<String> NESTED =
      List.of(
          "userIdentity.type",
          "userIdentity.principalId",
          "userIdentity.arn",
          "userIdentity.accountId",
          "userIdentity.accessKeyId",
          "userIdentity.userName",
          "userIdentity.invokedBy",
          "userIdentity.sessionContext.sessionIssuer.arn",
          "userIdentity.sessionContext.sessionIssuer.userName",
          "tlsDetails.tlsVersion");

  private final Connection connection;

  private DuckDbPeer(Connection connection) {
    this.connection = connection;
  }

  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.setProperty("threads", System.getProperty("threads", "1"));
    settings.setProperty("preserve_insertion_order", "false");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings)) {
      DuckDbPeer peer = new DuckDbPeer(connection);
      switch (args[0]) {
        case "import-documented" -> peer.convert(documented(args[1], args[2]), Path.of(args[3]));
        case "import-tuned" -> peer.convert(tuned(args[1], args[2]), Path.of(args[3]));
        case "check" -> Passes.run(1, () -> peer.check(args[1], Path.of(args[2])));
        case "query" -> peer.query(Files.readString(Path.of(args[1])), Integer.parseInt(args[2]));
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }

  /// A SELECT of all columns by `read_json`.
  private static String documented(String folder, String step) throws IOException {
    return """
    SELECT %s, r::VARCHAR AS raw FROM (
      SELECT unnest("Records") AS r
      FROM read_json(%s, columns={Records: 'JSON[]'}, maximum_object_size=200000000))\
    """
        .formatted(columns(name -> "r->>'$." + name + "'"), files(folder, step));
  }

  /// The same SELECT by `read_csv` and one `from_json` for each record.
  private static String tuned(String folder, String step) throws IOException {
    String scalars =
        SCALARS.stream()
            .map(name -> "\"" + name + "\":\"VARCHAR\"")
            .collect(Collectors.joining(","));
    return """
    SELECT %s, r::VARCHAR AS raw FROM (
      SELECT r, from_json(r, '{%s, %s, "tlsDetails":{"tlsVersion":"VARCHAR"}}') AS e FROM (
        SELECT unnest(json_extract(line, '$.Records[*]')) AS r
        FROM read_csv(%s, columns={line: 'VARCHAR'}, delim='\\x01', quote='', escape='',
          header=false, auto_detect=false, compression='gzip', max_line_size=%s)))\
    """
        .formatted(
            columns(name -> "e." + quoted(name)),
            scalars,
            IDENTITY,
            files(folder, step),
            System.getProperty("line"));
  }

  private static String columns(UnaryOperator<String> expression) {
    return Stream.concat(SCALARS.stream(), NESTED.stream())
        .map(name -> expression.apply(name) + " AS " + column(name))
        .collect(Collectors.joining(", "));
  }

  private static String column(String path) {
    return path.replace('.', '_').toLowerCase(Locale.ROOT);
  }

  private static String quoted(String path) {
    return "\"" + path.replace(".", "\".\"") + "\"";
  }

  private static String files(String folder, String step) throws IOException {
    if (step.equals("1")) {
      return "'" + folder + "/AWSLogs/**/*.json.gz'";
    }
    return LogFiles.sample(Path.of(folder), Integer.parseInt(step)).stream()
        .map(path -> "'" + path + "'")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void convert(String select, Path out) throws Exception {
    Files.deleteIfExists(out);
    Passes.run(
        1,
        () -> {
          try (Statement statement = connection.createStatement()) {
            long rows =
                statement.executeUpdate(
                    "COPY ("
                        + select
                        + ") TO '"
                        + out
                        + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
            return new Passes.Outcome(rows, -1, Files.size(out));
          }
        });
  }

  private Passes.Outcome check(String column, Path fileOrFolder) throws SQLException, IOException {
    String glob = fileOrFolder + (Files.isDirectory(fileOrFolder) ? "/**/*.parquet" : "");
    String sums =
        "SELECT count(*), sum(('0x' || left(%s, 8))::BIGINT)::BIGINT FROM read_parquet('%s')"
            .formatted(column, glob);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sums)) {
      result.next();
      return new Passes.Outcome(result.getLong(1), result.getLong(2), LogFiles.size(fileOrFolder));
    }
  }

  /// Runs each line `name<TAB>sql` of a file `passes` times and prints a JSON line for each run.
  private void query(String lines, int passes) throws SQLException {
    for (String line : lines.lines().toList()) {
      String[] parts = line.split("\t", 2);
      for (int pass = 1; pass <= passes; pass++) {
        long cpu = Passes.processCpuNanos();
        long wall = System.nanoTime();
        long rows = fetch(parts[1]);
        System.out.printf(
            Locale.ROOT,
            "{\"query\":\"%s\",\"pass\":%d,\"cpu_ms\":%.1f,\"wall_ms\":%.1f,\"rows\":%d}%n",
            parts[0],
            pass,
            (Passes.processCpuNanos() - cpu) / 1e6,
            (System.nanoTime() - wall) / 1e6,
            rows);
      }
    }
  }

  /// Takes every value of every row, as somebody does who wants to see the answer.
  private long fetch(String sql) throws SQLException {
    long rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        rows++;
        for (int column = 1; column <= columns; column++) {
          result.getString(column);
        }
      }
    }
    return rows;
  }
}
