package io.trailhouse.aws.destination;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.Sending;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/// Writes to a Kinesis data stream (Kinesis API reference, PutRecords). Records are spread over all
/// shards; the same event has the same partition key, so repetitions meet in one shard. The caller
/// closes the client.
public final class StreamSink implements MessageSink {
  private static final int KEY = 64;
  private static final Limits LIMITS = new Limits(500, 5 << 20, (1 << 20) - KEY, KEY);

  private final KinesisClient kinesis;
  private final String stream;
  private final String where;

  /// @param stream its name or ARN
  /// @throws IllegalArgumentException when it can be no such name
  public StreamSink(KinesisClient kinesis, String stream) {
    this.kinesis = kinesis;
    this.stream = PlaceName.STREAM.checked(stream);
    this.where = "kinesis " + stream.substring(stream.lastIndexOf('/') + 1);
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Refusal> send(List<Message> messages) throws NotDelivered {
    return Sending.send(messages, LIMITS, this::put);
  }

  private List<Refusal> put(List<Message> part) throws NotDelivered {
    PutRecordsRequest.Builder request =
        PutRecordsRequest.builder().records(part.stream().map(StreamSink::entry).toList());
    if (stream.startsWith("arn:")) {
      request.streamARN(stream);
    } else {
      request.streamName(stream);
    }
    try {
      List<PutRecordsResultEntry> results = kinesis.putRecords(request.build()).records();
      List<Refusal> refusals = new ArrayList<>();
      for (int index = 0; index < results.size(); index++) {
        String code = results.get(index).errorCode();
        if (code != null) {
          String words = results.get(index).errorMessage();
          refusals.add(Verdict.of(index, where, code, words == null ? "" : words));
        }
      }
      return refusals;
    } catch (SdkException e) {
      throw Verdict.of(where, e);
    }
  }

  private static PutRecordsRequestEntry entry(Message message) {
    String account = message.about().getOrDefault("account", "");
    return PutRecordsRequestEntry.builder()
        .partitionKey(MessageText.hash(account + '\n' + message.id()))
        .data(SdkBytes.fromByteArrayUnsafe(message.body()))
        .build();
  }

  @Override
  public String toString() {
    return where;
  }
}
