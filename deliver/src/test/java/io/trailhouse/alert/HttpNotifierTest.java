package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.destination.Failure;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.finding.Level;
import io.trailhouse.http.Endpoint;
import io.trailhouse.http.Poster;
import io.trailhouse.http.Tls;
import io.trailhouse.testkit.PostReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Slack, Teams, webhook and PagerDuty, each against a receiver on loopback.
class HttpNotifierTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InstantSource CLOCK = InstantSource.fixed(SampleFindings.NOON);

  private PostReceiver receiver;
  private Poster http;

  @BeforeEach
  void listen() throws IOException {
    receiver = new PostReceiver();
    http = new Poster(CLOCK, Duration.ofSeconds(2), Tls.DEFAULTS);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private Map<Destination, Notifier> all(String url) {
    Map<Destination, Notifier> all = new LinkedHashMap<>();
    for (Destination each :
        new Destination[] {
          new Destination.Slack(Endpoint.of(url)),
          new Destination.Teams(Endpoint.of(url)),
          new Destination.Webhook(
              Endpoint.of(url, Map.of("Authorization", "Bearer t0ken"), "the-key")),
          new Destination.PagerDuty(Endpoint.of(url), Secret.of("routing-secret"))
        }) {
      all.put(each, Notifiers.of(each, http, topic -> message -> {}));
    }
    return all;
  }

  private static AlertMessage message(Destination destination) {
    return SampleFindings.message(AlertSpec.of("soc", destination), SampleFindings.finding(1));
  }

  private void everyNotifierFails(
      String url, Runnable prepare, Failure.Hope hope, Duration after, String reason) {
    all(url)
        .forEach((destination, notifier) -> {
          prepare.run();
          Failure failure = failure(notifier, message(destination));
          assertThat(failure.hope()).as(destination.place()).isEqualTo(hope);
          assertThat(failure.after()).as(destination.place()).isEqualTo(after);
          assertThat(failure.reason()).as(destination.place()).isEqualTo(reason);
        });
  }

  private static Failure failure(Notifier notifier, AlertMessage message) {
    NotDelivered thrown = catchThrowableOfType(NotDelivered.class, () -> notifier.send(message));
    assertThat(thrown).isNotNull();
    assertThat(thrown).hasNoCause();
    return thrown.failure();
  }

  @Test
  void whatIsTakenIsSentOnceAndAsJson() throws Exception {
    for (Map.Entry<Destination, Notifier> each : all(receiver.url("/in")).entrySet()) {
      each.getValue().send(message(each.getKey()));
    }
    assertThat(receiver.posts()).hasSize(4);
    for (PostReceiver.Post post : receiver.posts()) {
      assertThat(post.method()).isEqualTo("POST");
      assertThat(post.headers().get("content-type")).startsWith("application/json");
      assertThat(JSON.readTree(post.body()).isObject()).isTrue();
      assertThat(post.body()).contains("Title of rule-a");
    }
  }

  @Test
  void slackGetsBlocks() throws Exception {
    all(receiver.url("/")).values().iterator().next().send(message(new Destination.Sns("t")));
    JsonNode body = JSON.readTree(receiver.posts().get(0).body());
    assertThat(body.path("text").asText()).isEqualTo("[HIGH] Title of rule-a by ann");
    assertThat(body.path("blocks").get(0).path("text").path("type").asText())
        .isEqualTo("plain_text");
    assertThat(body.path("blocks").get(1).path("fields").size()).isBetween(5, 10);
  }

  @Test
  void aWebhookIsSignedAndNamesItsDelivery() throws Exception {
    Destination.Webhook webhook =
        new Destination.Webhook(
            Endpoint.of(receiver.url("/"), Map.of("Authorization", "Bearer t0ken"), "the-key"));
    AlertMessage message = message(webhook);
    new WebhookNotifier(webhook, http).send(message);
    PostReceiver.Post post = receiver.posts().get(0);
    assertThat(post.headers())
        .containsEntry("trailhouse-delivery", message.id())
        .containsEntry("authorization", "Bearer t0ken");
    String signature = post.headers().get("trailhouse-signature");
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(
        new javax.crypto.spec.SecretKeySpec(
            "the-key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    long seconds = SampleFindings.NOON.getEpochSecond();
    byte[] expected = mac.doFinal((seconds + "." + post.body()).getBytes(StandardCharsets.UTF_8));
    assertThat(signature)
        .isEqualTo("t=" + seconds + ",v1=" + java.util.HexFormat.of().formatHex(expected));
    JsonNode body = JSON.readTree(post.body());
    assertThat(body.path("count").asInt()).isEqualTo(1);
    assertThat(body.path("events").get(0).path("event").path("eventID").asText())
        .isEqualTo("event-1");
    assertThat(post.body()).as("numbers keep their digits").contains("\"n\":1.10");
  }

  @Test
  void pagerDutyGetsAnEventWithTheAlertsIdAsItsKey() throws Exception {
    Destination.PagerDuty events =
        new Destination.PagerDuty(Endpoint.of(receiver.url("/v2/enqueue")), Secret.of("rk"));
    AlertMessage message = message(events);
    new PagerDutyNotifier(events, http).send(message);
    JsonNode body = JSON.readTree(receiver.posts().get(0).body());
    assertThat(body.path("routing_key").asText()).isEqualTo("rk");
    assertThat(body.path("event_action").asText()).isEqualTo("trigger");
    assertThat(body.path("dedup_key").asText()).isEqualTo(message.id());
    assertThat(body.path("payload").path("severity").asText()).isEqualTo("error");
    assertThat(body.path("payload").path("source").asText()).isEqualTo("AWS account 111122223333");
    assertThat(body.path("payload").path("summary").asText()).isEqualTo(message.title());
    assertThat(body.path("payload").path("custom_details").path("Rule id").asText())
        .isEqualTo("rule-a");
  }

  @Test
  void aBusyReceiverIsAskedAgainAfterTheTimeItSays() {
    Object[][] answers = {
      {429, "120", Duration.ofMinutes(2), "HTTP 429, Retry-After: 120 s"},
      {503, "Sun, 01 Mar 2026 12:05:00 GMT", Duration.ofMinutes(5), "HTTP 503, Retry-After: 300 s"},
      {429, "999999999", Duration.ofHours(1), "HTTP 429, Retry-After: 3600 s"},
      {429, "Bearer t0ken", null, "HTTP 429"}
    };
    for (Object[] answer : answers) {
      everyNotifierFails(
          receiver.url("/"),
          () -> receiver.answer((int) answer[0], Map.of("Retry-After", (String) answer[1]), "no"),
          Failure.Hope.SOON,
          (Duration) answer[2],
          "webhook 127.0.0.1: " + answer[3]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 500, 502, 504})
  void aBrokenReceiverIsAskedAgain(int status) {
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(status, Map.of(), "oops"),
        Failure.Hope.SOON,
        null,
        "webhook 127.0.0.1: HTTP " + status);
  }

  @Test
  void aSilentReceiverIsNotWaitedForForEver() {
    http = new Poster(CLOCK, Duration.ofMillis(300), Tls.DEFAULTS);
    everyNotifierFails(
        receiver.url("/"),
        receiver::fallSilent,
        Failure.Hope.SOON,
        null,
        "webhook 127.0.0.1: the connection failed: no answer in time");
  }

  @Test
  void nobodyListeningIsWorthARetry() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    everyNotifierFails(
        "http://127.0.0.1:" + port + "/T0/secret",
        () -> {},
        Failure.Hope.SOON,
        null,
        "webhook 127.0.0.1: the connection failed: nobody answers at its address");
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (PostReceiver other = new PostReceiver()) {
      everyNotifierFails(
          receiver.url("/"),
          () -> receiver.answer(307, Map.of("Location", other.url("/steal")), ""),
          Failure.Hope.WHEN_MENDED,
          null,
          "webhook 127.0.0.1: HTTP 307, a redirect, which is not followed");
      assertThat(other.posts()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 404, 405, 409, 410, 415, 431})
  void aRefusalOfTheAddressWaitsToBeFixed(int status) {
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(status, Map.of(), "no_service"),
        Failure.Hope.WHEN_MENDED,
        null,
        "webhook 127.0.0.1: HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void aRefusalOfTheMessageIsFinal(int status) {
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(status, Map.of(), "invalid_payload"),
        Failure.Hope.NEVER,
        null,
        "webhook 127.0.0.1: HTTP " + status);
  }

  /// A21: whatever form of a secret an answer quotes, its body, its headers or its status line.
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 429, 500})
  void nothingOfAnAnswerIsRepeated(int status) {
    String quote =
        "/T0/p4th?sig=qu3ry p4th%2F routing-secret the-key Bearer t0ken t0ken "
            + Base64.getEncoder().encodeToString("t0ken".getBytes(StandardCharsets.UTF_8));
    everyNotifierFails(
        receiver.url("/T0/p4th?sig=qu3ry"),
        () -> receiver.answer(status, Map.of("Retry-After", quote, "Location", quote), quote),
        status == 400
            ? Failure.Hope.NEVER
            : status == 401 ? Failure.Hope.WHEN_MENDED : Failure.Hope.SOON,
        null,
        "webhook 127.0.0.1: HTTP " + status);
  }

  @Test
  void anAnswerThatIsNoHttpIsNotRepeated() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(() -> {
            try {
              while (true) {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read(new byte[100_000]);
                  socket
                      .getOutputStream()
                      .write("t0ken /T0/p4th the-key\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                }
              }
            } catch (IOException e) {
              return; // the test is over
            }
          });
      answering.setDaemon(true);
      answering.start();
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/T0/p4th?sig=qu3ry";
      all(url)
          .forEach((destination, notifier) -> {
            Failure failure = failure(notifier, message(destination));
            assertThat(failure.hope()).isEqualTo(Failure.Hope.SOON);
            assertThat(failure.reason())
                .startsWith("webhook 127.0.0.1: the connection failed")
                .doesNotContain("t0ken", "p4th", "the-key", "qu3ry");
          });
    }
  }

  @Test
  void hostileTextsStayTexts() throws Exception {
    for (Map.Entry<Destination, Notifier> each : all(receiver.url("/in")).entrySet()) {
      each.getValue()
          .send(
              SampleFindings.message(
                  AlertSpec.of("soc", each.getKey()),
                  SampleFindings.hostile("{\"a\":\"" + "x".repeat(200_000) + "\"}")));
    }
    JsonNode slack = JSON.readTree(receiver.posts().get(0).body());
    assertThat(slack.toString()).contains("&lt;!channel&gt;").doesNotContain("\u202E");
    assertThat(slack.path("text").asText()).doesNotContain("`", "*", "<");
    for (JsonNode block : slack.path("blocks")) {
      for (JsonNode field : block.path("fields")) {
        assertThat(field.path("text").asText()).doesNotContain("<", ">", "`");
        assertThat(field.path("text").asText().length()).isLessThan(2000);
      }
      assertThat(block.path("text").path("text").asText().length()).isLessThanOrEqualTo(3000);
    }
    JsonNode teams = JSON.readTree(receiver.posts().get(1).body());
    assertThat(teams.findValuesAsText("type")).doesNotContain("TextBlock");
    assertThat(teams.toString()).doesNotContain("{{DATE");
    assertThat(receiver.posts().get(1).body().length()).isLessThan(28_000);
    assertThat(receiver.posts().get(2).body().length()).isBetween(200_000, 1 << 20);
    assertThat(receiver.posts().get(3).body().length()).isLessThan(512_000);
    for (PostReceiver.Post post : receiver.posts()) {
      assertThat(post.body().chars()).as("ASCII alone").allMatch(unit -> unit < 0x80);
    }
  }

  @Test
  void aCardOfManyGroupsFitsIntoTeams() throws Exception {
    AlertSpec spec = AlertSpec.of("soc", new Destination.Teams(Endpoint.of(receiver.url("/"))));
    java.util.List<Alert> many = new java.util.ArrayList<>();
    for (int i = 0; i < 150; i++) {
      many.add(
          Groups.open(
              spec,
              java.util.List.of(SampleFindings.finding(i, "r" + i, "日本語".repeat(150), Level.LOW)),
              SampleFindings.NOON,
              SampleFindings.NOON));
    }
    AlertMessage message =
        new MessageWriter(spec).write(Groups.fold(spec, many, SampleFindings.NOON));
    assertThat(message.count()).isEqualTo(150);
    for (Notifier each : all(receiver.url("/")).values()) {
      each.send(message);
    }
    assertThat(receiver.posts().get(1).body().length()).isLessThan(28_000);
  }

  @Test
  void anOutboxRepeatsADeliveryUnderItsId(@TempDir Path folder) {
    Destination.Webhook webhook = new Destination.Webhook(Endpoint.of(receiver.url("/")));
    TestClock clock = new TestClock(SampleFindings.NOON);
    Outbox outbox =
        Outbox.open(
            folder, AlertSpec.of("soc", webhook), new WebhookNotifier(webhook, http), clock);
    receiver.answer(503, Map.of("Retry-After", "30"), "");
    outbox.add(List.of(SampleFindings.finding(1)));
    assertThat(outbox.work()).isEqualTo(Duration.ofSeconds(30));
    clock.turn(Duration.ofSeconds(30));
    outbox.work();
    outbox.work();
    assertThat(receiver.posts()).hasSize(2);
    assertThat(receiver.posts().get(0).body()).isEqualTo(receiver.posts().get(1).body());
    assertThat(receiver.posts().get(0).headers().get("trailhouse-delivery"))
        .isEqualTo(receiver.posts().get(1).headers().get("trailhouse-delivery"))
        .isEqualTo(outbox.alerts().get(0).id());
    assertThat(receiver.posts().get(0).headers()).doesNotContainKey("trailhouse-signature");
  }

  @Test
  void whatIsNoAddressIsRefusedWithoutBeingShown() {
    for (String wrong :
        new String[] {"T0/very-secret", "file:///very-secret", "https:// very-secret"}) {
      assertThatThrownBy(() -> Endpoint.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("very-secret");
    }
    assertThatThrownBy(() ->
            new Destination.MailServer(
                URI.create("smtp://u:very-secret@h"), null, null, Destination.StartTls.REQUIRED))
        .message()
        .doesNotContain("very-secret");
    assertThatThrownBy(() ->
            new Destination.MailServer(
                URI.create("smtp://h:99999"), null, null, Destination.StartTls.REQUIRED))
        .hasMessageContaining("99999");
  }

  @Test
  void secretsDoNotShow() {
    for (Destination each : all("https://hooks.example/T0/very-secret").keySet()) {
      assertThat(each.place()).contains("hooks.example").doesNotContain("very-secret");
      assertThat(each.toString())
          .doesNotContain("very-secret", "the-key", "Bearer", "routing-secret");
    }
  }
}
