package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.MessageSink.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;

class TopicSinkTest extends ServiceContract {
  private static final String ARN = "arn:aws:sns:eu-central-1:111122223333:routed";

  @Override
  MessageSink make() {
    return new TopicSink(services.client(SnsClient.builder()).build(), ARN);
  }

  @Override
  String named() {
    return "sns";
  }

  @Test
  void aMessageThatSnsCallsInvalidIsRefusedForGood() throws Exception {
    services.service.refusingWith("InvalidParameter");
    List<Refusal> refusals = sink().send(List.of(message("a"), refused("r")));
    assertThat(refusals).extracting(Refusal::passing).containsExactly(false);
  }

  @Test
  void subscriptionsCanChooseByAttributes() throws Exception {
    sink().send(List.of(message("a"), message("h", "{}", hostile())));
    Map<String, String> attributes = services.service.taken().get(0).attributes();
    assertThat(attributes).containsEntry("id", "a").containsEntry("source", "iam.amazonaws.com");
    assertThat(services.service.taken().get(1).attributes())
        .containsOnlyKeys("id", "region", "source", "name");
  }

  @Test
  void aFifoTopicGetsAGroupForEachAccountAndTheIdOfTheMessage() throws Exception {
    SnsClient sns = services.client(SnsClient.builder()).build();
    new TopicSink(sns, ARN + ".fifo").send(List.of(message("a"), message("b", "{}", hostile())));
    JsonNode first = services.service.taken().get(0).with();
    assertThat(first.path("MessageGroupId").asText()).isEqualTo("111122223333");
    assertThat(first.path("MessageDeduplicationId").asText()).isEqualTo("a");
    assertThat(services.service.taken().get(1).with().path("MessageGroupId").asText())
        .isEqualTo("none");
  }
}
