package io.trailhouse.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Answers `/health`, `/status` and `/metrics`. Three pages without parameters, so the JDK's own
/// server does.
///
/// A request must name this host: a page in a browser that has its own name lead to a loopback
/// address gets nothing.
public final class StatusServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int MISDIRECTED = 421;
  private static final int FAILED = 500;
  private static final int UNWELL = 503;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Supplier<ServeStatus> status;
  private final Metrics metrics;
  private final String host;

  private StatusServer(HttpServer server, String host, Supplier<ServeStatus> status) {
    this.server = server;
    this.host = host;
    this.status = status;
    this.metrics = new Metrics(status);
  }

  /// Starts to answer.
  ///
  /// @param port 0 for any free one
  /// @throws TrailhouseException with WRONG_USE when it cannot listen there
  public static StatusServer start(String host, int port, Supplier<ServeStatus> status) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(bare(host), port), 0);
      StatusServer answering = new StatusServer(server, bare(host), status);
      server.createContext("/", answering::answer);
      server.setExecutor(answering.threads);
      server.start();
      return answering;
    } catch (IOException | IllegalArgumentException e) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "cannot listen there: " + e.getMessage(),
          host + ":" + port,
          "Stop what listens there already, or name another address: server: {listen:"
              + " 127.0.0.1:0} takes any free port",
          e);
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// Where it answers, such as `http://127.0.0.1:7070`.
  public String url() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + shown + ":" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!isMeant(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, MISDIRECTED, "text/plain", "This is not that host.\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, NOT_ALLOWED, "text/plain", "Only GET and HEAD.\n");
      } else {
        page(exchange);
      }
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    try {
      switch (exchange.getRequestURI().getPath()) {
        case "/health" -> {
          Health health = Health.of(status.get());
          send(exchange, health.isWell() ? OK : UNWELL, "application/json", health.json());
        }
        case "/status" -> send(exchange, OK, "application/json", status.get().json());
        case "/metrics" ->
            send(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
        default ->
            send(exchange, NOT_FOUND, "text/plain", "There are /health, /status and /metrics.\n");
      }
    } catch (RuntimeException e) {
      send(exchange, FAILED, "text/plain", "It cannot be told right now.\n");
    }
  }

  /// A name that the user did not give could lead here from anywhere.
  private boolean isMeant(String named) {
    if (named == null) {
      return false;
    }
    String asked = named.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    return asked.equals("localhost")
        || asked.equals("[::1]")
        || asked.matches("127(\\.\\d{1,3}){3}")
        || bare(asked).equals(host.toLowerCase(Locale.ROOT))
        || isAnyAddress();
  }

  /// Who listens on all addresses has chosen to be reached by any of their names.
  private boolean isAnyAddress() {
    return server.getAddress().getAddress().isAnyLocalAddress();
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
