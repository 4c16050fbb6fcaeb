package io.trailhouse.aws.destination;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.Sending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;

/// Writes to a Firehose stream (Firehose API reference, PutRecordBatch). A line end follows each
/// record, because Firehose puts nothing between records. The caller closes the client.
public final class FirehoseSink implements MessageSink {
  private static final int LINE_END = 1;
  private static final Limits LIMITS = new Limits(500, 4 << 20, 1_000 * 1_024 - LINE_END, LINE_END);

  private final FirehoseClient firehose;
  private final String stream;
  private final String where;

  /// @param stream its name
  /// @throws IllegalArgumentException when it can be no such name
  public FirehoseSink(FirehoseClient firehose, String stream) {
    this.firehose = firehose;
    this.stream = PlaceName.FIREHOSE.checked(stream);
    this.where = "firehose " + stream;
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
    List<Record> records = part.stream().map(FirehoseSink::line).toList();
    try {
      List<PutRecordBatchResponseEntry> results =
          firehose
              .putRecordBatch(request -> request.deliveryStreamName(stream).records(records))
              .requestResponses();
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

  private static Record line(Message message) {
    byte[] line = Arrays.copyOf(message.body(), message.body().length + LINE_END);
    line[line.length - 1] = '\n';
    return Record.builder().data(SdkBytes.fromByteArrayUnsafe(line)).build();
  }

  @Override
  public String toString() {
    return where;
  }
}
