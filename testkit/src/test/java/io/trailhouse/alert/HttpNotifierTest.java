package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.rule.Level;
import io.trailhouse.testkit.PostReceiver;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Slack, Teams, webhook and PagerDuty, each against a receiver on loopback.
class HttpNotifierTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InstantSource CLOCK = InstantSource.fixed(SampleFindings.NOON);

  private PostReceiver receiver;
  private HttpPoster http;

  @BeforeEach
  void listen() throws IOException {
    receiver = new PostReceiver();
    http = new HttpPoster(CLOCK, Duration.ofSeconds(2));
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private Map<Destination, Notifier> all(String url) {
    Map<Destination, Notifier> all = new LinkedHashMap<>();
    for (Destination each :
        new Destination[] {
          new Destination.Slack(Secret.of(url)),
          new Destination.Teams(Secret.of(url)),
          new Destination.Webhook(
              Secret.of(url), Secret.of("the-key"), Map.of("Authorization", Secret.of("Bearer x"))),
          new Destination.PagerDuty(URI.create(url), Secret.of("routing-secret"))
        }) {
      all.put(each, Notifiers.of(each, http, topic -> message -> {}));
    }
    return all;
  }

  private static AlertMessage message(Destination destination) {
    return SampleFindings.message(AlertSpec.of("soc", destination), SampleFindings.finding(1));
  }

  private void everyNotifierFails(
      String url, Runnable prepare, boolean worthRetry, Duration after, String reason) {
    all(url)
        .forEach((destination, notifier) -> {
          prepare.run();
          NotSent failure =
              catchThrowableOfType(NotSent.class, () -> notifier.send(message(destination)));
          assertThat(failure).as(destination.place()).isNotNull();
          assertThat(failure.isWorthRetry()).as(destination.place()).isEqualTo(worthRetry);
          assertThat(failure.after()).as(destination.place()).isEqualTo(after);
          assertThat(failure.reason()).as(destination.place()).contains(reason);
          assertThat(failure.reason()).doesNotContain(url, "routing-secret", "the-key");
        });
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
            Secret.of(receiver.url("/")),
            Secret.of("the-key"),
            Map.of("Authorization", Secret.of("Bearer x")));
    AlertMessage message = message(webhook);
    new WebhookNotifier(webhook, http).send(message);
    PostReceiver.Post post = receiver.posts().get(0);
    assertThat(post.headers())
        .containsEntry("trailhouse-delivery", message.id())
        .containsEntry("authorization", "Bearer x");
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
        new Destination.PagerDuty(URI.create(receiver.url("/v2/enqueue")), Secret.of("rk"));
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
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(429, Map.of("Retry-After", "120"), "slow down"),
        true,
        Duration.ofMinutes(2),
        "429");
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(503, Map.of("Retry-After", "Sun, 01 Mar 2026 12:05:00 GMT"), ""),
        true,
        Duration.ofMinutes(5),
        "503");
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(429, Map.of("Retry-After", "999999999"), ""),
        true,
        Duration.ofHours(1),
        "429");
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(429, Map.of("Retry-After", "soon"), ""),
        true,
        null,
        "429");
  }

  @Test
  void aBrokenReceiverIsAskedAgain() {
    everyNotifierFails(
        receiver.url("/"), () -> receiver.answer(500, Map.of(), "oops"), true, null, "500: oops");
  }

  @Test
  void aSilentReceiverIsNotWaitedForForEver() {
    http = new HttpPoster(CLOCK, Duration.ofMillis(300));
    everyNotifierFails(receiver.url("/"), receiver::fallSilent, true, null, "no answer in time");
  }

  @Test
  void nobodyListeningIsWorthARetry() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    everyNotifierFails(
        "http://127.0.0.1:" + port + "/T0/secret", () -> {}, true, null, "connection failed");
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (PostReceiver other = new PostReceiver()) {
      everyNotifierFails(
          receiver.url("/"),
          () -> receiver.answer(307, Map.of("Location", other.url("/steal")), ""),
          true,
          Duration.ofMinutes(5),
          "redirect");
      assertThat(other.posts()).isEmpty();
    }
  }

  @Test
  void aRefusalOfTheAddressWaitsToBeMendedAndOneOfTheMessageIsFinal() {
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(404, Map.of(), "no_service"),
        true,
        Duration.ofMinutes(5),
        "404: no_service");
    everyNotifierFails(
        receiver.url("/"),
        () -> receiver.answer(400, Map.of(), "no such thing: " + receiver.url("/")),
        false,
        null,
        "400");
  }

  @Test
  void anAnswerThatQuotesASecretIsNotQuoted() {
    for (Map.Entry<Destination, Notifier> each : all(receiver.url("/T0/xyz")).entrySet()) {
      receiver.answer(400, Map.of(), "token /T0/xyz key routing-secret the-key Bearer x");
      NotSent failure =
          catchThrowableOfType(NotSent.class, () -> each.getValue().send(message(each.getKey())));
      assertThat(failure.reason()).contains("token /***").doesNotContain("xyz");
      if (each.getKey() instanceof Destination.PagerDuty) {
        assertThat(failure.reason()).doesNotContain("routing-secret");
      }
      if (each.getKey() instanceof Destination.Webhook) {
        assertThat(failure.reason()).doesNotContain("the-key", "Bearer x");
      }
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
    AlertSpec spec = AlertSpec.of("soc", new Destination.Teams(Secret.of(receiver.url("/"))));
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
    Destination.Webhook webhook =
        new Destination.Webhook(Secret.of(receiver.url("/")), null, Map.of());
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
      assertThatThrownBy(() -> new Destination.Slack(Secret.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("very-secret");
    }
    assertThatThrownBy(() ->
            new Destination.MailServer(
                URI.create("smtp://u:very-secret@h"), null, null, Destination.StartTls.REQUIRED))
        .message()
        .doesNotContain("very-secret");
  }

  @Test
  void secretsDoNotShow() {
    for (Destination each : all("https://hooks.example/T0/very-secret").keySet()) {
      assertThat(each.place()).contains("hooks.example").doesNotContain("very-secret");
      if (!(each instanceof Destination.PagerDuty)) {
        assertThat(each.toString()).doesNotContain("very-secret", "the-key", "Bearer");
      }
    }
  }
}
