package io.trailhouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Trino, started from its unpacked archive on this machine alone, that tells what a
/// statement means.
final class TrinoOracle implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI statements;

  private TrinoOracle(Process process, URI statements) {
    this.process = process;
    this.statements = statements;
  }

  /// @param home the folder with Trino's `lib` and `plugin`
  /// @param folder an empty one for its configuration and data
  static TrinoOracle start(Path home, Path folder) throws IOException, InterruptedException {
    int port = freePort();
    Files.createDirectories(folder.resolve("catalog"));
    Files.writeString(folder.resolve("catalog/memory.properties"), "connector.name=memory\n");
    Files.writeString(
        folder.resolve("config.properties"),
        """
        coordinator=true
        node-scheduler.include-coordinator=true
        http-server.http.port=%d
        discovery.uri=http://127.0.0.1:%d
        catalog.config-dir=%s
        query.max-memory-per-node=300MB
        """
            .formatted(port, port, folder.resolve("catalog")));
    Process process =
        new ProcessBuilder(command(folder))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("trino.log").toFile())
            .start();
    TrinoOracle oracle =
        new TrinoOracle(process, URI.create("http://127.0.0.1:" + port + "/v1/statement"));
    oracle.awaitStart();
    return oracle;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static List<String> command(Path folder) {
    String java = System.getProperty("java.home") + File.separator + "bin" + File.separator;
    return List.of(
        java + "java",
        "-Xmx1500m",
        "--enable-native-access=ALL-UNNAMED",
        "--add-modules=jdk.incubator.vector",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dnode.environment=oracle",
        "-Dnode.id=oracle",
        "-Dnode.data-dir=" + folder.resolve("data"),
        "-Dnode.bind-ip=127.0.0.1",
        "-Dnode.internal-address=127.0.0.1",
        "-Dconfig=" + folder.resolve("config.properties"),
        "-cp",
        "lib/*",
        "io.trino.server.TrinoServer");
  }

  private void awaitStart() throws IOException, InterruptedException {
    for (int i = 0; i < 2 * PATIENCE.toSeconds() && process.isAlive(); i++) {
      try {
        if (ask("SELECT 1").has("rows")) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      process.waitFor(500, TimeUnit.MILLISECONDS);
    }
    close();
    throw new IOException("Trino did not start");
  }

  /// `{types, rows}`, or `{error}` with Trino's name of it.
  ObjectNode ask(String sql) throws IOException, InterruptedException {
    HttpRequest first = request(statements).POST(HttpRequest.BodyPublishers.ofString(sql)).build();
    JsonNode answer = send(first);
    ObjectNode result = JSON.createObjectNode();
    ArrayNode rows = JSON.createArrayNode();
    while (true) {
      if (answer.has("error")) {
        return JSON.createObjectNode().put("error", answer.at("/error/errorName").asText());
      }
      if (answer.has("columns") && !result.has("types")) {
        ArrayNode types = result.putArray("types");
        answer.path("columns").forEach(column -> types.add(column.path("type").asText()));
      }
      answer.path("data").forEach(rows::add);
      if (!answer.has("nextUri")) {
        result.set("rows", rows);
        return result;
      }
      answer = send(request(URI.create(answer.path("nextUri").asText())).GET().build());
    }
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(PATIENCE)
        .header("X-Trino-User", "oracle")
        .header("X-Trino-Catalog", "memory")
        .header("X-Trino-Schema", "default")
        .header("X-Trino-Client-Capabilities", "PARAMETRIC_DATETIME")
        .header("X-Trino-Time-Zone", "UTC");
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("Trino answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
