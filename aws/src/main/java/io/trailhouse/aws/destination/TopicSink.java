package io.trailhouse.aws.destination;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.Sending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/// Publishes to an SNS topic (SNS API reference, PublishBatch). The attributes `id`, `account`,
/// `region`, `source`, `name` and `detail-type` go with each message: filter policies of
/// subscriptions choose by them.
///
/// A topic whose name ends with `.fifo` gets a group for each account, and drops a repetition
/// within five minutes. The caller closes the client.
public final class TopicSink implements MessageSink {
  private static final int BYTES = 256 << 10;
  private static final Limits LIMITS =
      new Limits(10, BYTES, BYTES - MessageText.ATTRIBUTES, MessageText.ATTRIBUTES);

  private final SnsClient sns;
  private final String arn;
  private final String where;
  private final boolean isFifo;

  /// @param arn of the topic, whose Region is the client's
  /// @throws IllegalArgumentException when it can be no such name
  public TopicSink(SnsClient sns, String arn) {
    this.sns = sns;
    this.arn = PlaceName.TOPIC.checked(arn);
    this.where = "sns " + arn.substring(arn.lastIndexOf(':') + 1);
    this.isFifo = arn.endsWith(".fifo");
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Refusal> send(List<Message> messages) throws NotDelivered {
    return Sending.send(messages, LIMITS, this::publish);
  }

  private List<Refusal> publish(List<Message> part) throws NotDelivered {
    List<PublishBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : part) {
      entries.add(entry(Integer.toString(entries.size()), message));
    }
    try {
      List<Refusal> refusals = new ArrayList<>();
      for (BatchResultErrorEntry failed :
          sns.publishBatch(request -> request.topicArn(arn).publishBatchRequestEntries(entries))
              .failed()) {
        String words = failed.message() == null ? "" : failed.message();
        refusals.add(
            Verdict.of(Integer.parseInt(failed.id()), where, String.valueOf(failed.code()), words));
      }
      return refusals;
    } catch (SdkException e) {
      throw Verdict.of(where, e);
    }
  }

  private PublishBatchRequestEntry entry(String id, Message message) {
    Map<String, MessageAttributeValue> attributes = new TreeMap<>();
    MessageText.attributes(message)
        .forEach((name, value) ->
            attributes.put(
                name,
                MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    PublishBatchRequestEntry.Builder entry =
        PublishBatchRequestEntry.builder()
            .id(id)
            .message(MessageText.body(message))
            .messageAttributes(attributes);
    if (isFifo) {
      entry
          .messageGroupId(MessageText.group(message))
          .messageDeduplicationId(MessageText.deduplication(message));
    }
    return entry.build();
  }

  @Override
  public String toString() {
    return where;
  }
}
