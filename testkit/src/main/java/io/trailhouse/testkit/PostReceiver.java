package io.trailhouse.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Takes what is posted to a port of loopback, and answers as it was told: 200 unless something
/// else is next.
public final class PostReceiver implements AutoCloseable {
  private static final int NEVER = -1;
  private static final int UNENDING = -2;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<Answer> next = new ConcurrentLinkedQueue<>();
  private final List<Post> posts = new CopyOnWriteArrayList<>();

  /// A request that came to its end.
  ///
  /// @param headers by their names in lower case
  public record Post(String method, String path, Map<String, String> headers, String body) {}

  private record Answer(int status, Map<String, String> headers, String body) {}

  public PostReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  /// The address of a path.
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public List<Post> posts() {
    return List.copyOf(posts);
  }

  /// The answer to the next request that has none yet.
  public void answer(int status, Map<String, String> headers, String body) {
    next.add(new Answer(status, headers, body));
  }

  /// The next request that has no answer yet gets none.
  public void fallSilent() {
    next.add(new Answer(NEVER, Map.of(), ""));
  }

  /// The next request that has no answer yet gets the beginning of one.
  public void fallSilentWithin() {
    next.add(new Answer(UNENDING, Map.of(), ""));
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new LinkedHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) ->
              headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      posts.add(
          new Post(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers, body));
      Answer answer = next.poll();
      if (answer == null) {
        answer = new Answer(200, Map.of(), "ok");
      }
      if (answer.status() == NEVER) {
        closed.await();
        return;
      }
      if (answer.status() == UNENDING) {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('o');
        exchange.getResponseBody().flush();
        closed.await();
        return;
      }
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
