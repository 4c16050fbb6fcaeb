package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.MessageSink;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class StreamSinkTest extends ServiceContract {
  @Override
  MessageSink make() {
    return new StreamSink(services.client(KinesisClient.builder()).build(), "routed");
  }

  @Override
  String named() {
    return "kinesis";
  }

  @Test
  void theSameEventHasTheSamePartitionKey() throws Exception {
    sink().send(List.of(message("a"), message("b"), message("a")));
    List<String> keys =
        services.service.taken().stream()
            .map(each -> each.with().path("PartitionKey").asText())
            .toList();
    assertThat(keys.get(0)).isEqualTo(keys.get(2)).isNotEqualTo(keys.get(1)).hasSize(64);
  }
}
