package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.MessageSink.Refusal;
import io.trailhouse.testkit.AwsDoubles;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class QueueSinkTest extends ServiceContract {
  @Override
  MessageSink make() {
    SqsClient sqs = services.client(SqsClient.builder()).build();
    return new QueueSink(sqs, services.service.endpoint() + "/111122223333/routed");
  }

  @Override
  String named() {
    return "sqs";
  }

  @Test
  void aFaultOfTheSenderIsRefusedForGood() throws Exception {
    services.service.refusingWith("InvalidMessageContents");
    List<Refusal> refusals = sink().send(List.of(message("a"), refused("r")));
    assertThat(refusals).extracting(Refusal::passing).containsExactly(false);
  }

  @Test
  void hostileAttributesAreCleanedAndEmptyOnesLeftOut() throws Exception {
    sink().send(List.of(message("h", "{}", hostile())));
    Map<String, String> attributes = services.service.taken().get(0).attributes();
    assertThat(attributes).containsOnlyKeys("id", "region", "source", "name");
    assertThat(attributes).containsEntry("region", "a?b??X-Evil: 1");
    assertThat(attributes.get("name")).startsWith("n\u00e4me").hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void charactersThatXmlHasNoPlaceForBecomeEscapes() throws Exception {
    sink().send(List.of(message("x", "{\"a\":\"\uFFFE\"}", Map.of())));
    assertThat(taken()).containsExactly("{\"a\":\"\\ufffe\"}");
  }

  @Test
  void aQueueHasTheMessagesWithTheirAttributes() throws Exception {
    SqsClient sqs = AwsDoubles.running().sqs();
    String url = AwsDoubles.queue(sqs, "routed-" + UUID.randomUUID());
    assertThat(new QueueSink(sqs, url).send(List.of(message("a"), message("b")))).isEmpty();
    List<Message> got =
        sqs.receiveMessage(request ->
                request.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
            .messages();
    assertThat(got).hasSize(2);
    assertThat(got.get(0).messageAttributes().get("account").stringValue())
        .isEqualTo("111122223333");
    assertThat(got.get(0).messageAttributes().get("name").stringValue()).isEqualTo("CreateUser");
  }

  @Test
  void aFifoQueueDropsARepetitionAndKeepsTheOrderOfAnAccount() throws Exception {
    SqsClient sqs = AwsDoubles.running().sqs();
    String url = AwsDoubles.queue(sqs, "routed-" + UUID.randomUUID() + ".fifo");
    QueueSink sink = new QueueSink(sqs, url);
    assertThat(sink.send(List.of(message("a"), message("b")))).isEmpty();
    assertThat(sink.send(List.of(message("b"), message("c")))).isEmpty();
    assertThat(AwsDoubles.messages(sqs, url)).isEqualTo(3);
    List<Message> got =
        sqs.receiveMessage(request ->
                request
                    .queueUrl(url)
                    .maxNumberOfMessages(10)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
            .messages();
    assertThat(got)
        .extracting(each -> each.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID))
        .containsOnly("111122223333");
    assertThat(got).extracting(Message::body).isSorted();
  }

  @Test
  void aQueueThatIsNotThereIsWaitedFor() {
    SqsClient sqs = AwsDoubles.running().sqs();
    String url = AwsDoubles.running().sqsEndpoint() + "/000000000000/nowhere";
    org.assertj.core.api.Assertions.assertThatExceptionOfType(
            io.trailhouse.destination.NotDelivered.class)
        .isThrownBy(() -> new QueueSink(sqs, url).send(List.of(message("a"))))
        .matches(io.trailhouse.destination.NotDelivered::isPassing);
  }
}
