package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.MessageSink.Message;
import io.trailhouse.destination.MessageSink.Refusal;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.RetryAfter;
import io.trailhouse.fixture.MessageSinkContract;
import io.trailhouse.testkit.ServiceDouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every sink of an AWS service does.
abstract class ServiceContract extends MessageSinkContract {
  final Services services;
  private @Nullable MessageSink made;

  ServiceContract() {
    try {
      services = new Services();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  abstract MessageSink make();

  /// The service's name as it stands before each reason.
  abstract String named();

  @AfterEach
  void stop() {
    services.close();
  }

  @Override
  protected MessageSink sink() {
    if (made == null) {
      made = make();
    }
    return made;
  }

  @Override
  protected List<String> taken() {
    return services.service.taken().stream().map(ServiceDouble.Taken::body).toList();
  }

  @Override
  protected void fail(boolean fails) {
    if (fails) {
      services.service.down(503, "ServiceUnavailable");
    } else {
      services.service.up();
    }
  }

  @Override
  protected @Nullable Message refused(String id) {
    return message(id, "{\"a\":\"" + ServiceDouble.REFUSED + "\"}", Map.of());
  }

  @Override
  protected @Nullable Message poison(String id) {
    return message(id, "{\"a\":\"" + ServiceDouble.POISON + "\"}", Map.of());
  }

  /// Seconds, or a date by the service's own clock.
  @Test
  void theTimeForWhichTheServiceAsksIsHandedOn() {
    services.service.down(503, "ServiceUnavailable", "17");
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> sink().send(List.of(message("a"))))
        .satisfies(e -> assertThat(e.failure().after()).isEqualTo(Duration.ofSeconds(17)));
    services.service.down(400, "ThrottlingException", "Tue, 31 Dec 2999 23:59:59 GMT");
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> sink().send(List.of(message("b"))))
        .satisfies(e -> assertThat(e.failure().after()).isEqualTo(RetryAfter.LONGEST));
    services.service.down(503, "ServiceUnavailable", "soon");
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> sink().send(List.of(message("c"))))
        .satisfies(e -> assertThat(e.failure().after()).isNull());
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException",
    "400, KMSThrottlingException",
    "400, ProvisionedThroughputExceededException",
    "403, AccessDeniedException",
    "400, ExpiredTokenException",
    "404, NoSuchThing",
    "500, InternalFailure"
  })
  void whatPeopleOrTimeFixPassesAndSaysTheServiceAndItsCode(int status, String code) {
    services.service.down(status, code);
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> sink().send(List.of(message("a"), message("b"))))
        .matches(NotDelivered::isPassing)
        .satisfies(e -> assertThat(e.reason()).startsWith(named() + " ").contains(code));
    assertThat(services.service.asked()).hasSize(1);
  }

  @Test
  void anAnswerThatDoesNotComePasses() {
    services.service.silent();
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> sink().send(List.of(message("a"))))
        .matches(NotDelivered::isPassing)
        .satisfies(e -> assertThat(e.reason()).startsWith(named() + " "));
  }

  @ParameterizedTest
  @CsvSource({"InternalFailure, true", "ThrottlingException, true", "KmsThrottled, true"})
  void aRefusalOfOneMessagePassesWhenItsReasonDoes(String code, boolean passing) throws Exception {
    Message refused = refused("r");
    if (refused == null || named().equals("logs")) {
      return;
    }
    services.service.refusingWith(code);
    List<Refusal> refusals = sink().send(List.of(message("a"), refused));
    assertThat(refusals).extracting(Refusal::passing).containsExactly(passing);
    assertThat(refusals.get(0).reason()).startsWith(named() + " ").contains(code);
  }
}
