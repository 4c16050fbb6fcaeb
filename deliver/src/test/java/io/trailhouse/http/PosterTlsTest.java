package io.trailhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.testkit.MailDouble;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests go only to whoever shows a certificate that is believed and is of the host.
class PosterTlsTest {
  private static Poster poster(Tls tls) {
    return new Poster(InstantSource.system(), Duration.ofSeconds(20), tls);
  }

  private static void refused(Poster poster, String url) {
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> poster.post(Endpoint.of(url), null, new byte[] {'1'}))
        .matches(NotDelivered::isPassing)
        .withMessageEndingWith(": the connection failed: its certificate is not believed");
  }

  @Test
  void aCertificateMustBeBelieved(@TempDir Path folder) throws Exception {
    try (MailDouble keys = new MailDouble(folder, MailDouble.Tls.STARTTLS, null)) {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(keys.trust()));
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
      try {
        int port = server.getAddress().getPort();
        Poster believing = poster(Tls.of(keys.trust()));
        assertThat(believing.post(Endpoint.of("https://localhost:" + port), null, new byte[] {'1'}))
            .isEmpty();
        refused(poster(Tls.DEFAULTS), "https://localhost:" + port);
      } finally {
        server.stop(0);
      }
    }
  }
}
