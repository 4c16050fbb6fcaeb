package io.trailhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trailhouse.sink.MessageSink;
import io.trailhouse.sink.MessageSink.Limits;
import io.trailhouse.sink.MessageSink.Message;
import io.trailhouse.sink.MessageSink.Refusal;
import io.trailhouse.sink.NotDelivered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [MessageSink] does.
public abstract class MessageSinkContract {
  /// All times are near, since some receivers take no others.
  protected final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  /// The sink under test, always the same.
  protected abstract MessageSink sink();

  /// The bodies that the receiver has taken, each as one text.
  protected abstract List<String> taken();

  /// From now on the receiver fails, or works again.
  protected abstract void fail(boolean fails);

  /// A message that the receiver refuses while it takes the others of the call; null when it
  /// cannot.
  protected abstract @Nullable Message refused(String id);

  /// A message for which the receiver refuses the whole call; null when it does not.
  protected abstract @Nullable Message poison(String id);

  protected Message message(String id, String body, Map<String, String> about) {
    return new Message(id, body.getBytes(StandardCharsets.UTF_8), now, about);
  }

  protected Message message(String id) {
    return message(
        id,
        "{\"eventID\":\"" + id + "\"}",
        Map.of(
            "account", "111122223333",
            "region", "eu-central-1",
            "source", "iam.amazonaws.com",
            "name", "CreateUser",
            "detail-type", "AWS API Call via CloudTrail"));
  }

  private List<Message> messages(int from, int to) {
    List<Message> messages = new ArrayList<>();
    for (int number = from; number < to; number++) {
      messages.add(message("e-" + number));
    }
    return messages;
  }

  private static String body(Message message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  @Test
  void everyMessageOfACallIsTakenInItsOrder() throws Exception {
    List<Message> messages = messages(0, Math.min(sink().limits().messages(), 600));
    assertThat(sink().send(messages)).isEmpty();
    assertThat(taken())
        .containsExactlyElementsOf(messages.stream().map(MessageSinkContract::body).toList());
  }

  @Test
  void aFullCallIsTaken() throws Exception {
    Limits limits = sink().limits();
    long left = limits.bytes();
    List<Message> messages = new ArrayList<>();
    while (messages.size() < limits.messages() && left > limits.overhead() + 2) {
      int bytes = (int) Math.min(left - limits.overhead(), limits.bytesEach());
      messages.add(message("e-" + messages.size(), '"' + "x".repeat(bytes - 2) + '"', hostile()));
      left -= bytes + limits.overhead();
    }
    assertThat(sink().send(messages)).isEmpty();
    assertThat(taken())
        .containsExactlyElementsOf(messages.stream().map(MessageSinkContract::body).toList());
  }

  @Test
  void whatDoesNotFitIntoACallIsSentAll() throws Exception {
    int most = sink().limits().messages();
    List<Message> messages = messages(0, most + Math.min(most, 3));
    assertThat(sink().send(messages)).isEmpty();
    assertThat(taken()).hasSize(messages.size());
  }

  @Test
  void nothingToSendIsNoCall() throws Exception {
    fail(true);
    assertThat(sink().send(List.of())).isEmpty();
    fail(false);
  }

  @Test
  void whatIsTooLargeOrEmptyIsRefusedForGoodAndTheOthersAreTaken() throws Exception {
    String large = "x".repeat(sink().limits().bytesEach() + 1);
    List<Message> messages =
        List.of(
            message("a"), message("b", large, Map.of()), message("c", "", Map.of()), message("d"));
    List<Refusal> refusals = sink().send(messages);
    assertThat(refusals).extracting(Refusal::index).containsExactly(1, 2);
    assertThat(refusals).extracting(Refusal::passing).containsOnly(false);
    assertThat(taken()).containsExactly(body(messages.get(0)), body(messages.get(3)));
  }

  @Test
  void aRefusalNamesTheMessageThatIsMeant() throws Exception {
    Message refused = refused("r");
    if (refused == null) {
      return;
    }
    List<Message> messages = new ArrayList<>(messages(0, 2));
    messages.add(refused);
    messages.addAll(messages(2, 4));
    List<Refusal> refusals = sink().send(messages);
    assertThat(refusals).extracting(Refusal::index).containsExactly(2);
    assertThat(refusals.get(0).reason()).isNotBlank();
    assertThat(taken()).hasSize(4).doesNotContain(body(refused));
  }

  @Test
  void aMessageThatSpoilsItsCallIsFoundAndTheOthersAreTaken() throws Exception {
    Message poison = poison("p");
    if (poison == null) {
      return;
    }
    List<Message> messages = new ArrayList<>(messages(0, 5));
    messages.add(3, poison);
    List<Refusal> refusals = sink().send(messages);
    assertThat(refusals).extracting(Refusal::index).containsExactly(3);
    assertThat(refusals.get(0).passing()).isFalse();
    assertThat(taken()).hasSize(5).doesNotContain(body(poison));
  }

  @Test
  void aReceiverThatFailsPassesAndTheSameGoesThroughLater() throws Exception {
    List<Message> messages = messages(0, 3);
    fail(true);
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> sink().send(messages))
        .matches(NotDelivered::isPassing)
        .satisfies(e -> assertThat(e.reason()).isNotBlank().doesNotContain(AwsDoubles.SECRET));
    fail(false);
    assertThat(sink().send(messages)).isEmpty();
    assertThat(taken()).hasSize(3);
  }

  /// Texts that nobody expects.
  protected static Map<String, String> hostile() {
    return Map.of(
        "account", "",
        "region", "a\u0000b\r\nX-Evil: 1",
        "source", "\uD800 lone \uFFFF and \u202E",
        "name", "n\u00e4me ".repeat(400),
        "detail-type", " ");
  }

  @Test
  void hostileTextIsDeliveredAsItIs() throws Exception {
    List<String> bodies =
        List.of(
            "{\"a\":\"\\u0000 \\r\\n \\ud800\"}",
            "{\"a\":\"\u202E \u00e4 \uD83D\uDE00 <&>]]> ' \\\" % + =\"}",
            "{\"a\":\"" + "\u00e4".repeat(300) + "\"}");
    List<Message> messages = new ArrayList<>();
    for (String body : bodies) {
      messages.add(message("h-" + messages.size(), body, hostile()));
    }
    assertThat(sink().send(messages)).isEmpty();
    assertThat(taken()).containsExactlyElementsOf(bodies);
  }

  @Test
  void timesOfManyDaysAreTakenTogether() throws Exception {
    List<Message> messages = new ArrayList<>();
    for (int day = 0; day < 10; day++) {
      Instant time = now.minus(Duration.ofDays(day)).minusSeconds(day);
      messages.add(
          new Message(
              "t-" + day,
              ("{\"day\":" + day + "}").getBytes(StandardCharsets.UTF_8),
              time,
              Map.of()));
    }
    Collections.swap(messages, 2, 7);
    assertThat(sink().send(messages)).isEmpty();
    assertThat(taken()).hasSize(10);
  }

  @Test
  void nothingSecretIsInItsName() {
    assertThat(sink().toString()).doesNotContain(AwsDoubles.SECRET).doesNotContain("s3cret");
  }
}
