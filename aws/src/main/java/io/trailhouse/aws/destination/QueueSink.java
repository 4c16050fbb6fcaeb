package io.trailhouse.aws.destination;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.Sending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Sends to an SQS queue (SQS API reference, SendMessageBatch). The attributes `id`, `account`,
/// `region`, `source`, `name` and `detail-type` go with each message.
///
/// A queue whose name ends with `.fifo` gets a group for each account, and drops a repetition
/// within five minutes. The caller closes the client.
public final class QueueSink implements MessageSink {
  private static final int BYTES = 1 << 20;
  private static final Limits LIMITS =
      new Limits(10, BYTES, BYTES - MessageText.ATTRIBUTES, MessageText.ATTRIBUTES);

  /// Fixed by people, though SQS calls it the sender's fault: it speaks of the key.
  private static final String OF_KEYS = "Kms";

  private final SqsClient sqs;
  private final String url;
  private final String where;
  private final boolean isFifo;

  /// @param url of the queue, whose Region is the client's
  /// @throws IllegalArgumentException when it can be no such name
  public QueueSink(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = PlaceName.QUEUE.checked(url);
    this.where = "sqs " + url.substring(url.lastIndexOf('/') + 1);
    this.isFifo = url.endsWith(".fifo");
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Refusal> send(List<Message> messages) throws NotDelivered {
    return Sending.send(messages, LIMITS, this::sendBatch);
  }

  private List<Refusal> sendBatch(List<Message> part) throws NotDelivered {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : part) {
      entries.add(entry(Integer.toString(entries.size()), message));
    }
    try {
      List<Refusal> refusals = new ArrayList<>();
      sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries))
          .failed()
          .forEach(failed -> refusals.add(refusal(failed)));
      return refusals;
    } catch (SdkException e) {
      throw Verdict.of(where, e);
    }
  }

  private Refusal refusal(BatchResultErrorEntry failed) {
    String code = String.valueOf(failed.code());
    boolean known = !Verdict.passes(0, code);
    boolean fixed = code.startsWith(OF_KEYS) || code.contains("Throttl") || code.contains("Denied");
    boolean passing = !known && (fixed || !Boolean.TRUE.equals(failed.senderFault()));
    String words = failed.message() == null ? "" : failed.message();
    return Verdict.of(Integer.parseInt(failed.id()), where, code, words, passing);
  }

  private SendMessageBatchRequestEntry entry(String id, Message message) {
    Map<String, MessageAttributeValue> attributes = new TreeMap<>();
    MessageText.attributes(message)
        .forEach((name, value) ->
            attributes.put(
                name,
                MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    SendMessageBatchRequestEntry.Builder entry =
        SendMessageBatchRequestEntry.builder()
            .id(id)
            .messageBody(MessageText.body(message))
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
