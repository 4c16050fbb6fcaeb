package io.trailhouse.http;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.Sending;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Posts messages to a web address: one a request, or an array of up to 100. `Trailhouse-Delivery`
/// is the id of the first message, the same when the same messages are sent again.
public final class WebhookSink implements MessageSink {
  private static final Limits ONE = new Limits(1, 4 << 20, 4 << 20, 0);

  /// With a comma, and the brackets from what is left.
  private static final Limits BATCH = new Limits(100, 4 << 20, (4 << 20) - 4, 2);

  private final Endpoint endpoint;
  private final boolean isBatch;
  private final Poster poster;

  /// @param isBatch whether a request has an array of messages; otherwise it has one message
  public WebhookSink(Endpoint endpoint, boolean isBatch, Poster poster) {
    this.endpoint = endpoint;
    this.isBatch = isBatch;
    this.poster = poster;
  }

  @Override
  public Limits limits() {
    return isBatch ? BATCH : ONE;
  }

  @Override
  public List<Refusal> send(List<Message> messages) throws NotDelivered {
    return Sending.send(messages, limits(), this::post);
  }

  private List<Refusal> post(List<Message> part) throws NotDelivered {
    poster.post(endpoint, part.get(0).id(), body(part));
    return List.of();
  }

  private byte[] body(List<Message> part) {
    if (!isBatch) {
      return part.get(0).body();
    }
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.write('[');
    for (Message message : part) {
      if (array.size() > 1) {
        array.write(',');
      }
      array.writeBytes(message.body());
    }
    array.write(']');
    return array.toByteArray();
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
