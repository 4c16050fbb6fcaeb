package io.trailhouse.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trailhouse.testkit.ServiceDouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Takes what is posted to it, on loopback.
final class WebhookReceiver implements AutoCloseable {
  final List<String> bodies = new CopyOnWriteArrayList<>();
  final List<Headers> headers = new CopyOnWriteArrayList<>();
  volatile int status = 204;
  volatile Map<String, String> answered = Map.of();
  volatile boolean isSilent;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);

  WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in?s3cret=1");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      headers.add(exchange.getRequestHeaders());
      if (isSilent) {
        closed.await();
      }
      int code = body.contains(ServiceDouble.POISON) ? 422 : status;
      if (code / 100 == 2) {
        bodies.add(body);
      }
      answered.forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(code, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The elements of the arrays that were taken, each as its own text.
  List<String> elements() throws IOException {
    List<String> elements = new ArrayList<>();
    for (String body : bodies) {
      try (JsonParser json = new JsonFactory().createParser(body)) {
        json.nextToken();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          int from = (int) json.currentTokenLocation().getCharOffset();
          json.skipChildren();
          json.getText(); // to its end
          elements.add(body.substring(from, (int) json.currentLocation().getCharOffset()));
        }
      }
    }
    return elements;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
