package io.trailhouse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.fixture.Await;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clauses S6 and S12 of docs/spec/serve.md, P3 of docs/spec/page.md: what holds for every door.
class WebServerTest {
  @TempDir private Path folder;

  private static WebServer start(Door door) {
    return WebServer.start(
        new WebServer.Place("127.0.0.1", 0, List.of("lake.example"), null), List.of(door));
  }

  private static HttpResponse<byte[]> get(WebServer server, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void everyAnswerForbidsWhatNobodyShouldDoWithIt() throws Exception {
    try (WebServer server = start((request, answer) -> false)) {
      HttpResponse<byte[]> answer = get(server, "/");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(answer.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
      assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy"))
          .contains("same-origin");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void aStreamComesBitByBitAndZippedForThoseWhoTakeIt() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    Door door =
        (request, answer) -> {
          try (OutputStream out = answer.stream(200, "text/plain")) {
            out.write("first\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            Await.until(() -> read.getCount() == 0);
            out.write("second\n".getBytes(StandardCharsets.UTF_8));
          } catch (Exception e) {
            throw new IOException(e);
          }
          return true;
        };
    try (WebServer server = start(door)) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url()))
              .header("Accept-Encoding", "gzip")
              .build();
      var answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
      try (GZIPInputStream in = new GZIPInputStream(answer.body(), 1)) {
        assertThat(new String(in.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("first\n");
        read.countDown();
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("second\n");
      }
    }
  }

  /// A part must not look like the whole.
  @Test
  void aStreamThatFailsIsBrokenOff() throws Exception {
    Door door =
        (request, answer) -> {
          OutputStream out = answer.stream(200, "text/plain");
          out.write("a part\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          throw new IllegalStateException("secret");
        };
    try (WebServer server = start(door)) {
      assertThatThrownBy(() -> get(server, "/")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDoorThatFailsTellsNothingOfItself() throws Exception {
    Door door =
        (request, answer) -> {
          throw new IllegalStateException("secret");
        };
    try (WebServer server = start(door)) {
      HttpResponse<byte[]> answer = get(server, "/");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
    }
  }

  @Test
  void writingFailsSoonAfterTheAskerHasGone() throws Exception {
    AtomicReference<Throwable> end = new AtomicReference<>();
    Door door =
        (request, answer) -> {
          try (OutputStream out = answer.stream(200, "text/plain")) {
            while (end.get() == null) {
              out.write('\n');
              out.flush();
            }
          } catch (IOException e) {
            end.set(e);
            throw e;
          }
          return true;
        };
    try (WebServer server = start(door)) {
      URI url = URI.create(server.url());
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      Await.until(() -> end.get() != null);
    }
  }

  @Test
  void manyHeadersAreRefused() throws Exception {
    String[] headers = new String[120];
    for (int i = 0; i < headers.length; i += 2) {
      headers[i] = "X-" + i;
      headers[i + 1] = "x";
    }
    try (WebServer server = start((request, answer) -> false)) {
      assertThat(get(server, "/", headers).statusCode()).isEqualTo(431);
    }
  }

  // ---- TLS
  // ---------------------------------------------------------------------------------------

  private KeyStore madeKeys() throws Exception {
    Path store = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storepass",
                "secret1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "secret1".toCharArray());
    }
    return keys;
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
  }

  private static SSLContext trusting(X509Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", certificate);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private WebServer.Place secure(KeyStore keys) throws Exception {
    Path chain =
        Files.writeString(
            folder.resolve("c.pem"), pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
    Path key =
        Files.writeString(
            folder.resolve("k.pem"),
            pem("PRIVATE KEY", keys.getKey("a", "secret1".toCharArray()).getEncoded()));
    return new WebServer.Place("127.0.0.1", 0, List.of(), new TlsFiles(chain, key));
  }

  @Test
  void itSpeaksTlsWithPemFiles() throws Exception {
    KeyStore keys = madeKeys();
    X509Certificate certificate = (X509Certificate) keys.getCertificate("a");
    Door door =
        (request, answer) -> {
          answer.send(200, "text/plain", request.isSecure() + " " + request.origin());
          return true;
        };
    try (WebServer server = WebServer.start(secure(keys), List.of(door))) {
      String url = server.url().replace("127.0.0.1", "localhost");
      assertThat(url).startsWith("https://");
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(trusting(certificate))
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create(url)).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("true " + url);
    }
  }

  /// P4 of docs/spec/page.md: who goes is noticed, also behind TLS, and who waits has not gone.
  @Test
  void whoHasGoneIsNoticedWithoutAWrite() throws Exception {
    try (WebServer server = start(whoGoes())) {
      goAway(new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort()));
    }
    KeyStore keys = madeKeys();
    SSLContext tls = trusting((X509Certificate) keys.getCertificate("a"));
    try (WebServer server = WebServer.start(secure(keys), List.of(whoGoes()))) {
      goAway(tls.getSocketFactory().createSocket("127.0.0.1", URI.create(server.url()).getPort()));
    }
  }

  private final AtomicReference<Boolean> gone = new AtomicReference<>();

  private Door whoGoes() {
    return (request, answer) -> {
      gone.set(request.hasGone());
      try {
        Await.until(request::hasGone);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      gone.set(true);
      answer.send(400, "text/plain", "nobody reads this");
      return true;
    };
  }

  private void goAway(Socket browser) throws Exception {
    gone.set(null);
    try (browser) {
      browser
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Await.until(() -> gone.get() != null);
      assertThat(gone.get()).isFalse();
    }
    Await.until(gone::get);
  }

  @Test
  void keysThatCannotBeUsedAreNamedWithWhatToDo() throws Exception {
    KeyStore keys = madeKeys();
    Path chain =
        Files.writeString(
            folder.resolve("c.pem"), pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
    Path old = Files.writeString(folder.resolve("k.pem"), pem("RSA PRIVATE KEY", new byte[9]));
    assertThatThrownBy(() -> new TlsFiles(chain, old).keys())
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            problem -> {
              assertThat(problem.place()).isEqualTo(old.toString());
              assertThat(problem.remedy()).contains("openssl pkcs8");
            });
    Path gone = folder.resolve("gone.pem");
    assertThatThrownBy(() -> new TlsFiles(chain, gone).keys())
        .isInstanceOf(TrailhouseException.class)
        .hasMessageContaining("cannot be read");
  }
}
