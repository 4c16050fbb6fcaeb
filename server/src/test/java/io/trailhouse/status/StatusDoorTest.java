package io.trailhouse.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Clauses S5 and S6 of docs/spec/serve.md.
class StatusDoorTest {
  private static final Instant AT = Instant.parse("2026-05-01T08:00:00Z");

  private static ServeStatus status(@Nullable String problem) {
    return new ServeStatus(
        "1.0",
        "/home",
        AT,
        "3:0",
        List.of(
            new SourceStatus(
                "org\"-<trail>",
                "queue",
                problem == null ? "RUNNING" : "REFUSED",
                problem == null ? null : new Trouble(problem, "fix it"),
                AT,
                Map.of("111122223333", new Trouble("no role", "make one")),
                Map.of("events_stored", 7L, "files_waiting", 2L),
                AT)),
        List.of(
            new RouteStatus(
                "iam",
                null,
                "3:0",
                new RouteStatus.Counts(
                    10,
                    6,
                    new TreeMap<>(Map.of("condition", 4L)),
                    3,
                    2,
                    new TreeMap<>(Map.of("larger than 9 \"bytes\"", 1L))))),
        RulesStatus.NONE,
        new ServeStatus.UpkeepStatus(null, null, 3),
        List.of(),
        List.of("111122223333 us-east-1: a gap"));
  }

  private static WebServer serve(Supplier<ServeStatus> status) {
    return serve(0, status);
  }

  private static WebServer serve(int port, Supplier<ServeStatus> status) {
    return WebServer.start(
        new WebServer.Place("127.0.0.1", port, List.of(), null), List.of(new StatusDoor(status)));
  }

  /// Sends a request as it stands and answers all of the answer.
  private static String ask(WebServer server, String request) throws IOException {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket
          .getOutputStream()
          .write((request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String get(WebServer server, String path) throws IOException {
    return ask(server, "GET " + path + " HTTP/1.1\r\nHost: localhost");
  }

  @Test
  void thePagesSayWhatTheStatusSays() throws IOException {
    try (WebServer server = serve(() -> status("refused <b>&\u0007"))) {
      assertThat(get(server, "/health"))
          .startsWith("HTTP/1.1 503")
          .contains("X-Content-Type-Options: nosniff")
          .contains(
              "{\"status\":\"problems\",\"problems\":[\"source org\\\"-<trail>: refused"
                  + " <b>&\\u0007. To do: fix it\"");
      assertThat(get(server, "/status"))
          .startsWith("HTTP/1.1 200")
          .contains("application/json")
          .contains("\"state\" : \"REFUSED\"", "\"remedy\" : \"fix it\"")
          .contains("\"account_problems\" : {", "\"111122223333\" : \"no role\"")
          .contains("\"events_stored\" : 7", "\"newest_event\" : \"2026-05-01T08:00:00Z\"")
          .contains("\"gaps\" : [ \"111122223333 us-east-1: a gap\" ]")
          .contains("\"last_run\" : null");
      assertThat(get(server, "/metrics"))
          .contains("trailhouse_events_stored_total{source=\"org\\\"-<trail>\"} 7.0")
          .contains("trailhouse_files_waiting{source=\"org\\\"-<trail>\"} 2.0")
          .contains("trailhouse_source_up{source=\"org\\\"-<trail>\"} 0.0")
          .contains("trailhouse_data_files 3.0", "trailhouse_gaps 1.0");
    }
  }

  @Test
  void onlyReadingIsAllowedAndOnlyUnderThisHostsName() throws IOException {
    try (WebServer server = serve(() -> status(null))) {
      assertThat(get(server, "/health")).startsWith("HTTP/1.1 503"); // an account has a problem
      assertThat(get(server, "/etc/passwd")).startsWith("HTTP/1.1 404");
      assertThat(ask(server, "POST /status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0"))
          .startsWith("HTTP/1.1 405");
      assertThat(ask(server, "HEAD /status HTTP/1.1\r\nHost: 127.0.0.1:1"))
          .startsWith("HTTP/1.1 200")
          .endsWith("\r\n\r\n");
      for (String target : List.of("http://attacker.example/status", "//attacker.example/status")) {
        assertThat(ask(server, "GET " + target + " HTTP/1.1\r\nHost: localhost"))
            .as(target)
            .matches("(?s)HTTP/1.1 4(00|04|21) .*")
            .doesNotContain("<", "attacker");
      }
      assertThat(ask(server, "GET http://localhost/status HTTP/1.1\r\nHost: localhost"))
          .startsWith("HTTP/1.1 200");
      assertThat(ask(server, "GET /status HTTP/1.1\r\nHost: attacker.example"))
          .startsWith("HTTP/1.1 421");
    }
  }

  @Test
  void aFailureInsideShowsNothingOfItself() throws IOException {
    try (WebServer server =
        serve(() -> {
          throw new IllegalStateException("secret");
        })) {
      assertThat(get(server, "/status")).startsWith("HTTP/1.1 500").doesNotContain("secret");
    }
  }

  @Test
  void aPortThatIsTakenIsToldWithWhatToDo() {
    try (WebServer server = serve(() -> status(null))) {
      int port = URI.create(server.url()).getPort();
      assertThatThrownBy(() -> serve(port, () -> status(null)))
          .isInstanceOf(TrailhouseException.class)
          .hasMessageContaining("cannot listen there");
    }
  }
}
