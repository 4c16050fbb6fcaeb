package io.trailhouse.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trailhouse.destination.MessageSink.Limits;
import io.trailhouse.destination.MessageSink.Message;
import io.trailhouse.destination.MessageSink.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendingTest {
  private static final Limits LIMITS = new Limits(4, 40, 20, 2);

  private final List<String> calls = new ArrayList<>();

  private static List<Message> messages(String... bodies) {
    List<Message> messages = new ArrayList<>();
    for (String body : bodies) {
      messages.add(
          new Message("id", body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, Map.of()));
    }
    return messages;
  }

  /// Refuses a call with `bad` in it for good, one with `down` for now, and `not` alone.
  private List<Refusal> call(List<Message> part) throws NotDelivered {
    List<String> bodies =
        part.stream().map(each -> new String(each.body(), StandardCharsets.UTF_8)).toList();
    calls.add(String.join(" ", bodies));
    if (bodies.contains("down")) {
      throw new NotDelivered(Failure.again("it is down"));
    }
    if (bodies.contains("bad")) {
      throw new NotDelivered(Failure.never("bad"));
    }
    int not = bodies.indexOf("not");
    return not < 0 ? List.of() : List.of(new Refusal(not, Failure.again("not now")));
  }

  private List<Refusal> send(String... bodies) throws NotDelivered {
    return Sending.send(messages(bodies), LIMITS, this::call);
  }

  @Test
  void callsKeepToEveryLimit() throws Exception {
    assertThat(send("a", "b", "c", "d", "e")).isEmpty();
    assertThat(send("1234567890123456789", "1234567890123456", "x", "y")).isEmpty();
    assertThat(calls)
        .containsExactly("a b c d", "e", "1234567890123456789 1234567890123456", "x y");
  }

  @Test
  void whatSpoilsACallIsFoundByHalves() throws Exception {
    assertThat(send("a", "bad", "c", "bad"))
        .containsExactly(
            new Refusal(1, Failure.never("bad")), new Refusal(3, Failure.never("bad")));
    assertThat(calls).containsExactly("a bad c bad", "a bad", "a", "bad", "c bad", "c", "bad");
  }

  @Test
  void refusalsKeepTheIndexOfTheirMessage() throws Exception {
    assertThat(send("", "a", "bad", "b", "not", "c"))
        .containsExactly(
            new Refusal(0, Failure.never("the message is empty")),
            new Refusal(2, Failure.never("bad")),
            new Refusal(4, Failure.again("not now")));
  }

  @Test
  void afterAFailureNothingMoreIsTriedAndWhatWasTakenIsTold() throws Exception {
    assertThat(send("a", "b", "c", "d", "down", "e", "f", "g", "h"))
        .extracting(Refusal::index)
        .containsExactly(4, 5, 6, 7, 8);
    assertThat(calls).hasSize(2);
    assertThat(send("a", "b", "c", "d", "down"))
        .containsExactly(new Refusal(4, Failure.again("it is down")));
  }

  @Test
  void aFailureBeforeAnythingWasTakenIsThrown() {
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> send("", "bad", "down", "c"))
        .matches(NotDelivered::isPassing);
    assertThat(calls).hasSize(1);
  }
}
