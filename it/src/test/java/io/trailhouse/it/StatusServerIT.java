package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clauses S6 and S12 of docs/spec/serve.md, asked of the running program through sockets alone.
class StatusServerIT {
  private static final String WHOLE = "GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir private Path folder;

  private Program.Running serve(String listen) throws Exception {
    Files.writeString(folder.resolve("users"), "");
    Files.writeString(
        folder.resolve("trailhouse.yaml"),
        """
        watches: [cis]
        server: {listen: '%s', allow-remote: true, users: users, hosts: [logs.example]}
        """
            .formatted(listen));
    return Program.startTrailhouse(folder, Map.of(), "serve", "--home", "home");
  }

  private static InetSocketAddress address(Program.Running serve) throws Exception {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), URI.create(ServedTrail.url(serve)).getPort());
  }

  /// The answer to a request; what came of it when the other side closes first.
  private static String ask(InetSocketAddress at, String request) {
    try (Socket socket = new Socket()) {
      socket.connect(at, 10_000);
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      int read = in.read(buffer);
      while (read > 0) {
        answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        read = in.read(buffer);
      }
      return answer.toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String get(InetSocketAddress at, String... headers) {
    return ask(
        at, "GET /health HTTP/1.1\r\n" + String.join("", headers) + "Connection: close\r\n\r\n");
  }

  /// Ways of being slow, each of which once held a connection for ever.
  private static final List<String> BEGINNINGS =
      List.of(
          "",
          "G",
          "GET /status HTTP/1.1\r\nHost: local",
          WHOLE, // an answer that nobody reads, and a connection that stays
          "POST /status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx");

  @Test
  void aThousandSlowConnectionsHoldNobodyUpForLongAndAreDropped() throws Exception {
    try (Program.Running serve = serve("127.0.0.1:0")) {
      InetSocketAddress at = address(serve);
      List<Socket> slow = new ArrayList<>();
      try {
        for (int number = 0; number < 1_000; number++) {
          Socket socket = new Socket();
          socket.connect(at, 10_000);
          slow.add(socket);
          begin(socket, BEGINNINGS.get(number % BEGINNINGS.size()));
        }
        Await.until(() -> get(at, "Host: localhost\r\n").startsWith("HTTP/1.1 200"));
        Await.until(() -> slow.stream().allMatch(StatusServerIT::isDropped));
        assertThat(get(at, "Host: localhost\r\n")).startsWith("HTTP/1.1 200");
        assertThat(serve.isAlive()).isTrue();
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
    }
  }

  private static void begin(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // dropped already, because there are so many
    }
  }

  /// Sends one more byte, as a slow client does, and looks whether the other side has closed.
  private static boolean isDropped(Socket socket) {
    try {
      socket.setSoTimeout(1);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      while (in.read(buffer) >= 0) {
        // an answer
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aRequestThatIsLargerThanAnyoneNeedsIsRefused() throws Exception {
    try (Program.Running serve = serve("127.0.0.1:0")) {
      InetSocketAddress at = address(serve);
      assertThat(get(at, "Host: localhost\r\n", "X: " + "x".repeat(100_000) + "\r\n"))
          .doesNotContain("200 OK");
      assertThat(get(at, "Host: localhost\r\n", "X: x\r\n".repeat(1_000))).doesNotContain("200 OK");
      assertThat(get(at, "Host: localhost\r\n")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void theHostIsCheckedOnAllAddressesToo() throws Exception {
    try (Program.Running serve = serve("0.0.0.0:0")) {
      InetSocketAddress at = address(serve);
      int port = at.getPort();
      for (String host :
          List.of(
              "localhost",
              "127.0.0.1:" + port,
              "[::1]:" + port,
              "LOGS.example:" + port,
              "192.0.2.7:9090",
              "[2001:db8::7]")) {
        assertThat(get(at, "Host: " + host + "\r\n")).as(host).startsWith("HTTP/1.1 200");
      }
      for (String host :
          List.of(
              "attacker.example",
              "attacker.example:" + port,
              "127.0.0.1.attacker.example",
              "localhost.attacker.example",
              "192.0.2.7.nip.io",
              "1.2.3.4@attacker.example",
              "[::1].attacker.example",
              "")) {
        assertThat(get(at, "Host: " + host + "\r\n")).as(host).doesNotContain("200 OK");
      }
      assertThat(get(at)).as("no host").doesNotContain("200 OK");
      assertThat(get(at, "Host: localhost\r\n", "Host: attacker.example\r\n"))
          .as("two hosts")
          .doesNotContain("200 OK");
      Optional<String> own = ownAddress();
      if (own.isPresent()) {
        InetSocketAddress outside = new InetSocketAddress(own.get(), port);
        assertThat(get(outside, "Host: attacker.example\r\n")).startsWith("HTTP/1.1 421");
        assertThat(get(outside, "Host: " + own.get() + "\r\n")).startsWith("HTTP/1.1 200");
      }
    }
  }

  private static Optional<String> ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
        .map(java.net.InetAddress::getHostAddress)
        .findFirst();
  }

  /// Clauses S10 and S11.
  @Test
  void statusAsksTheRunningServeOfItsHomeAndSaysWhenNoneRuns() throws Exception {
    Program.Ended none = Program.trailhouse(folder, "status", "--home", "home");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("no serve answers").contains("trailhouse serve");
    try (Program.Running serve = serve("127.0.0.1:0")) {
      ServedTrail.url(serve);
      assertThat(serve.said())
          .contains("watches: 15 watches of cis")
          .contains("upkeep: every 15 min");
      Program.Ended asked = Program.trailhouse(folder, "status", "--home", "home");
      assertThat(asked.out())
          .contains("serve ", folder.resolve("home").toString(), "rules: 15 rules", "No problems.");
      assertThat(asked.exit()).isZero();
      Program.Ended json = Program.trailhouse(folder, "status", "--home", "home", "--json");
      assertThat(json.out()).contains("\"problems\" : [ ]", "\"head\" : ");
      Program.Ended other = Program.trailhouse(folder, "status", "--home", "other");
      assertThat(other.exit()).isEqualTo(1);
      serve.interrupt();
      serve.end();
      assertThat(folder.resolve("home/serve.address")).doesNotExist();
      assertThat(Program.trailhouse(folder, "status", "--home", "home").exit()).isEqualTo(1);
    }
  }

  @Test
  void problemsAreLoggedWithTheirRemedyAndShownByStatus() throws Exception {
    Files.writeString(
        folder.resolve("trailhouse.yaml"),
        """
        sources: {gone: {s3: 's3://gone-bucket/', list: 1s}}
        server: {listen: 127.0.0.1:0}
        """);
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "a",
            "AWS_SECRET_ACCESS_KEY", "b",
            "AWS_REGION", "us-east-1",
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9/");
    try (Program.Running serve =
        Program.startTrailhouse(folder, environment, "serve", "--home", "home")) {
      ServedTrail.url(serve);
      Await.until(() -> serve.said().contains("Journal: source gone: "));
      assertThat(serve.said().lines().filter(line -> line.contains("Journal: source gone: ")))
          .hasSize(1)
          .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
          .contains(". To do: ")
          .contains("sources.gone");
      Program.Ended asked = Program.trailhouse(folder, "status", "--home", "home");
      assertThat(asked.exit()).isEqualTo(1);
      assertThat(asked.out()).contains("1 problem:", "  source gone: ", "    to do: ");
    }
  }
}
