package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.MessageSink.Message;
import io.trailhouse.destination.MessageSink.Refusal;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.testkit.ServiceDouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogGroupSinkTest extends ServiceContract {
  @Override
  MessageSink make() {
    return new LogGroupSink(services.signedCall(), "routed", "all");
  }

  @Override
  String named() {
    return "logs";
  }

  private Message at(Instant time) {
    byte[] body = ("{\"at\":\"" + time + "\"}").getBytes(StandardCharsets.UTF_8);
    return new Message("t", body, time, Map.of());
  }

  /// It is too old.
  @Override
  protected @Nullable Message refused(String id) {
    return at(now.minus(Duration.ofDays(15)));
  }

  @Test
  void theStreamIsMadeOnceAndTheGroupIsNot() throws Exception {
    sink().send(List.of(message("a")));
    sink().send(List.of(message("b")));
    assertThat(services.service.asked())
        .containsExactly(
            "logs PUT_LOG_EVENTS",
            "logs CREATE_LOG_STREAM",
            "logs PUT_LOG_EVENTS",
            "logs PUT_LOG_EVENTS");
    LogGroupSink nowhere = new LogGroupSink(services.signedCall(), "missing", "all");
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> nowhere.send(List.of(message("c"))))
        .matches(NotDelivered::isPassing)
        .withMessageContaining("ResourceNotFoundException");
  }

  @Test
  void whatIsTooOldOrTooFarAheadIsRefusedForGood() throws Exception {
    List<Refusal> refusals =
        sink()
            .send(
                List.of(
                    at(now.plus(Duration.ofHours(5))),
                    at(now),
                    at(now.minus(Duration.ofDays(15))),
                    at(now.minus(Duration.ofDays(14)).minusSeconds(5)),
                    at(now.minus(Duration.ofDays(14)).plusSeconds(60)),
                    at(Instant.EPOCH.minusSeconds(9))));
    assertThat(refusals).extracting(Refusal::index).containsExactly(0, 2, 3, 5);
    assertThat(refusals).extracting(Refusal::passing).containsOnly(false);
    assertThat(taken()).hasSize(2);
  }

  @Test
  void callsAreInTheOrderOfTimeAndHaveLessThanADay() throws Exception {
    sink()
        .send(
            List.of(
                at(now.minus(Duration.ofHours(1))),
                at(now.minus(Duration.ofHours(25))),
                at(now.minus(Duration.ofHours(2))),
                at(now.minus(Duration.ofHours(26))),
                at(now)));
    assertThat(services.service.taken())
        .extracting(each -> each.with().path("timestamp").asLong())
        .isSorted();
    assertThat(services.service.taken())
        .extracting(ServiceDouble.Taken::call)
        .containsExactly(3, 3, 4, 4, 4);
  }

  @Test
  void anEndpointThatAsksForATokenGetsIt() throws Exception {
    services.service.askForToken("4711");
    assertThat(sink().send(List.of(message("a")))).isEmpty();
    assertThat(sink().send(List.of(message("b")))).isEmpty();
    assertThat(taken()).hasSize(2);
    assertThat(services.service.asked()).hasSize(5);
  }

  @Test
  void afterAFailureNoFurtherDayIsTried() throws Exception {
    sink().send(List.of(message("a")));
    List<Message> messages = List.of(at(now), at(now.minus(Duration.ofDays(3))));
    services.service.down(503, "ServiceUnavailable");
    assertThatExceptionOfType(NotDelivered.class).isThrownBy(() -> sink().send(messages));
    assertThat(services.service.asked()).hasSize(4);
  }
}
