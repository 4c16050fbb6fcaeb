package io.trailhouse.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers `/health`, `/status` and `/metrics`. Three pages without parameters, so the JDK's own
/// server does.
///
/// A request must name this host: a page in a browser that has its own name lead to an address of
/// this machine gets nothing, whichever of them the server listens on.
///
/// Connections are bounded in number, and each in what it may send and how long it may take, so
/// that neither many nor slow ones hold up others for long or use up the program's files.
public final class StatusServer implements AutoCloseable {
  static {
    // Read once by the JDK, when the first server is made. README of jdk.httpserver.
    limit("jdk.httpserver.maxConnections", 200);
    limit("sun.net.httpserver.maxIdleConnections", 50);
    limit("sun.net.httpserver.maxReqHeaders", 50);
    limit("sun.net.httpserver.maxReqHeaderSize", 16_384);
    limit("sun.net.httpserver.maxReqTime", 5); // seconds
    limit("sun.net.httpserver.maxRspTime", 15);
    limit("sun.net.httpserver.idleInterval", 10);
    limit("sun.net.httpserver.clockTick", 1_000); // milliseconds
    limit("sun.net.httpserver.timerMillis", 500);
    limit("sun.net.httpserver.drainAmount", 0); // bytes of a request's body that are read and left
  }

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
  private final Set<String> names = new HashSet<>();

  private StatusServer(
      HttpServer server, String host, Collection<String> names, Supplier<ServeStatus> status) {
    this.server = server;
    this.host = host;
    this.names.add(lower(host));
    names.forEach(name -> this.names.add(lower(name)));
    if (isAnyAddress()) {
      addOwnName();
    }
    this.status = status;
    this.metrics = new Metrics(status);
  }

  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /// Where it listens, and by what names it may be asked.
  ///
  /// @param port 0 for any free one
  /// @param names beside the host's own and those of this machine
  public record Place(String host, int port, Collection<String> names) {}

  /// Starts to answer.
  ///
  /// @throws TrailhouseException with WRONG_USE when it cannot listen there
  public static StatusServer start(Place place, Supplier<ServeStatus> status) {
    String host = place.host();
    int port = place.port();
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(bare(host), port), 0);
      StatusServer answering = new StatusServer(server, bare(host), place.names(), status);
      server.createContext("/", answering::answer);
      server.setExecutor(answering.threads);
      server.start();
      return answering;
    } catch (IOException | IllegalArgumentException e) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "cannot listen there: " + FileReason.ofAny(e),
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
      String inTarget = exchange.getRequestURI().getRawAuthority();
      if (!isMeant(exchange.getRequestHeaders().get("Host"))
          || (inTarget != null && !isMeant(List.of(inTarget)))) {
        send(
            exchange,
            MISDIRECTED,
            "text/plain",
            "This is not that host; server.names of the configuration may name it.\n");
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
      send(exchange, FAILED, "text/plain", "The state is not available right now.\n");
    }
  }

  /// A name that the user did not give could lead here from anywhere. An address leads only to
  /// itself, so where all of them are listened on each may be asked.
  private boolean isMeant(@Nullable List<String> hosts) {
    if (hosts == null || hosts.size() != 1) {
      return false;
    }
    String asked = lower(hosts.get(0)).replaceFirst(":\\d*$", "");
    return asked.equals("localhost")
        || asked.equals("[::1]")
        || asked.matches("127(\\.\\d{1,3}){3}")
        || names.contains(bare(asked))
        || (isAnyAddress() && isAddress(asked));
  }

  private static boolean isAddress(String text) {
    return text.matches("\\d{1,3}(\\.\\d{1,3}){3}") || text.matches("\\[[0-9a-f:.]+\\]");
  }

  private boolean isAnyAddress() {
    return server.getAddress().getAddress().isAnyLocalAddress();
  }

  private void addOwnName() {
    try {
      names.add(lower(InetAddress.getLocalHost().getHostName()));
    } catch (UnknownHostException e) {
      // a machine that does not know its own name is asked by its address
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
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
