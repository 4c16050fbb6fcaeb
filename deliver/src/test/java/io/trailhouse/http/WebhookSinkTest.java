package io.trailhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.Headers;
import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.MessageSink.Message;
import io.trailhouse.destination.MessageSink.Refusal;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.fixture.MessageSinkContract;
import io.trailhouse.testkit.ServiceDouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSinkTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-05-01T08:00:00Z"));

  abstract static class Contract extends MessageSinkContract {
    final WebhookReceiver receiver;
    private final WebhookSink sink;

    Contract(boolean isBatch) throws IOException {
      receiver = new WebhookReceiver();
      sink =
          new WebhookSink(
              new Endpoint(
                  receiver.address(), Map.of("Authorization", "Bearer s3cret"), "s3cret key"),
              isBatch,
              new Poster(CLOCK, Duration.ofSeconds(2), Tls.DEFAULTS));
    }

    @AfterEach
    void stop() {
      receiver.close();
    }

    @Override
    protected MessageSink sink() {
      return sink;
    }

    @Override
    protected List<String> taken() {
      return receiver.bodies;
    }

    @Override
    protected void fail(boolean fails) {
      receiver.status = fails ? 503 : 200;
    }

    @Override
    protected @Nullable Message refused(String id) {
      return null;
    }

    @Override
    protected @Nullable Message poison(String id) {
      return message(id, '"' + ServiceDouble.POISON + '"', Map.of());
    }
  }

  @Nested
  class One extends Contract {
    One() throws IOException {
      super(false);
    }

    @Test
    void aRequestIsSignedAndNamesItsMessage() throws Exception {
      sink().send(List.of(message("a-1"), message("b-2")));
      Headers first = receiver.headers.get(0);
      String body = receiver.bodies.get(0);
      long seconds = CLOCK.instant().getEpochSecond();
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("s3cret key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signed = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
      assertThat(first.getFirst("Trailhouse-Signature"))
          .isEqualTo("t=" + seconds + ",v1=" + HexFormat.of().formatHex(signed));
      assertThat(first.getFirst("Trailhouse-Delivery")).isEqualTo("a-1");
      assertThat(first.getFirst("Authorization")).isEqualTo("Bearer s3cret");
      assertThat(first.getFirst("Content-Type")).isEqualTo("application/json");
      assertThat(receiver.headers.get(1).getFirst("Trailhouse-Delivery")).isEqualTo("b-2");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 401, 403, 404, 408, 429, 500, 502, 504})
    void whatPeopleOrTimeFixPasses(int status) {
      receiver.status = status;
      receiver.answered = Map.of("Retry-After", "120", "Location", receiver.address().toString());
      assertThatExceptionOfType(NotDelivered.class)
          .isThrownBy(() -> sink().send(List.of(message("a"))))
          .matches(NotDelivered::isPassing)
          .satisfies(e ->
              assertThat(e.reason())
                  .contains("127.0.0.1", String.valueOf(status), "Retry-After: 120")
                  .doesNotContain("s3cret", "/in"))
          .satisfies(e -> assertThat(e.failure().after()).isEqualTo(Duration.ofMinutes(2)));
      assertThat(receiver.headers).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatTheReceiverSaysOfTheBodyIsForGood(int status) throws Exception {
      receiver.status = status;
      List<Refusal> refusals = sink().send(List.of(message("a")));
      assertThat(refusals).extracting(Refusal::passing).containsExactly(false);
    }

    @Test
    void noAnswerAndNoReceiverPass() {
      receiver.isSilent = true;
      assertThatExceptionOfType(NotDelivered.class)
          .isThrownBy(() -> sink().send(List.of(message("a"))))
          .matches(NotDelivered::isPassing);
      receiver.close();
      assertThatExceptionOfType(NotDelivered.class)
          .isThrownBy(() -> sink().send(List.of(message("a"))))
          .matches(NotDelivered::isPassing)
          .satisfies(e -> assertThat(e.reason()).doesNotContain("s3cret"));
    }
  }

  @Nested
  class Batch extends Contract {
    Batch() throws IOException {
      super(true);
    }

    @Override
    protected List<String> taken() {
      try {
        return receiver.elements();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    void manyMessagesAreOneArray() throws Exception {
      sink().send(List.of(message("a"), message("b"), message("c")));
      assertThat(receiver.bodies)
          .containsExactly("[{\"eventID\":\"a\"},{\"eventID\":\"b\"},{\"eventID\":\"c\"}]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://example.com/, X-A, b, k",
    "/only/a/path, X-A, b, k",
    "https://s3cret@example.com/, X-A, b, k",
    "https://example.com:99999/s3cret, X-A, b, k",
    "https://example.com:0/s3cret, X-A, b, k",
    "https://example.com/ s3cret, X-A, b, k",
    "https://example.com/, content-length, s3cret, k",
    "https://example.com/, Connection, s3cret, k",
    "https://example.com/, Transfer-Encoding, s3cret, k",
    "https://example.com/, Trailhouse-Signature, s3cret, k",
    "https://example.com/, X-A, 's3cret\r', k",
    "https://example.com/, Host, b, k",
    "https://example.com/, X A, s3cret, k",
    "https://example.com/, X-A, 's3cret\nX-B: c', k",
    "https://example.com/, X-A, b, ''"
  })
  void whatCannotBeSentIsKnownBefore(String address, String name, String value, String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Endpoint.of(address, Map.of(name, value), key))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret"));
  }
}
