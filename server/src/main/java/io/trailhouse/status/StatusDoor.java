package io.trailhouse.status;

import io.trailhouse.web.Door;
import io.trailhouse.web.WebAnswer;
import io.trailhouse.web.WebRequest;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;

/// Answers `/health`, `/status` and `/metrics`, to everybody who reaches this server.
public final class StatusDoor implements Door {
  private static final Set<String> PATHS = Set.of("/health", "/status", "/metrics");
  private static final String JSON = "application/json";

  private final Supplier<ServeStatus> status;
  private final Metrics metrics;

  public StatusDoor(Supplier<ServeStatus> status) {
    this.status = status;
    this.metrics = new Metrics(status);
  }

  @Override
  public boolean answer(WebRequest request, WebAnswer answer) throws IOException {
    if (!PATHS.contains(request.path())) {
      return false;
    }
    String method = request.method();
    if (method.equals("GET") || method.equals("HEAD")) {
      try {
        page(request.path(), answer);
      } catch (RuntimeException e) {
        answer.send(500, "text/plain", "The state is not available right now.\n");
      }
    } else {
      answer.header("Allow", "GET, HEAD").send(405, "text/plain", "Only GET and HEAD.\n");
    }
    return true;
  }

  private void page(String path, WebAnswer answer) throws IOException {
    switch (path) {
      case "/health" -> {
        Health health = Health.of(status.get());
        answer.send(health.isWell() ? 200 : 503, JSON, health.json());
      }
      case "/status" -> answer.send(200, JSON, status.get().json());
      default -> answer.send(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
    }
  }
}
