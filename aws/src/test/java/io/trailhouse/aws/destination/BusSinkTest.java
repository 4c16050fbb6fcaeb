package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.MessageSink.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

class BusSinkTest extends ServiceContract {
  @Override
  MessageSink make() {
    return new BusSink(services.client(EventBridgeClient.builder()).build(), "routed");
  }

  @Override
  String named() {
    return "events";
  }

  @Test
  void aDetailThatIsNoObjectIsRefusedForGood() throws Exception {
    services.service.refusingWith("MalformedDetail");
    List<Refusal> refusals = sink().send(List.of(message("a"), refused("r")));
    assertThat(refusals).extracting(Refusal::passing).containsExactly(false);
  }

  @Test
  void rulesSeeTheServiceAndTheDetailType() throws Exception {
    sink()
        .send(
            List.of(
                message("a"),
                message("b", "{}", Map.of()),
                message("c", "{}", Map.of("source", "AWS.evil/..\u0000", "detail-type", "\n"))));
    JsonNode first = services.service.taken().get(0).with();
    assertThat(first.path("Source").asText()).isEqualTo("trailhouse.iam");
    assertThat(first.path("DetailType").asText()).isEqualTo("AWS API Call via CloudTrail");
    assertThat(first.path("EventBusName").asText()).isEqualTo("routed");
    assertThat(Math.round(first.path("Time").asDouble() * 1000)).isEqualTo(now.toEpochMilli());
    JsonNode second = services.service.taken().get(1).with();
    assertThat(second.path("Source").asText()).isEqualTo("trailhouse.unknown");
    assertThat(second.path("DetailType").asText()).isEqualTo("CloudTrail Event");
    assertThat(services.service.taken().get(2).with().path("Source").asText())
        .isEqualTo("trailhouse.aws");
  }
}
