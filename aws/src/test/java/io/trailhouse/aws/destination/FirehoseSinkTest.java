package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.testkit.ServiceDouble;
import java.util.List;
import software.amazon.awssdk.services.firehose.FirehoseClient;

class FirehoseSinkTest extends ServiceContract {
  @Override
  MessageSink make() {
    return new FirehoseSink(services.client(FirehoseClient.builder()).build(), "routed");
  }

  @Override
  String named() {
    return "firehose";
  }

  /// Each has its line end.
  @Override
  protected List<String> taken() {
    List<String> lines = services.service.taken().stream().map(ServiceDouble.Taken::body).toList();
    assertThat(lines).allMatch(line -> line.endsWith("\n"));
    return lines.stream().map(line -> line.substring(0, line.length() - 1)).toList();
  }
}
